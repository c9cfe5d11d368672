/**
 * The engine as the server sees it: a forked process that is started when there is work, watched, started again after a loss,
 * and given back when nobody needs it.
 */
import path from 'node:path';
import type { Log } from '../http/log.ts';
import { startChild, type ChildExit, type EngineProcess, type Program } from './child-process.ts';
import { EngineLostError, ModelError, MOST_BEAMS, type Engine, type ModelFacts, type TranslateOptions, type Translation } from './engine.ts';
import { RUNGS, type FromChild, type Rung } from './messages.ts';
import type { Dtype } from './model-files.ts';
import { verifyModel, type VerifiedModel } from './models.ts';
import { RequestQueue, type Task } from './queue.ts';
import { isUnusable, Status, type EngineStatus, type StatusListener } from './status.ts';
import { Timer } from './timer.ts';

/** People's requests go first. */
const NICENESS = 10;

/** Sentences in the hands of each thread: enough that those of like length can be decoded together. */
const MOST_UNDER_WAY = 128;
/** Where they are decoded one after the other: enough that it never waits for the next, and nobody waits long for his turn. */
const FEW_UNDER_WAY = 4;

const TIMES = {
  /** A process at work that says nothing for so long hangs. */
  silenceMs: 30_000,
  loadMs: 45_000,
  /** Memory is given back after so long without work. */
  idleMs: 10 * 60_000,
  /** Before the first new start after a loss; twice as long after each further one. */
  firstPauseMs: 200,
  longestPauseMs: 30_000,
  /** How often a bad model is looked at again. */
  recheckMs: 30_000,
};

export interface PoolOptions {
  modelDir: string;
  /** Which of its files; the first kind there is when absent. */
  dtype?: Dtype | null;
  threads: number;
  log: Log;
  niceness?: number;
  /** The rungs of the ladder to try, in order; all of them by default. */
  rungs?: readonly Rung[];
  times?: Partial<typeof TIMES>;
  /** Run as the process instead of the one that lies beside this program. */
  program?: Program;
}

type VerifiedFacts = VerifiedModel & ModelFacts;

/** What is known of the process that runs now. Whatever one that was lost or given up still says is not heard. */
interface Running {
  process: EngineProcess;
  facts: ModelFacts;
  isLoaded: boolean;
  /** Sentences it is given at most at a time. */
  room: number;
  tasks: Map<number, Task>;
}

