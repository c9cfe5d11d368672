/** A source and its target as checks read them. What several checks need is worked out once, when the first of them asks. */
import type { InlineCode } from '../model.ts';
import { englishNumbers } from './numbers/english.ts';
import { arabicNumbers } from './numbers/arabic.ts';
import type { NumberReading } from './numbers/mention.ts';
import { ReadText } from './read-text.ts';

/** One source and its target. */
export interface Pair {
  source: string;
  target: string;
  /** The machine's draft of this source, if there is one: the checks of names, omissions and additions need it. */
  draft?: string;
  /** The code table of the block; may hold more codes than the texts. */
  codes?: readonly InlineCode[];
}

/** What the checks know beyond the pair. */
export interface CheckContext {
  /** How long targets of this project are; see {@link lengthNorm}. The general norm when absent. */
  lengths?: LengthNorm;
}

/** Mean and standard deviation of ln((target letters + 3) / (source letters + 3)), white space not counted. */
export interface LengthNorm {
  mean: number;
  deviation: number;
}

export class PairText {
  readonly source: ReadText;
  readonly target: ReadText;
  /** null without a draft, or with a blank one. */
  readonly draft: ReadText | null;
  readonly codes: readonly InlineCode[];
  readonly context: CheckContext;
  private numbersOfSource?: NumberReading;
  private numbersOfTarget?: NumberReading;

  constructor(pair: Pair, context: CheckContext) {
    this.codes = pair.codes ?? [];
    this.context = context;
    this.source = new ReadText(pair.source, this.codes);
    this.target = new ReadText(pair.target, this.codes);
    this.draft = pair.draft === undefined || pair.draft.trim() === '' ? null : new ReadText(pair.draft, this.codes);
  }

  get sourceNumbers(): NumberReading {
    return (this.numbersOfSource ??= arabicNumbers(this.source));
  }

  get targetNumbers(): NumberReading {
    return (this.numbersOfTarget ??= englishNumbers(this.target));
  }
}
