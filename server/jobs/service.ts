/** The durable list of background work: what is queued survives the program, and what is written is written once. */
import type { Action, Actor } from '../core/permissions.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import type { JobState } from '../db/schema.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../http/log.ts';
import { Board } from './board.ts';
import type { JobHandler, JobView } from './job.ts';
import { Runner, TIMES, type StartOptions } from './runner.ts';
import { clock, findJob, findLiveJob, findNewestJob, insertJob, listHeldBack, updateJob, type JobRow, type NewJob } from './store.ts';

export { JobLostError, type Job, type JobApi, type JobHandler } from './job.ts';
export type { NewJob } from './store.ts';

/** What a person can ask of a job. */
export type SteeredState = 'queued' | 'paused' | 'cancelled';

/** From which states each can be reached. */
const REACHABLE: Readonly<Record<SteeredState, readonly JobState[]>> = {
  queued: ['paused', 'failed'],
  paused: ['queued', 'running'],
  cancelled: ['queued', 'running', 'paused'],
};

interface Rooms {
  db: Db;
  log: Log;
  requireMember: (db: Queryable, actor: Actor, projectId: string, action: Action) => Promise<unknown>;
  times?: Partial<typeof TIMES>;
}

export type Jobs = ReturnType<typeof createJobs>;

export function createJobs({ db, log, requireMember, times }: Rooms) {
  const board = new Board();
  const runner = new Runner({ db, log, board, times: { ...TIMES, ...times } });

  async function requeue(tx: Tx, row: JobRow): Promise<JobView> {
    runner.wake();
    return board.tell(
      tx,
      await updateJob(tx, row.id, { state: 'queued', attempts: 0, error: null, owner: null, lease_until: null, run_after: await clock(tx) }),
    );
  }

  return {
    /** Adds work to the list, or finds that which is there under the same key; one that waits for a problem to go away gets another chance. */
    async enqueue(tx: Tx, job: NewJob): Promise<JobView> {
      const live = await findLiveJob(tx, job.dedupeKey);
      if (live?.state === 'paused' && live.error !== null) return requeue(tx, live);
      if (live) return board.view(live);
      runner.wake();
      return board.tell(tx, await insertJob(tx, job));
    },

    /** How the work on a document stands; null when there never was any. */
    async newestOf(reader: Queryable, documentId: string): Promise<JobView | null> {
      const row = await findNewestJob(reader, documentId);
      return row ? board.view(row) : null;
    },

    /** Pause, go on, try again, cancel. @throws {AppError} not-found, forbidden, conflict when it is over. */
    async setState(actor: Actor, jobId: string, state: SteeredState): Promise<JobView> {
      const view = await db.write(async (tx) => {
        const row = await findJob(tx, jobId);
        if (!row) throw new AppError('not-found', 'noSuchPage');
        await requireMember(tx, actor, row.project_id, 'job.steer');
        return steer(tx, row, state);
      });
      if (state !== 'queued') runner.abort(jobId);
      return view;
    },

    /** Goes on with everything that waited for a problem to go away. */
    resumeHeldBack(): Promise<void> {
      return db.write(async (tx) => {
        for (const row of await listHeldBack(tx)) await requeue(tx, row);
      });
    },

    /** Begins to work. Handlers by kind. */
    start: (handlers: Readonly<Record<string, JobHandler>>, options?: StartOptions): Promise<void> => runner.start(handlers, options),

    /** Ends within two seconds; what was under way goes on after the next start. */
    stop: (): Promise<void> => runner.stop(),
  };

  async function steer(tx: Tx, row: JobRow, state: SteeredState): Promise<JobView> {
    if (row.state === state || (row.state === 'running' && state === 'queued')) return board.view(row);
    if (!REACHABLE[state].includes(row.state)) throw new AppError('conflict', 'job.over');
    if (state === 'queued') return requeue(tx, row);
    return board.tell(tx, await updateJob(tx, row.id, { state, owner: null, lease_until: null, error: null }));
  }
}
