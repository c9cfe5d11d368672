import type { Queryable } from '../db/connect.ts';

/** A document with the names a page shows; null when there is none or it lies in the bin. */
export async function findDocument(db: Queryable, id: string) {
  const row = await db
    .selectFrom('document')
    .innerJoin('project', 'project.id', 'document.project_id')
    .select([
      'document.id',
      'document.project_id',
      'document.title_source',
      'document.title_target',
      'project.name',
      'project.source_lang',
      'project.target_lang',
      'project.is_sample',
    ])
    .where('document.id', '=', id)
    .where('document.binned_at', 'is', null)
    .executeTakeFirst();
  if (!row) return null;
  return {
    id: row.id,
    projectId: row.project_id,
    projectName: row.name,
    titleSource: row.title_source,
    titleTarget: row.title_target,
    sourceLang: row.source_lang,
    targetLang: row.target_lang,
    isSample: row.is_sample === 1,
  };
}
