import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../server/db/connect.ts';
import { JobLostError } from '../../server/jobs/service.ts';
import { createJobWorld, FAST, forever, pause, type JobWorld } from '../support/job-world.ts';

let world: JobWorld;
beforeEach(async () => {
  world = await createJobWorld();
});
afterEach(() => world.remove());

describe('a lost worker', () => {
  test('another takes over after the lease, and each step is written once', async () => {
    const otherDb = await connect(world.file);
    const dead = world.createJobs({ heartbeatMs: 60_000, pollMs: 60_000 }, otherDb);
    const alive = world.createJobs();
    let wake = (): void => undefined;
    const asleep = new Promise<void>((resolve) => (wake = resolve));
    let zombie: unknown;
    await dead.start({
      draft: async (job, api) => {
        await world.inSteps(2)(job, api);
        await asleep;
        zombie = await api
          .writeResult((tx) =>
            tx
              .insertInto('setting')
              .values({ name: `${job.documentId} step 9`, value: 'zombie' })
              .execute(),
          )
          .catch((error: unknown) => error);
      },
    });
    await world.enqueue(dead, { total: 5 });
    await expect.poll(async () => (await world.marks()).length).toBe(2);
    const lostAt = performance.now();
    await alive.start({ draft: world.inSteps(5) }, { isOnlyProcess: false });
    await world.until(alive, 'done');
    expect(performance.now() - lostAt).toBeGreaterThan(FAST.leaseMs / 2);
    wake();
    await expect.poll(() => zombie).toBeInstanceOf(JobLostError);
    expect(await world.marks()).toEqual(['fence 1', 'fence 1', 'fence 2', 'fence 2', 'fence 2']);
    expect(await world.stateOf(alive)).toMatchObject({ state: 'done', done: 5, total: 5 });
    await dead.stop();
    await otherDb.close();
  });

  test('a heartbeat keeps the job of somebody who thinks for longer than the lease', async () => {
    const otherDb = await connect(world.file);
    const slow = world.createJobs({}, otherDb);
    const eager = world.createJobs();
    await slow.start({ draft: world.inSteps(2, () => pause(600)) });
    await eager.start({ draft: world.inSteps(2) }, { isOnlyProcess: false });
    await world.enqueue(slow, { total: 2 });
    await world.until(slow, 'done');
    expect(new Set(await world.marks())).toEqual(new Set(['fence 1']));
    await slow.stop();
    await otherDb.close();
  });

  test('a new start of the only process goes on at once', async () => {
    const first = world.createJobs({ leaseMs: 60_000, heartbeatMs: 60_000 });
    await first.start({ draft: world.inSteps(3, (step) => (step === 1 ? new Promise(() => undefined) : Promise.resolve())) });
    await world.enqueue(first);
    await expect.poll(async () => (await world.marks()).length).toBe(1);
    const second = world.createJobs({ leaseMs: 60_000 });
    await second.start({ draft: world.inSteps(3) });
    await world.until(second, 'done');
    expect(await world.marks()).toEqual(['fence 1', 'fence 2', 'fence 2']);
  });

  test('stopping interrupts the handler, ends within its time and puts the job back', async () => {
    const jobs = world.createJobs();
    let reason: unknown;
    await jobs.start({
      draft: (_job, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason as Error);
          });
        }),
    });
    await world.enqueue(jobs);
    await world.until(jobs, 'running');
    const started = performance.now();
    await jobs.stop();
    expect(performance.now() - started).toBeLessThan(FAST.stopMs);
    expect(reason).toBeInstanceOf(JobLostError);
    expect((await world.stateOf(jobs)).state).toBe('queued');
  });

  test('stopping does not wait for a handler that hears nothing', async () => {
    const jobs = world.createJobs({ stopMs: 100 });
    await jobs.start({ draft: forever });
    await world.enqueue(jobs);
    await world.until(jobs, 'running');
    const started = performance.now();
    await jobs.stop();
    expect(performance.now() - started).toBeLessThan(1000);
    expect((await world.stateOf(jobs)).state).toBe('queued');
  });

  test('a job that is lost three times without a result is given up', async () => {
    const jobs = world.createJobs();
    await world.enqueue(jobs);
    await world.db.write((tx) =>
      tx.updateTable('job').set({ state: 'running', owner: 'gone', fence: 3, attempts: 3, lease_until: '2000-01-01T00:00:00.000Z' }).execute(),
    );
    await jobs.start({ draft: world.inSteps(3) });
    await world.until(jobs, 'failed');
    expect(await world.marks()).toEqual([]);
    expect((await world.stateOf(jobs)).error).toBe('lost');
  });
});
