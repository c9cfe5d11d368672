import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobView } from '../../server/core/api.ts';
import { changesSince } from '../../server/db/changes.ts';
import { JobLostError } from '../../server/jobs/service.ts';
import { addDocument, addPerson } from '../support/database.ts';
import { createJobWorld, pause, type JobWorld } from '../support/job-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld();
});
afterEach(() => world.remove());

describe('a job', () => {
  test('runs to its end, one step one result', async () => {
    const jobs = world.createJobs();
    await jobs.start({ draft: world.inSteps(3) });
    const queued = await world.enqueue(jobs);
    expect(queued).toMatchObject({ kind: 'draft', state: 'queued', done: 0, total: 3, secondsLeft: null, error: null });
    await world.until(jobs, 'done');
    expect(await world.stateOf(jobs)).toMatchObject({ id: queued.id, done: 3, total: 3 });
    expect(await world.marks()).toEqual(['fence 1', 'fence 1', 'fence 1']);
  });

  test('tells open pages of every step, with the time left once a pace is known', async () => {
    const jobs = world.createJobs();
    await jobs.start({ draft: world.inSteps(3, () => pause(20)) });
    await world.enqueue(jobs);
    await world.until(jobs, 'done');
    const told = (await changesSince(world.db.read, [world.projectId], 0))
      .filter((change) => change.kind === 'job.progress')
      .map((change) => change.data as unknown as JobView);
    expect(told.map(({ state, done }) => `${state} ${done}`)).toEqual(['queued 0', 'running 0', 'running 1', 'running 2', 'running 3', 'done 3']);
    expect(told.map(({ secondsLeft }) => secondsLeft)).toEqual([null, null, 1, 1, 0, null]);
  });

  test('may be followed by as much work at once as it likes, without a warning in the terminal', async () => {
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on('warning', note);
    const jobs = world.createJobs();
    await jobs.start({
      draft: async (_job, { signal }) => {
        for (let sentence = 0; sentence < 50; sentence += 1) signal.addEventListener('abort', () => undefined, { once: true });
        await pause(20);
      },
    });
    await world.enqueue(jobs);
    await world.until(jobs, 'done');
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  test('is there once under its key while it is not over', async () => {
    const jobs = world.createJobs();
    const first = await world.enqueue(jobs);
    expect((await world.enqueue(jobs)).id).toBe(first.id);
    expect((await world.enqueue(jobs, { dedupeKey: 'draft:two' })).id).not.toBe(first.id);
    await jobs.start({ draft: world.inSteps(3) });
    await world.until(jobs, 'done');
    expect((await world.enqueue(jobs)).id).not.toBe(first.id);
  });

  test('writes nothing and counts nothing when a step fails half-way', async () => {
    const jobs = world.createJobs();
    await jobs.start({
      draft: async (job, api) => {
        await api.writeResult(async (tx) => {
          await tx
            .insertInto('setting')
            .values({ name: `${job.documentId} step 0`, value: '' })
            .execute();
          throw new Error('half-way');
        });
      },
    });
    await world.enqueue(jobs);
    await world.until(jobs, 'failed');
    expect(await world.marks()).toEqual([]);
    expect(await world.stateOf(jobs)).toMatchObject({ done: 0, error: 'failed' });
  });

  test('fails for good after three attempts without a result, each later than the one before', async () => {
    const jobs = world.createJobs({ firstRetryMs: 40 });
    const attempts: number[] = [];
    await jobs.start(
      { draft: async () => (attempts.push(performance.now()), Promise.reject(new Error('no'))) },
      { explain: () => ({ key: 'engine', pauses: false }) },
    );
    await world.enqueue(jobs);
    await world.until(jobs, 'failed');
    expect(attempts).toHaveLength(3);
    expect(attempts[1]! - attempts[0]!).toBeGreaterThan(35);
    expect(attempts[2]! - attempts[1]!).toBeGreaterThan(150);
    expect((await world.stateOf(jobs)).error).toBe('engine');
  });

  test('does not use up its attempts while it gets on', async () => {
    const jobs = world.createJobs();
    let failures = 0;
    const handler = world.inSteps(5, async () => {
      if (failures++ % 2 === 0) throw new Error('now and then');
    });
    await jobs.start({ draft: handler });
    await world.enqueue(jobs, { total: 5 });
    await world.until(jobs, 'done');
    expect(failures).toBeGreaterThan(5);
    expect(await world.marks()).toHaveLength(5);
  });

  test('waits when trying again is no use, and goes on when the problem has gone', async () => {
    const jobs = world.createJobs();
    let isMissing = true;
    const tries: boolean[] = [];
    const handler = world.inSteps(3, async () => {
      tries.push(isMissing);
      if (isMissing) throw new Error('no model');
    });
    await jobs.start({ draft: handler }, { explain: () => ({ key: 'model-missing', pauses: true }) });
    await world.enqueue(jobs);
    await world.until(jobs, 'paused');
    await pause(100);
    expect(tries).toEqual([true]);
    expect((await world.stateOf(jobs)).error).toBe('model-missing');
    isMissing = false;
    await jobs.resumeHeldBack();
    await world.until(jobs, 'done');
    expect((await world.stateOf(jobs)).error).toBeNull();
  });
});

describe('steering', () => {
  test('pausing takes the job out of its handler’s hands at once; going on starts where it was', async () => {
    const jobs = world.createJobs();
    let late: unknown = 'nothing was written';
    const handler = world.inSteps(3, async (step, job, api) => {
      if (step !== 1 || job.fence !== 1) return;
      await jobs.setState(world.actor, job.id, 'paused');
      expect(api.signal.aborted).toBe(true);
      late = await api.writeResult(async () => 'written').catch((error: unknown) => error);
    });
    await jobs.start({ draft: handler });
    const { id } = await world.enqueue(jobs);
    await world.until(jobs, 'paused');
    await pause(60);
    expect(late).toBeInstanceOf(JobLostError);
    expect(await world.stateOf(jobs)).toMatchObject({ done: 1, error: null });
    expect((await jobs.setState(world.actor, id, 'queued')).state).toBe('queued');
    await world.until(jobs, 'done');
    expect(await world.marks()).toEqual(['fence 1', 'fence 2', 'fence 2']);
  });

  test('what a person paused stays paused when a problem goes away', async () => {
    const jobs = world.createJobs();
    const { id } = await world.enqueue(jobs);
    await jobs.setState(world.actor, id, 'paused');
    await jobs.resumeHeldBack();
    expect((await world.enqueue(jobs)).state).toBe('paused');
  });

  test('a cancelled job is over', async () => {
    const jobs = world.createJobs();
    const { id } = await world.enqueue(jobs);
    expect((await jobs.setState(world.actor, id, 'cancelled')).state).toBe('cancelled');
    await expect(jobs.setState(world.actor, id, 'queued')).rejects.toMatchObject({ code: 'conflict' });
    await jobs.start({ draft: world.inSteps(3) });
    await pause(60);
    expect(await world.marks()).toEqual([]);
  });

  test('strangers do not learn that a job exists', async () => {
    const jobs = world.createJobs();
    const { id } = await world.enqueue(jobs);
    const stranger = { personId: await addPerson(world.db, 'Stranger'), isAdmin: false };
    await expect(jobs.setState(stranger, id, 'paused')).rejects.toMatchObject({ code: 'not-found' });
    await expect(jobs.setState(world.actor, 'no such job', 'paused')).rejects.toMatchObject({ code: 'not-found' });
    expect((await world.stateOf(jobs)).state).toBe('queued');
  });
});

describe('sharing', () => {
  test('two documents are worked on at a time, a third waits; what somebody waits for overtakes', async () => {
    const jobs = world.createJobs();
    const order: string[] = [];
    const handler = world.inSteps(3, async (step, job) => {
      order.push(`${job.payload.name as string}${step}`);
      await pause(15);
    });
    await world.db.write(async (tx) => {
      const common = { kind: 'draft', projectId: world.projectId, personId: world.actor.personId, total: 3 };
      for (const [index, name] of ['a', 'b', 'c'].entries())
        await jobs.enqueue(tx, { ...common, dedupeKey: name, documentId: world.documents[index]!, priority: 0, payload: { name } });
    });
    await jobs.start({ draft: handler });
    await expect.poll(() => order.length, { interval: 5 }).toBeGreaterThan(2);
    const urgent = (await addDocument(world.db, world.projectId, ['urgent'])).documentId;
    await world.enqueue(jobs, { dedupeKey: 'urgent', documentId: urgent, priority: 10, payload: { name: 'u' } });
    for (const id of [...world.documents, urgent]) await world.until(jobs, 'done', id);
    expect(order.slice(0, 2).sort()).toEqual(['a0', 'b0']);
    expect(order.indexOf('u0')).toBeLessThan(order.indexOf('c0'));
    expect(order.indexOf('c0')).toBeGreaterThan(Math.min(order.indexOf('a2'), order.indexOf('b2')));
    expect(new Set(order).size).toBe(12);
  });
});
