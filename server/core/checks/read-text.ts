/** One text as checks read it: without what a reader does not see, with the way back. */
import { isCode } from '../inline/codes.ts';
import { FORMAT } from '../language/characters.ts';
import { fold, sourceSpan, type FoldedText } from '../language/fold.ts';
import { wordSpans } from '../language/words.ts';
import type { InlineCode, Span } from '../model.ts';
import { withoutVerbatim } from './verbatim.ts';

const INVISIBLE = new RegExp(`[${FORMAT}]`);

/** A text without inline codes and format characters, and the way back. A code that alone parts two words becomes a space. */
export class ReadText {
  readonly raw: string;
  readonly text: string;
  private readonly offsets: Int32Array;
  private proseText?: string;
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

  /** As long as `text`, with spaces where addresses, tags and placeholders stand. */
  get prose(): string {
    return (this.proseText ??= withoutVerbatim(this.text));
  }

  /** `prose` for matching: see core/language/fold.ts. */
  get folded(): FoldedText {
    return (this.foldedText ??= fold(this.prose));
  }

  /** The words in order, folded, with their places in `text`. */
  get words(): readonly Word[] {
    return (this.foundWords ??= wordSpans(this.text).map((span) => ({ ...span, text: this.text.slice(span.start, span.end) })));
  }

  /** The place of a span of `folded.text` in `text`. */
  spanOfFolded(start: number, end: number): Span {
    return sourceSpan(this.folded, start, end);
  }

  /** What stands in a span of `text`, as it is written there. */
  wordsAt({ start, end }: Span): string {
    return this.text.slice(start, end);
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
