/** The work list. A claim is held by owner and fencing number; all leases are reckoned by the database's clock. */
import { sql, type Selectable, type Updateable } from 'kysely';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId } from '../db/ids.ts';
import type { Instant, JobState, Schema } from '../db/schema.ts';

export type JobRow = Selectable<Schema['job']>;
type JobChange = Updateable<Schema['job']>;

/** Who claimed which job, the how-manieth time. */
export interface Hold {
  id: string;
  owner: string;
  fence: number;
}

export interface NewJob {
  kind: string;
  dedupeKey: string;
  projectId: string;
  documentId: string | null;
  personId: string;
  priority: number;
  payload: Record<string, unknown>;
  total: number;
}

/** Priorities of jobs that share places: `from` ≤ priority < `below`. */
export interface Lane {
  from: number;
  below: number;
}

/** The bounds of a priority. */
export const LOWEST = -1000;
export const HIGHEST = 1000;
const ANY: Lane = { from: LOWEST, below: HIGHEST };
const LIVE: readonly JobState[] = ['queued', 'running', 'paused'];

/** This moment by the database's clock, `laterMs` from now: the only clock that all processes share. */
export async function clock(db: Queryable, laterMs = 0): Promise<Instant> {
  const { rows } = await sql<{ now: string }>`select strftime('%Y-%m-%dT%H:%M:%fZ', 'now') as now`.execute(db);
  return new Date(Date.parse(rows[0]!.now) + laterMs).toISOString();
}

export async function insertJob(tx: Tx, job: NewJob): Promise<JobRow> {
  const at = await clock(tx);
  return tx
    .insertInto('job')
    .values({
      id: newId(),
      kind: job.kind,
      dedupe_key: job.dedupeKey,
      project_id: job.projectId,
      document_id: job.documentId,
      person_id: job.personId,
      priority: job.priority,
      payload: JSON.stringify(job.payload),
      state: 'queued',
      done: 0,
      total: job.total,
      attempts: 0,
      run_after: at,
      owner: null,
      fence: 0,
      lease_until: null,
      error: null,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findJob(db: Queryable, id: string): Promise<JobRow | undefined> {
  return db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
}

/** The job with this key that is not over yet. */
export function findLiveJob(db: Queryable, dedupeKey: string): Promise<JobRow | undefined> {
  return db.selectFrom('job').selectAll().where('dedupe_key', '=', dedupeKey).where('state', 'in', LIVE).executeTakeFirst();
}

/** The jobs of a document: those not over yet first, whole documents before single segments, then the newest. */
export function findNewestJob(db: Queryable, documentId: string): Promise<JobRow | undefined> {
  return db
    .selectFrom('job')
    .selectAll()
    .where('document_id', '=', documentId)
    .orderBy((eb) => eb.case().when('state', 'in', LIVE).then(0).else(1).end())
    .orderBy('priority')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The job that is to be worked on next: waiting long enough, or running without a sign of life. */
export function findClaimable(db: Queryable, { kinds, now, lane = ANY }: { kinds: readonly string[]; now: Instant; lane?: Lane }): Promise<JobRow | undefined> {
  return db
    .selectFrom('job')
    .selectAll()
    .where('kind', 'in', kinds)
    .where('priority', '>=', lane.from)
    .where('priority', '<', lane.below)
    .where((eb) =>
      eb.or([eb.and([eb('state', '=', 'queued'), eb('run_after', '<=', now)]), eb.and([eb('state', '=', 'running'), eb('lease_until', '<=', now)])]),
    )
    .orderBy('priority', 'desc')
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst();
}

export async function updateJob(tx: Tx, id: string, change: JobChange): Promise<JobRow> {
  const updated = await tx
    .updateTable('job')
    .set({ ...change, updated_at: await clock(tx) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  if (!updated) throw new Error(`no such job: ${id}`);
  return updated;
}

/** As {@link updateJob}, but only while the claim is current; undefined when it is not. */
export async function updateHeldJob(tx: Tx, hold: Hold, change: JobChange): Promise<JobRow | undefined> {
  return tx
    .updateTable('job')
    .set({ ...change, updated_at: await clock(tx) })
    .where('id', '=', hold.id)
    .where('owner', '=', hold.owner)
    .where('fence', '=', hold.fence)
    .where('state', '=', 'running')
    .returningAll()
    .executeTakeFirst();
}

/** Ends every lease: what was running may be claimed at once. */
export async function endAllLeases(tx: Tx): Promise<void> {
  await tx
    .updateTable('job')
    .set({ lease_until: await clock(tx) })
    .where('state', '=', 'running')
    .execute();
}

/** Jobs that wait for somebody to put something right. */
export function listHeldBack(db: Queryable): Promise<JobRow[]> {
  return db.selectFrom('job').selectAll().where('state', '=', 'paused').where('error', 'is not', null).execute();
}
