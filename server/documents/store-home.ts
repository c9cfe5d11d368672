/** What the home page asks of many documents at once. */
import type { Queryable } from '../db/connect.ts';

export async function listDocuments(db: Queryable, projectIds: readonly string[]) {
  if (projectIds.length === 0) return [];
  return db
    .selectFrom('document')
    .select(['id', 'project_id', 'title_source', 'title_target', 'note'])
    .where('project_id', 'in', projectIds)
    .where('binned_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** One row per active segment: where it stands, and where its source is (offsets in UTF-16 units, which SQL cannot count). */
export async function listSegmentStates(db: Queryable, documentIds: readonly string[]) {
  if (documentIds.length === 0) return [];
  return db
    .selectFrom('segment')
    .innerJoin('block', 'block.id', 'segment.block_id')
    .leftJoin('target', 'target.segment_id', 'segment.id')
    .select(['segment.id', 'segment.document_id', 'segment.start_offset', 'segment.end_offset', 'block.text', 'target.state', 'target.sub_state'])
    .select((eb) => eb.exists(eb.selectFrom('draft').select('draft.id').whereRef('draft.source_hash', '=', 'segment.source_hash')).as('has_draft'))
    .where('segment.document_id', 'in', documentIds)
    .where('segment.retired_at', 'is', null)
    .orderBy('block.number')
    .orderBy('segment.start_offset')
    .execute();
}

/** The newest thing this person saved in these projects. */
export async function findLastSave(db: Queryable, personId: string, projectIds: readonly string[]) {
  if (projectIds.length === 0) return undefined;
  return db
    .selectFrom('change')
    .innerJoin('document', 'document.id', 'change.document_id')
    .select(['change.document_id', 'change.segment_id', 'change.created_at'])
    .where('change.person_id', '=', personId)
    .where('change.kind', '=', 'segment.saved')
    .where('change.project_id', 'in', projectIds)
    .where('document.binned_at', 'is', null)
    .orderBy('change.seq', 'desc')
    .limit(1)
    .executeTakeFirst();
}
