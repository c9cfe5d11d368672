/** Where drafts of a model are. */
import type { Queryable } from '../db/connect.ts';

export interface UseRow {
  model_hash: string;
  id: string;
  title_source: string;
  title_target: string;
  sentences: number;
}

/** Documents of these projects, or of all, with the number of their sentences that have a draft of a model, by the model's hash. */
export async function listUses(db: Queryable, projectIds: readonly string[] | 'all'): Promise<UseRow[]> {
  if (projectIds.length === 0) return [];
  const rows = await db
    .selectFrom('document')
    .innerJoin('segment', 'segment.document_id', 'document.id')
    .innerJoin('draft', 'draft.source_hash', 'segment.source_hash')
    .select(['draft.model_hash', 'document.id', 'document.title_source', 'document.title_target'])
    .select((eb) => eb.fn.count('draft.id').distinct().as('sentences'))
    .$if(projectIds !== 'all', (query) => query.where('document.project_id', 'in', projectIds as string[]))
    .where('document.binned_at', 'is', null)
    .where('segment.retired_at', 'is', null)
    .groupBy(['draft.model_hash', 'document.id', 'document.title_source', 'document.title_target'])
    .orderBy('document.created_at', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, sentences: Number(row.sentences) }));
}

/** Of these uses what is of one model: each document once, the newest first, and the number of sentences in all. */
export function usesOf({ hashes }: { hashes: readonly string[] }, uses: readonly UseRow[]): { documents: UseRow[]; sentences: number } {
  const own = uses.filter((use) => hashes.includes(use.model_hash));
  return { documents: [...new Map(own.map((use) => [use.id, use])).values()], sentences: own.reduce((sum, { sentences }) => sum + sentences, 0) };
}
