/** Jobs on a real database, with leases and retries short enough for a test. */
import { expect } from 'vitest';
import type { JobView } from '../../server/core/api.ts';
import type { Db } from '../../server/db/connect.ts';
import { createJobs, type Job, type JobApi, type JobHandler, type Jobs, type NewJob } from '../../server/jobs/service.ts';
import { requireMember } from '../../server/projects/service.ts';
import { addDocument, addPerson, addProject, openTestDb } from './database.ts';
import { createQuietLog } from './quiet-log.ts';

export const FAST = { leaseMs: 400, heartbeatMs: 50, pollMs: 20, stopMs: 500, firstRetryMs: 10 };

export type JobWorld = Awaited<ReturnType<typeof createJobWorld>>;

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A handler that never comes to an end. */
export const forever = (): Promise<void> => new Promise(() => undefined);

export async function createJobWorld() {
  const { db, file, remove } = await openTestDb();
  const personId = await addPerson(db, 'Amal');
  const projectId = await addProject(db, 'News', { [personId]: ['translator'] });
  const documents: string[] = [];
  for (const title of ['one', 'two', 'three']) documents.push((await addDocument(db, projectId, [title])).documentId);
  const started: Jobs[] = [];
  const first = documents[0]!;

  /** What {@link inSteps} wrote for a document, in order. */
  async function marks(documentId: string | null = first): Promise<string[]> {
    const rows = await db.read.selectFrom('setting').selectAll().where('name', 'like', `${documentId} step %`).orderBy('name').execute();
    return rows.map((row) => row.value);
  }

  const stateOf = async (jobs: Jobs, documentId = first): Promise<JobView> => (await jobs.newestOf(db.read, documentId))!;

  return {
    db,
    file,
    projectId,
    documents,
    actor: { personId, isAdmin: false },
    marks,
    stateOf,

    createJobs(times: Partial<typeof FAST> = {}, on: Db = db): Jobs {
      const jobs = createJobs({ db: on, log: createQuietLog(), requireMember, times: { ...FAST, ...times } });
      started.push(jobs);
      return jobs;
    },

    enqueue(jobs: Jobs, more: Partial<NewJob> = {}): Promise<JobView> {
      const job = { kind: 'draft', dedupeKey: 'draft:one', projectId, documentId: first, personId, priority: 0, payload: {}, total: 3, ...more };
      return db.write((tx) => jobs.enqueue(tx, job));
    },

    /** Handles a job in steps and goes on where an earlier attempt ended; each step writes the fence it was made under. */
    inSteps(total: number, beforeStep: (step: number, job: Job, api: JobApi) => Promise<void> = async () => undefined): JobHandler {
      return async (job, api) => {
        for (let step = (await marks(job.documentId)).length; step < total; step++) {
          await beforeStep(step, job, api);
          if (api.signal.aborted) return;
          const mark = { name: `${job.documentId} step ${step}`, value: `fence ${job.fence}` };
          await api.writeResult((tx) => tx.insertInto('setting').values(mark).execute());
        }
      };
    },

    async until(jobs: Jobs, state: JobView['state'], documentId?: string): Promise<void> {
      await expect.poll(async () => (await stateOf(jobs, documentId)).state, { interval: 10 }).toBe(state);
    },

    async remove(): Promise<void> {
      for (const jobs of started) await jobs.stop();
      await remove();
    },
  };
}
