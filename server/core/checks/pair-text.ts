/** A source and its target as checks read them. What several checks need is worked out once, when the first of them asks. */
import { isCode } from '../inline/codes.ts';
import { FORMAT } from '../language/characters.ts';
import { fold, sourceSpan, type FoldedText } from '../language/fold.ts';
import { wordSpans } from '../language/words.ts';
import type { InlineCode, Span } from '../model.ts';
import { englishNumbers } from './numbers/english.ts';
import { arabicNumbers } from './numbers/arabic.ts';
import type { NumberReading } from './numbers/mention.ts';

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

const INVISIBLE = new RegExp(`[${FORMAT}]`);

/** A text without inline codes and format characters, and the way back. A code that alone parts two words becomes a space. */
export class ReadText {
  readonly raw: string;
  readonly text: string;
  private readonly offsets: Int32Array;
  private foldedText?: FoldedText;
  private foundWords?: Word[];

  constructor(raw: string, codes: readonly InlineCode[] = []) {
    this.raw = raw;
    const parting = new Set(codes.filter((code) => code.kind === 'standalone').map((code) => String.fromCharCode(0xe000 + code.number)));
    this.offsets = new Int32Array(raw.length + 1);
    let text = '';
    for (let at = 0; at < raw.length; at++) {
      const unit = raw[at]!;
      const shown = isCode(unit)
        ? parting.has(unit) && /\S$/.test(text.slice(-1)) && /\S/.test(raw[at + 1] ?? ' ')
          ? ' '
          : ''
        : INVISIBLE.test(unit)
          ? ''
          : unit;
      if (shown === '') continue;
      this.offsets[text.length] = at;
      text += shown;
    }
    this.offsets[text.length] = raw.length;
    this.text = text;
  }

  /** For matching: see core/language/fold.ts. */
  get folded(): FoldedText {
    return (this.foldedText ??= fold(this.text));
  }

  /** The words in order, folded, with their places in `text`. */
  get words(): readonly Word[] {
    return (this.foundWords ??= wordSpans(this.text).map((span) => ({ ...span, text: this.text.slice(span.start, span.end) })));
  }

  /** The place of a span of `folded.text` in `text`. */
  spanOfFolded(start: number, end: number): Span {
    return sourceSpan(this.folded, start, end);
  }

  /** The place of a span of `text` in `raw`. Codes at its edges stay outside. */
  toRaw({ start, end }: Span): Span {
    if (end <= start) return { start: this.offsets[start]!, end: this.offsets[start]! };
    return { start: this.offsets[start]!, end: this.offsets[end - 1]! + 1 };
  }
}

export interface Word extends Span {
  text: string;
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
