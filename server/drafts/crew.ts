/**
 * The threads of the engine's process. Two threads with a model each draft more than one computation spread over two threads, which wait for each other at
 * every operation; only a model too large to be in memory more than once is computed by several threads together.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ChildSetup, FromThread, Order, ThreadSetup } from './messages.ts';
import { Timer } from './timer.ts';

/** Files of so many bytes, together, are loaded more than once. */
const COPIED_BYTES = 256 * 1024 * 1024;

type Ready = Extract<FromThread, { type: 'ready' }>;
export type Answer = Exclude<FromThread, Ready | { type: 'unloadable' }>;

export interface CrewListeners {
  onAnswer(answer: Answer): void;
  /** A thread is lost, or hangs: what it had in hand will never come. */
  onLoss(reason: string): void;
}

/** How many times a model of so many bytes is loaded, and how many processor threads each of them has. */
export function planFor({ bytes, threads }: Pick<ChildSetup, 'bytes' | 'threads'>): { copies: number; threads: number } {
  const copies = Math.max(1, Math.min(threads, Math.floor(COPIED_BYTES / bytes)));
  return { copies, threads: Math.floor(threads / copies) };
}

export class Crew {
  readonly threads: readonly Thread[];

  private constructor(threads: readonly Thread[]) {
    this.threads = threads;
  }

  /** Loads the model into each thread. @throws the reason why it cannot be loaded. */
  static async start(setup: ChildSetup, listeners: CrewListeners, start = startWorker): Promise<{ crew: Crew; ready: Ready }> {
    const crew = Crew.#gather(setup, listeners, start);
    const [ready] = await Promise.all(crew.threads.map((thread) => thread.ready));
    return { crew, ready: ready! };
  }

  static #gather(setup: ChildSetup, listeners: CrewListeners, start: typeof startWorker): Crew {
    const { copies, threads } = planFor(setup);
    try {
      return new Crew(Array.from({ length: copies }, () => new Thread(start({ ...setup, threads }), { ...listeners, silenceMs: setup.silenceMs })));
    } catch (error) {
      // The system gives no thread: that says nothing of the model.
      listeners.onLoss(String(error));
      throw error;
    }
  }

  /** To the thread that has least in hand. */
  translate(order: Order): void {
    this.threads.reduce((least, thread) => (thread.load < least.load ? thread : least)).translate(order);
  }
}

type ThreadOptions = CrewListeners & Pick<ThreadSetup, 'silenceMs'>;

class Thread {
  /** Resolves when the model is loaded. */
  readonly ready: Promise<Ready>;
  readonly #worker: Worker;
  /** Length of each sentence in hand, by its order. */
  readonly #inHand = new Map<number, number>();
  readonly #watch = new Timer();
  readonly #options: ThreadOptions;

  constructor(worker: Worker, options: ThreadOptions) {
    this.#worker = worker;
    this.#options = options;
    worker.on('error', (error) => options.onLoss(String(error)));
    worker.on('exit', (code) => options.onLoss(`a thread ended with ${code}`));
    this.ready = new Promise((resolve, reject) => {
      worker.on('message', (message: FromThread) => {
        if (message.type === 'ready') resolve(message);
        else if (message.type === 'unloadable') reject(new Error(message.reason));
        else this.#hear(message);
      });
    });
  }

  /** Characters in hand. */
  get load(): number {
    return [...this.#inHand.values()].reduce((sum, length) => sum + length, 0);
  }

  translate(order: Order): void {
    if (this.#inHand.size === 0) this.#watch.set(this.#options.silenceMs, () => this.#options.onLoss('a thread hangs'));
    this.#inHand.set(order.id, order.sentence.length);
    this.#worker.postMessage(order);
  }

  #hear(answer: Answer): void {
    this.#watch.again();
    if (answer.type !== 'beat') this.#inHand.delete(answer.id);
    if (this.#inHand.size === 0) this.#watch.clear();
    this.#options.onAnswer(answer);
  }
}

/** In dist/ the thread's program lies beside this one. Sources are run through tsx, which a thread has to start for itself. */
function startWorker(workerData: ThreadSetup): Worker {
  const built = new URL('./thread.js', import.meta.url);
  if (existsSync(built)) return new Worker(built, { workerData });
  const source = JSON.stringify(new URL('./thread.ts', import.meta.url).href);
  return new Worker(`import('tsx/esm/api').then(({ register }) => (register(), import(${source})))`, { workerData, eval: true });
}
