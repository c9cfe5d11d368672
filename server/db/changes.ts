import { EventEmitter } from 'node:events';
import type { Queryable, Reader, Tx } from './connect.ts';
import { now } from './ids.ts';

/** One line of the change log: SSE event, replay and "version n of the text" alike. */
export interface Change {
  seq: number;
  projectId: string;
  documentId: string | null;
  segmentId: string | null;
  kind: ChangeKind;
  personId: string | null;
  data: Record<string, unknown>;
}

export type ChangeKind =
  | 'document.imported'
  | 'document.changed'
  | 'segment.drafted'
  | 'segment.saved'
  | 'segment.split'
  | 'segment.joined'
  | 'segment.commented'
  | 'segment.waived'
  | 'segment.source-corrected'
  | 'job.progress';

/** Wakes the listeners of this process after commits; what they show they read from the log. */
export const changeBell = new EventEmitter().setMaxListeners(0);

/** Appends to the change log inside the transaction of what it tells of. Returns the change with its number. */
export async function appendChange(tx: Tx, change: Omit<Change, 'seq'>): Promise<Change> {
  const { seq } = await tx
    .insertInto('change')
    .values({
      project_id: change.projectId,
      document_id: change.documentId,
      segment_id: change.segmentId,
      kind: change.kind,
      person_id: change.personId,
      data: JSON.stringify(change.data),
      created_at: now(),
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  setImmediate(() => changeBell.emit('change'));
  return { ...change, seq };
}

/** The changes after `seq` in these projects, oldest first, at most `limit`. */
export async function changesSince(db: Queryable, projectIds: readonly string[], seq: number, limit = 500): Promise<Change[]> {
  if (projectIds.length === 0) return [];
  const rows = await db.selectFrom('change').selectAll().where('project_id', 'in', projectIds).where('seq', '>', seq).orderBy('seq').limit(limit).execute();
  return rows.map((row) => ({
    seq: row.seq,
    projectId: row.project_id,
    documentId: row.document_id,
    segmentId: row.segment_id,
    kind: row.kind as ChangeKind,
    personId: row.person_id,
    data: JSON.parse(row.data) as Record<string, unknown>,
  }));
}

/** The number of the newest change of all, 0 when there is none. */
export async function lastSeq(db: Reader): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}
