/** Deleting for good what lay in the bin long enough: every row that tells of a document, and nothing of any other. */
import type { Queryable, Tx } from '../db/connect.ts';

/** Documents, or whole projects, that were put into the bin before this moment. */
export async function listDue(db: Queryable, before: string): Promise<{ documentIds: string[]; projectIds: string[] }> {
  const projects = await db.selectFrom('project').select('id').where('binned_at', '<', before).execute();
  const projectIds = projects.map((row) => row.id);
  const documents = await db
    .selectFrom('document')
    .select('id')
    .where((eb) => eb.or([eb('binned_at', '<', before), ...(projectIds.length > 0 ? [eb('project_id', 'in', projectIds)] : [])]))
    .execute();
  return { documentIds: documents.map((row) => row.id), projectIds };
}

/** Tables whose rows belong to a segment, those that refer to others first. */
const OF_SEGMENTS = ['waiver', 'approval', 'return', 'block_correction', 'comment', 'side_revision', 'target', 'revision', 'change'] as const;

/** @param at since when it counts as binned: a document may go with its project. */
export async function deleteDocument(tx: Tx, documentId: string, at: string): Promise<void> {
  // Revisions leave only with a document that lies in the bin; the database sees to that.
  await tx.updateTable('document').set({ binned_at: at }).where('id', '=', documentId).where('binned_at', 'is', null).execute();
  const hashes = await listSourceHashes(tx, documentId);
  for (const table of OF_SEGMENTS)
    await tx
      .deleteFrom(table)
      .where('segment_id', 'in', (eb) => eb.selectFrom('segment').select('segment.id').where('segment.document_id', '=', documentId))
      .execute();
  for (const table of ['change', 'job', 'segment'] as const) await tx.deleteFrom(table).where('document_id', '=', documentId).execute();
  await tx
    .deleteFrom('block')
    .where('source_version_id', 'in', (eb) => eb.selectFrom('source_version').select('source_version.id').where('source_version.document_id', '=', documentId))
    .execute();
  await tx.deleteFrom('source_version').where('document_id', '=', documentId).execute();
  await tx.deleteFrom('document').where('id', '=', documentId).execute();
  for (const { source_hash } of hashes) await deleteDraftsOf(tx, source_hash);
}

/** Of the sources as they are, and as revisions saw them before a correction. */
function listSourceHashes(tx: Tx, documentId: string): Promise<{ source_hash: string }[]> {
  const seen = tx.selectFrom('revision').innerJoin('segment', 'segment.id', 'revision.segment_id').select('revision.source_hash');
  return tx
    .selectFrom('segment')
    .select('source_hash')
    .where('document_id', '=', documentId)
    .union(seen.where('segment.document_id', '=', documentId))
    .execute();
}

/** Drafts are shared by all segments with the same source. */
async function deleteDraftsOf(tx: Tx, sourceHash: string): Promise<void> {
  await tx
    .deleteFrom('draft')
    .where('source_hash', '=', sourceHash)
    .where((eb) => eb.not(eb.exists(eb.selectFrom('segment').select('segment.id').where('segment.source_hash', '=', sourceHash))))
    .execute();
}

/** A project without documents. */
export async function deleteProject(tx: Tx, projectId: string): Promise<void> {
  for (const table of ['change', 'job', 'invitation', 'membership'] as const) await tx.deleteFrom(table).where('project_id', '=', projectId).execute();
  await tx.deleteFrom('project').where('id', '=', projectId).execute();
}
