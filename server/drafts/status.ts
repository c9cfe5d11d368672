import type { Rung } from './messages.ts';

export interface EngineStatus {
  /** idle: nothing is wrong, and nothing in memory. */
  state: 'idle' | 'loading' | 'ready' | 'missing' | 'damaged' | 'unloadable';
  /** Name of the model. */
  model: string;
  /** What is missing or damaged; null while nothing is. */
  file: string | null;
  /** Memory held by the engine's process; 0 without one. */
  rssBytes: number;
  /** Which rung of the ladder drives the model; null while it is not in memory. */
  rung: Rung | null;
}

/** Nothing is drafted until somebody puts the model right. */
export function isUnusable({ state }: EngineStatus): boolean {
  return state === 'missing' || state === 'damaged' || state === 'unloadable';
}

export type StatusListener = (status: EngineStatus) => void;

/** How the engine is doing, for whoever wants to know when it changes. */
export class Status {
  #now: EngineStatus;
  readonly #listeners = new Set<StatusListener>();

  constructor(model: string) {
    this.#now = { state: 'idle', model, file: null, rssBytes: 0, rung: null };
  }

  get now(): EngineStatus {
    return this.#now;
  }

  /** Listeners hear of new states, not of every byte. */
  set(change: Partial<EngineStatus>): void {
    const before = this.#now;
    this.#now = { ...before, ...change };
    if (before.state === this.#now.state && before.file === this.#now.file) return;
    for (const listener of this.#listeners) listener(this.#now);
  }

  /** Returns what ends the listening. */
  listen(listener: StatusListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
