/** What a rung of the ladder must be able to do: turn one piece of text that fits the model into tokens. Guards are put around it by translate.ts. */
import type { DecodeSettings } from './engine.ts';

export interface DecodeOptions extends DecodeSettings {
  /** Second try after a bad draft: no run of four tokens twice, no Arabic, not empty. */
  isStrict: boolean;
  /** Called before each step, so that others see that work goes on. */
  onStep: () => void;
}

export interface Decoded {
  text: string;
  /** Without start and end tokens. */
  tokens: number[];
  /** Log-probability of each token and of the end token. */
  scores: number[];
  sourceTokens: number;
  /** Whether the search was ended at the longest length and not by the model. */
  isCut: boolean;
}

export interface Decoder {
  /** How many tokens the model reads for this text, the end token included. */
  countTokens(text: string): number;
  /** The text must not be blank and not be longer than {@link longestSource} tokens. */
  decode(text: string, options: DecodeOptions): Promise<Decoded>;
  longestSource: number;
}
