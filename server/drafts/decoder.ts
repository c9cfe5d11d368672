/** What a rung of the ladder must be able to do: turn one piece of text that fits the model into tokens. Guards are put around it by translate.ts. */
import type { WordLink } from '../core/inline/word-map.ts';
import type { DecodeSettings } from './engine.ts';

export interface DecodeOptions extends DecodeSettings {
  /** Second try after a bad draft: no run of four tokens twice, no Arabic, not empty. */
  isStrict: boolean;
  /** Somebody waits for it: it goes before what nobody waits for. */
  isUrgent: boolean;
  /** Called before each step, so that others see that work goes on. */
  onStep: () => void;
}

export interface Decoded {
  text: string;
  /** Without start and end tokens. */
  tokens: number[];
  /** Log-probability of each token and of the end token; empty where a rung does not know them. */
  scores: number[];
  /** Words of the draft and the source words they come from; empty where a rung does not know them. */
  links: WordLink[];
  sourceTokens: number;
  /** Whether the search was ended at the longest length and not by the model. */
  isCut: boolean;
}

export interface Decoder {
  /** How many tokens the model reads for this text, the end token included. */
  countTokens(text: string): number;
  /** The text must not be blank and not be longer than {@link longestSource} tokens. May be asked for many texts at once. */
  decode(text: string, options: DecodeOptions): Promise<Decoded>;
  longestSource: number;
  /** Whether many texts at once are decoded faster than one after the other. */
  isBatchable: boolean;
}
