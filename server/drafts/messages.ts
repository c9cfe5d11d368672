/** What the server, the engine's process and its threads say to each other. */
import type { DecodeSettings, Translation } from './engine.ts';
import type { Dtype, GraphFiles } from './model-files.ts';

/** The rungs of the ladder that compute, best first. */
export const RUNGS = ['own-loop', 'pipeline'] as const;
export type Rung = (typeof RUNGS)[number];

/** What each thread of the engine's process is to load. */
export interface ThreadSetup extends GraphFiles {
  modelDir: string;
  dtype: Dtype;
  /** Processor threads of its own. */
  threads: number;
  /** The rungs to try, in order. */
  rungs: readonly Rung[];
  /** Who is at work and says nothing for so long hangs. */
  silenceMs: number;
}

/** Handed over once, as the process's only argument; `threads` are those of all. */
export interface ChildSetup extends ThreadSetup {
  /** Size of the model's files. */
  bytes: number;
  /** How much it gives way to everything else on the machine: 0 not at all, 19 most. */
  niceness: number;
}

export interface Order {
  id: number;
  sentence: string;
  settings: DecodeSettings;
  isUrgent: boolean;
}

export interface ToChild {
  orders: Order[];
}

export type FromThread =
  /** `passedOver`: why better rungs cannot drive the model. */
  | { type: 'ready'; rung: Rung; passedOver: string[]; isBatchable: boolean }
  | { type: 'unloadable'; reason: string }
  /** Work goes on. */
  | { type: 'beat' }
  | { type: 'translated'; id: number; translation: Translation }
  /** This sentence could not be translated; the process is well. */
  | { type: 'failed'; id: number; reason: string };

/** What threads say is passed on, with the memory of the whole process. `threads`: how many have the model in memory. */
export type FromChild = (Exclude<FromThread, { type: 'ready' }> | (Extract<FromThread, { type: 'ready' }> & { threads: number })) & { rssBytes: number };
