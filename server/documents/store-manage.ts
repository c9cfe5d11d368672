/** Titles, notes, and the bin. */
import type { Queryable, Tx } from '../db/connect.ts';

export async function findNote(db: Queryable, id: string): Promise<string> {
  const row = await db.selectFrom('document').select('note').where('id', '=', id).executeTakeFirst();
  return row?.note ?? '';
}

export async function updateDocument(tx: Tx, id: string, facts: { title_source: string; title_target: string; note: string }): Promise<void> {
  await tx.updateTable('document').set(facts).where('id', '=', id).execute();
}

/** Puts it into the bin, or takes it out with null. */
export async function markBinned(tx: Tx, id: string, binnedAt: string | null): Promise<void> {
  await tx.updateTable('document').set({ binned_at: binnedAt }).where('id', '=', id).execute();
}

/** What lies in the bin of these projects, newest first. */
export async function listBinned(db: Queryable, projectIds: readonly string[]) {
  if (projectIds.length === 0) return [];
  const rows = await db
    .selectFrom('document')
    .innerJoin('project', 'project.id', 'document.project_id')
    .select(['document.id', 'document.project_id', 'document.title_source', 'document.title_target', 'document.binned_at'])
    .select(['project.name', 'project.source_lang', 'project.target_lang'])
    .where('document.project_id', 'in', projectIds)
    .where('document.binned_at', 'is not', null)
    .orderBy('document.binned_at', 'desc')
    .orderBy('document.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    projectId: row.project_id,
    projectName: row.name,
    titleSource: row.title_source,
    titleTarget: row.title_target,
    sourceLang: row.source_lang,
    targetLang: row.target_lang,
    binnedAt: row.binned_at ?? '',
  }));
}
