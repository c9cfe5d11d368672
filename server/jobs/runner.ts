/** Claims jobs, keeps their leases alive and runs their handlers, a few at a time. */
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Db, Tx } from '../db/connect.ts';
import type { Log } from '../http/log.ts';
import type { Board } from './board.ts';
import { JobLostError, type JobApi, type JobHandler, type JobProblem } from './job.ts';
import { clock, endAllLeases, findClaimable, HIGHEST, LOWEST, updateHeldJob, updateJob, type Hold, type JobRow, type Lane } from './store.ts';
import { jobOf } from './view.ts';

export const TIMES = {
  /** A job without a heartbeat for so long is anybody's. */
  leaseMs: 30_000,
  heartbeatMs: 10_000,
  /** How soon expired leases and retries that are due are noticed. */
  pollMs: 1_000,
  stopMs: 2_000,
  /** Before the second attempt; four times as long before each further one. */
  firstRetryMs: 1_000,
};

const MOST_ATTEMPTS = 3;

/** Whole documents share the machine two at a time; what somebody waits for has a place of its own. */
const LANES: readonly (Lane & { places: number })[] = [
  { from: 1, below: HIGHEST, places: 1 },
  { from: LOWEST, below: 1, places: 2 },
];

export interface StartOptions {
  /** What an error of a handler means; null for an error it does not know. */
  explain?: (error: unknown) => JobProblem | null;
  /** Whether no other process works on this database: then nothing that ran before can still be running. */
  isOnlyProcess?: boolean;
}

interface RunnerOptions {
  db: Db;
  log: Log;
  board: Board;
  times: typeof TIMES;
}

interface Running extends Hold {
  lane: Lane;
  controller: AbortController;
  finished: Promise<void>;
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #owner = `${process.pid}-${randomBytes(6).toString('hex')}`;
  readonly #running = new Set<Running>();
  #handlers: Readonly<Record<string, JobHandler>> = {};
  #explain: NonNullable<StartOptions['explain']> = () => null;
  #timers: NodeJS.Timeout[] = [];
  #isOn = false;
  #filling: Promise<void> | null = null;
  #isAskedAgain = false;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  async start(handlers: Readonly<Record<string, JobHandler>>, { explain, isOnlyProcess = true }: StartOptions = {}): Promise<void> {
    const { db, times } = this.#options;
    this.#handlers = handlers;
    this.#explain = explain ?? this.#explain;
    if (isOnlyProcess) await db.write(endAllLeases);
    this.#isOn = true;
    this.#timers = [setInterval(() => void this.#poll(), times.pollMs), setInterval(() => void this.#beat(), times.heartbeatMs)];
    for (const timer of this.#timers) timer.unref();
    this.wake();
  }

