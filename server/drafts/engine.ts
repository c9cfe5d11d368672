/**
 * The contract of every machine translation engine. One suite (tests/engines/contract.ts) holds for all of them.
 *
 * An engine translates sentences, not paragraphs, and never truncates silently: what it could not do it says in `flags`.
 * The same sentence with the same settings always gets the same draft, whatever else is being translated.
 */
import type { DraftFlag } from '../core/api.ts';
import type { WordLink } from '../core/inline/word-map.ts';

/** How to search. Each setting is part of a draft's key. */
export interface DecodeSettings {
  /** 1 is greedy and fast, 2 to 6 search wider. A rung that knows no beams searches greedily; `ModelFacts.engine` tells which rung it was. */
  beams: number;
}

export const MOST_BEAMS = 6;

export interface Translation {
  /** '' for blank input. */
  text: string;
  /** Target token ids without start and end tokens. */
  tokens: number[];
  /** Log-probability of each token and of the end token: `tokens.length + 1` numbers, each 0 or below; empty for text passed through, and from a rung that has none. */
  scores: number[];
  /** Which source words the words of the draft come from; empty where the model does not say. */
  links: WordLink[];
  flags: DraftFlag[];
}

/** What a draft came from; kept with each draft. */
export interface ModelFacts {
  /** Folder name, shown to people. */
  name: string;
  /** SHA-256 over the model's files, in hex. */
  hash: string;
  /** Which rung of the ladder computes: `own-loop`, or `pipeline` for models that our loop cannot drive. Before the model was loaded, the first of them. */
  engine: string;
}

export interface TranslateOptions {
  settings: DecodeSettings;
  /** `interactive` overtakes `background` at the next step of the computation. */
  urgency: 'interactive' | 'background';
  /** Requests of one caller take its turns together: whoever asks for much at once is served no more often than others. By default each request is a caller. */
  caller?: string;
  /** Aborting rejects with the signal's reason; work already under way may finish unseen. */
  signal?: AbortSignal;
}

export interface Engine {
  /** Loads on first use. @throws {ModelError} when the model is missing or damaged. */
  facts(): Promise<ModelFacts>;
  /**
   * One translation per sentence, in order.
   * @throws {ModelError} model missing or damaged. @throws {EngineLostError} the process died of it, also when tried again; asking again is fine.
   * @throws {RangeError} a setting that no engine has.
   */
  translate(sentences: readonly string[], options: TranslateOptions): Promise<Translation[]>;
  /** Finishes the step under way and gives everything back. Idempotent. */
  close(): Promise<void>;
}

/** The model cannot be used. `reason` is a key below `model.problem.` in translations/. */
export class ModelError extends Error {
  readonly reason: 'missing' | 'damaged' | 'unloadable';
  readonly file: string;
  constructor(reason: 'missing' | 'damaged' | 'unloadable', file: string, cause?: unknown) {
    super(`model ${reason}: ${file}`, { cause });
    this.reason = reason;
    this.file = file;
  }
}

/** The engine's process went away while it had work. */
export class EngineLostError extends Error {}