export class Pool implements Engine {
  readonly #options: PoolOptions;
  readonly #times: typeof TIMES;
  readonly #queue = new RequestQueue();
  readonly #status: Status;
  readonly #watch = new Timer();
  readonly #rest = new Timer();
  readonly #recheck = new Timer();
  /** Somebody waits for it. */
  readonly #restart = new Timer({ keepsAlive: true });
  #running: Running | null = null;
  #isStarting = false;
  #isClosed = false;
  #losses = 0;
  #startsAt = 0;
  /** The rung that could drive the model with this hash. */
  #reached: { hash: string; rung: Rung } | null = null;
  /** The hash of the model that no rung could load. */
  #refused: string | null = null;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#times = { ...TIMES, ...options.times };
    this.#status = new Status(path.basename(options.modelDir));
  }

  get status(): EngineStatus {
    return this.#status.now;
  }

  /** The engine's process; null while there is none. */
  get pid(): number | null {
    return this.#running?.process.pid ?? null;
  }

  onStatus(listener: StatusListener): () => void {
    return this.#status.listen(listener);
  }

  async facts(): Promise<ModelFacts> {
    if (this.#running) return this.#running.facts;
    const { engine, hash, name } = await this.#verify();
    return { name, hash, engine };
  }

  /** Looks at the model's files without loading them; what is found is in `status`. */
  async check(): Promise<void> {
    await this.#verify().catch(() => undefined);
  }

  async translate(sentences: readonly string[], options: TranslateOptions): Promise<Translation[]> {
    if (this.#isClosed) throw closedError();
    const { beams } = options.settings;
    if (!Number.isInteger(beams) || beams < 1 || beams > MOST_BEAMS) throw new RangeError(`beams must be a whole number from 1 to ${MOST_BEAMS}, not ${beams}`);
    const answer = this.#queue.add(sentences, options);
    this.#advance();
    return answer;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of [this.#rest, this.#recheck, this.#restart]) timer.clear();
    this.#queue.failAll(closedError());
    await this.#giveBack();
  }

  #advance(): void {
    if (this.#isClosed) return;
    if (this.#queue.isEmpty) {
      if (this.#running?.tasks.size === 0) this.#rest.set(this.#times.idleMs, () => void this.#giveBack());
      return;
    }
    this.#rest.clear();
    if (!this.#running) this.#restart.set(Math.max(0, this.#startsAt - Date.now()), () => void this.#start());
    else if (this.#running.isLoaded) this.#handOut(this.#running);
  }

  #handOut(running: Running): void {
    const underWay = [...running.tasks.values()];
    const tasks = this.#queue.take(underWay, running.room - underWay.length);
    if (tasks.length === 0) return;
    if (underWay.length === 0) this.#watch.set(this.#times.silenceMs, () => this.#endHanging(running));
    for (const task of tasks) running.tasks.set(task.id, task);
    const orders = tasks.map(({ id, request: { options }, sentence }) => {
      return { id, sentence, settings: options.settings, isUrgent: options.urgency === 'interactive' };
    });
    running.process.send({ orders });
  }

  async #start(): Promise<void> {
    if (this.#isStarting || this.#running) return;
    this.#isStarting = true;
    try {
      const model = await this.#verify();
      if (!this.#isClosed) this.#fork(model);
    } catch (error) {
      this.#queue.failAll(error);
    } finally {
      this.#isStarting = false;
    }
  }

  #fork({ bytes, decoderFile, dtype, encoderFile, ...facts }: VerifiedFacts): void {
    const { modelDir, program, threads, niceness = NICENESS, rungs = RUNGS } = this.#options;
    const ifCurrent = (act: () => void) => this.#running === running && act();
    const process = startChild(
      { modelDir, threads, niceness, rungs, encoderFile, decoderFile, dtype, bytes, silenceMs: this.#times.silenceMs },
      { onMessage: (message) => ifCurrent(() => this.#hear(running, message)), onExit: (exit) => ifCurrent(() => this.#lose(running, exit)) },
      program,
    );
    const running: Running = { process, facts, isLoaded: false, room: 0, tasks: new Map() };
    this.#running = running;
    this.#status.set({ state: 'loading', file: null });
    this.#watch.set(this.#times.loadMs, () => this.#endHanging(running));
  }

  #hear(running: Running, message: FromChild): void {
    switch (message.type) {
      case 'ready':
        return this.#beReady(running, message);
      case 'unloadable':
        return this.#giveUp(running, message.reason);
      case 'beat':
        this.#status.set({ rssBytes: message.rssBytes });
        return this.#watch.again();
      case 'translated':
        this.#losses = 0;
        this.#status.set({ rssBytes: message.rssBytes });
        return this.#settle(running, message.id, (task) => this.#queue.finish(task, message.translation));
      case 'failed':
        return this.#settle(running, message.id, (task) => this.#queue.fail(task, new Error(message.reason)));
    }
  }

  #beReady(running: Running, { isBatchable, passedOver, rssBytes, rung, threads }: Extract<FromChild, { type: 'ready' }>): void {
    running.isLoaded = true;
    running.room = threads * (isBatchable ? MOST_UNDER_WAY : FEW_UNDER_WAY);
    running.facts = { ...running.facts, engine: rung };
    this.#reached = { hash: running.facts.hash, rung };
    this.#watch.clear();
    if (passedOver.length > 0) this.#options.log.warn({ model: this.#options.modelDir, rung, reasons: passedOver }, 'the model is driven by a lower rung');
    this.#status.set({ state: 'ready', rung, rssBytes });
    this.#advance();
  }

  #settle(running: Running, id: number, tell: (task: Task) => void): void {
    const task = running.tasks.get(id);
    running.tasks.delete(id);
    if (running.tasks.size === 0) this.#watch.clear();
    else this.#watch.again();
    if (task) tell(task);
    this.#advance();
  }

  /** The files are as they should be, and still they cannot be loaded. */
  #giveUp({ facts }: Running, reason: string): void {
    const { modelDir, log } = this.#options;
    log.error({ model: modelDir, reason }, 'the model cannot be loaded');
    this.#refused = facts.hash;
    this.#status.set({ state: 'unloadable', file: modelDir });
    this.#lookAgain();
    this.#queue.failAll(new ModelError('unloadable', modelDir, reason));
    void this.#giveBack();
  }

  #endHanging(running: Running): void {
    this.#options.log.error({ pid: running.process.pid }, 'the engine hangs and is ended');
    void running.process.kill();
  }

  #lose({ isLoaded, tasks }: Running, exit: ChildExit): void {
    this.#options.log.error({ ...exit }, 'the engine was lost');
    this.#forget();
    this.#startsAt = Date.now() + Math.min(this.#times.firstPauseMs * 2 ** this.#losses, this.#times.longestPauseMs);
    this.#losses += 1;
    const error = new EngineLostError(`the engine was lost: ${exit.signal ?? `exit ${exit.code}`}`);
    this.#queue.takeBack([...tasks.values()], error);
    // A process that dies while it loads will hardly do better for those who wait.
    if (!isLoaded) this.#queue.failAll(error);
    this.#advance();
  }

  async #giveBack(): Promise<void> {
    const running = this.#running;
    this.#forget();
    await running?.process.kill();
  }

  #forget(): void {
    this.#running = null;
    this.#watch.clear();
    this.#rest.clear();
    const { state } = this.status;
    this.#status.set({ state: state === 'ready' || state === 'loading' ? 'idle' : state, rung: null, rssBytes: 0 });
  }

  async #verify(): Promise<VerifiedFacts> {
    this.#recheck.clear();
    try {
      const model = await verifyModel(this.#options.modelDir, this.#options.dtype ?? null);
      if (isUnusable(this.status)) {
        if (model.hash === this.#refused) this.#lookAgain();
        else this.#status.set({ state: 'idle', file: null });
      }
      const rung = this.#reached?.hash === model.hash ? this.#reached.rung : (this.#options.rungs ?? RUNGS)[0]!;
      return { ...model, engine: rung };
    } catch (error) {
      if (error instanceof ModelError) this.#sayBad(error);
      this.#lookAgain();
      throw error;
    }
  }

  #sayBad({ reason, file }: ModelError): void {
    if (this.status.state !== reason) this.#options.log.error({ file, reason }, 'the model cannot be used');
    this.#status.set({ state: reason, file });
  }

  /** Somebody may have put the model right. */
  #lookAgain(): void {
    if (!this.#isClosed) this.#recheck.set(this.#times.recheckMs, () => void this.check());
  }
}

function closedError(): EngineLostError {
  return new EngineLostError('the engine was closed');
}
