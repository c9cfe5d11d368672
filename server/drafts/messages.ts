/** What the parent and the engine's process say to each other. */
import type { DecodeSettings, Translation } from './engine.ts';
import type { Dtype, GraphFiles } from './model-files.ts';

/** The rungs of the ladder that compute, best first. */
export const RUNGS = ['own-loop', 'pipeline'] as const;
export type Rung = (typeof RUNGS)[number];

/** Handed over once, as the process's only argument. */
export interface ChildSetup extends GraphFiles {
  modelDir: string;
  dtype: Dtype;
  threads: number;
  /** How much it gives way to everything else on the machine: 0 not at all, 19 most. */
  niceness: number;
  /** The rungs to try, in order. */
  rungs: readonly Rung[];
}

export interface Order {
  id: number;
  sentence: string;
  settings: DecodeSettings;
  isUrgent: boolean;
}

export type ToChild = { type: 'translate'; orders: Order[] } | { type: 'stop' };

export type FromChild =
  | { type: 'ready'; rung: Rung; isBatchable: boolean; rssBytes: number }
  | { type: 'unloadable'; reason: string }
  /** Work goes on. */
  | { type: 'beat'; rssBytes: number }
  | { type: 'translated'; id: number; translation: Translation; rssBytes: number }
  /** This sentence could not be translated; the process is well. */
  | { type: 'failed'; id: number; reason: string };
