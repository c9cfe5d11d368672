/** What the parent and the engine's process say to each other. */
import type { DecodeSettings, Translation } from './engine.ts';

/** Handed over once, as the process's only argument. */
export interface ChildSetup {
  modelDir: string;
  threads: number;
  /** How much it gives way to everything else on the machine: 0 not at all, 19 most. */
  niceness: number;
}

export type ToChild = { type: 'translate'; id: number; sentence: string; settings: DecodeSettings } | { type: 'stop' };

export type FromChild =
  | { type: 'ready'; rssBytes: number }
  | { type: 'unloadable'; reason: string }
  /** Work goes on. */
  | { type: 'beat' }
  | { type: 'translated'; id: number; translation: Translation; rssBytes: number }
  /** This sentence could not be translated; the process is well. */
  | { type: 'failed'; id: number; reason: string };