  /** Looks for work soon. */
  wake(): void {
    if (this.#isOn) setImmediate(() => this.#fill());
  }

  /** Takes a job out of its handler's hands. */
  abort(jobId: string): void {
    for (const { id, controller } of this.#running) if (id === jobId) controller.abort(new JobLostError('the job was paused or cancelled'));
  }

  /** Interrupts what runs and puts it back into the list; the next start goes on with it. */
  async stop(): Promise<void> {
    this.#isOn = false;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#filling;
    const running = [...this.#running];
    if (running.length === 0) return;
    for (const { controller } of running) controller.abort(new JobLostError('the program stops'));
    await Promise.race([
      Promise.all(running.map(({ finished }) => finished)),
      new Promise((resolve) => setTimeout(resolve, this.#options.times.stopMs).unref()),
    ]);
    await this.#options.db.write(async (tx) => {
      for (const hold of running) await updateHeldJob(tx, hold, { state: 'queued', owner: null, lease_until: null, attempts: 0 });
    });
  }

  /** Reads only: a claim takes its turn among the writes of people. */
  async #poll(): Promise<void> {
    const { db, log } = this.#options;
    try {
      const now = await clock(db.read);
      if (await findClaimable(db.read, { kinds: Object.keys(this.#handlers), now })) this.wake();
    } catch (error) {
      log.error({ error: String(error) }, 'looking for jobs failed');
    }
  }

  /** One round at a time; who asks during a round gets another one after it. */
  #fill(): void {
    this.#isAskedAgain = true;
    this.#filling ??= this.#fillLanes().finally(() => (this.#filling = null));
  }

  async #fillLanes(): Promise<void> {
    try {
      while (this.#isAskedAgain && this.#isOn) {
        this.#isAskedAgain = false;
        for (const lane of LANES) await this.#fillLane(lane);
      }
    } catch (error) {
      this.#options.log.error({ error: String(error) }, 'looking for jobs failed');
    }
  }

  async #fillLane(lane: (typeof LANES)[number]): Promise<void> {
    const { db } = this.#options;
    const kinds = Object.keys(this.#handlers);
    while (this.#isOn && [...this.#running].filter((other) => other.lane === lane).length < lane.places) {
      const row = await db.write((tx) => this.#claim(tx, kinds, lane));
      if (!row) return;
      const running: Running = { id: row.id, owner: this.#owner, fence: row.fence, lane, controller: newController(), finished: Promise.resolve() };
      this.#running.add(running);
      running.finished = this.#run(row, running);
    }
  }

  async #claim(tx: Tx, kinds: readonly string[], lane: Lane): Promise<JobRow | null> {
    const { board, log, times } = this.#options;
    for (;;) {
      const row = await findClaimable(tx, { kinds, lane, now: await clock(tx) });
      if (!row) return null;
      if (row.attempts < MOST_ATTEMPTS) {
        board.begin(row.id, row.fence + 1);
        const change = {
          state: 'running',
          owner: this.#owner,
          fence: row.fence + 1,
          lease_until: await clock(tx, times.leaseMs),
          attempts: row.attempts + 1,
          error: null,
        } as const;
        const claimed = await updateJob(tx, row.id, change);
        await board.tell(tx, claimed);
        return claimed;
      }
      log.error({ job: row.id }, 'a job was lost too often');
      await board.tell(tx, await updateJob(tx, row.id, { state: 'failed', owner: null, lease_until: null, error: 'lost' }));
    }
  }

  async #run(row: JobRow, running: Running): Promise<void> {
    const { board, db, log } = this.#options;
    const { signal } = running.controller;
    try {
      await this.#handlers[row.kind]!(jobOf(row), this.#apiOf(running));
      if (!signal.aborted) await db.write((tx) => this.#complete(tx, running));
    } catch (error) {
      if (!signal.aborted && !(error instanceof JobLostError))
        await this.#fail(running, error).catch((reason: unknown) => log.error({ error: String(reason) }, 'a failed job could not be put back'));
    } finally {
      this.#running.delete(running);
      board.end(row.id, running.fence);
      this.wake();
    }
  }

  #apiOf(running: Running): JobApi {
    const { board, db, times } = this.#options;
    return {
      signal: running.controller.signal,
      writeResult: (work) =>
        db.write(async (tx) => {
          const row = await updateHeldJob(tx, running, { attempts: 0, lease_until: await clock(tx, times.leaseMs) });
          if (!row) throw this.#lose(running);
          const result = await work(tx);
          board.step(row.id);
          await board.tell(tx, await updateJob(tx, row.id, { done: row.done + 1, total: Math.max(row.total, row.done + 1) }));
          return result;
        }),
    };
  }

  async #complete(tx: Tx, running: Running): Promise<void> {
    const row = await updateHeldJob(tx, running, { state: 'done', owner: null, lease_until: null, error: null });
    if (row) await this.#options.board.tell(tx, await updateJob(tx, row.id, { done: row.total }));
  }

  async #fail(running: Running, error: unknown): Promise<void> {
    const { board, db, log, times } = this.#options;
    const { key, pauses } = this.#explain(error) ?? { key: 'failed', pauses: false };
    log.error({ job: running.id, problem: key, error: String(error) }, 'a job met a problem');
    await db.write(async (tx) => {
      const row = await updateHeldJob(tx, running, { owner: null, lease_until: null });
      if (!row) return;
      const attempts = Math.max(1, row.attempts);
      const retryAt = await clock(tx, times.firstRetryMs * 4 ** (attempts - 1));
      const again = { state: 'queued', attempts, run_after: retryAt } as const;
      const over = { state: pauses ? 'paused' : 'failed', attempts: 0, error: key } as const;
      await board.tell(tx, await updateJob(tx, row.id, pauses || attempts >= MOST_ATTEMPTS ? over : again));
    });
  }

  #lose({ controller }: Running): JobLostError {
    const error = new JobLostError('the job is no longer held');
    controller.abort(error);
    return error;
  }

  async #beat(): Promise<void> {
    const { db, log, times } = this.#options;
    if (this.#running.size === 0) return;
    await db
      .write(async (tx) => {
        for (const running of this.#running) if (!(await updateHeldJob(tx, running, { lease_until: await clock(tx, times.leaseMs) }))) this.#lose(running);
      })
      .catch((error: unknown) => log.error({ error: String(error) }, 'a heartbeat failed'));
  }
}

/** Every sentence under way listens whether its job goes on; Node would take more than ten of them for a leak. */
function newController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
