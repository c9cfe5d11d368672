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
  /** Where in the log it stands. */
  position: Position;
}

/**
 * A place in the change log, `<number>-<moment it was written>`; `0` before the first. With its moment it stands for one history only: once a backup was
 * put in place, the same number is another change or none.
 */
export type Position = string;

const positionOf = (seq: number, createdAt: string): Position => `${seq}-${Date.parse(createdAt)}`;

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
export async function appendChange(tx: Tx, change: Omit<Change, 'seq' | 'position'>): Promise<Change> {
  const createdAt = now();
  const { seq } = await tx
    .insertInto('change')
    .values({
      project_id: change.projectId,
      document_id: change.documentId,
      segment_id: change.segmentId,
      kind: change.kind,
      person_id: change.personId,
      data: JSON.stringify(change.data),
      created_at: createdAt,
    })
    .returning('seq')
    .executeTakeFirstOrThrow();
  setImmediate(() => changeBell.emit('change'));
  return { ...change, seq, position: positionOf(seq, createdAt) };
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
    position: positionOf(row.seq, row.created_at),
  }));
}

/** The place of the newest change of all. */
export async function lastPosition(db: Reader): Promise<Position> {
  const row = await db.selectFrom('change').select(['seq', 'created_at']).orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row ? positionOf(row.seq, row.created_at) : '0';
}

/** The number of a place. */
export function seqOf(position: Position): number {
  return Number.parseInt(position, 10);
}

/** Whether this history ever was at a place. Not when it was set back to a backup since, and not when the change left with a deleted document. */
export async function wasAt(db: Reader, position: Position): Promise<boolean> {
  const seq = seqOf(position);
  if (seq === 0) return true;
  const row = await db.selectFrom('change').select('created_at').where('seq', '=', seq).executeTakeFirst();
  return row !== undefined && [String(seq), positionOf(seq, row.created_at)].includes(position);
}
