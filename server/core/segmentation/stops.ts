/** Places in a line where a sentence may end, with everything the rules ask about them. */
import { CODE, FORMAT, isTransparent, withoutTransparent } from '../language/characters.ts';
import { withoutArabicMarks } from '../language/arabic.ts';
import { DIGIT, toAsciiDigits } from '../language/digits.ts';
import type { Nesting } from './nesting.ts';

/** Words are only looked at this far: longer ones are no abbreviations, and reading stays linear. */
const LONGEST_WORD = 40;

/** Characters that may end a sentence, to stand inside the brackets of a regular expression. */
export const MARKS = '.!?؟۔！？。｡．‼⁇⁈⁉…؞⸮';
/** Those that take up a full square, white space included. */
const FULL_WIDTH = /[！？。．]/u;
const SUPERSCRIPTS = '\\u00b9\\u00b2\\u00b3\\u2070-\\u2079';
const EMOJI = '\\s*(?:\\p{Extended_Pictographic}|\\p{Regional_Indicator})[\\ufe0f\\u200d\\u{1f3fb}-\\u{1f3ff}]*';
const CLINGING = [
  `[”"»’›')\\]}﴾*_†‡${SUPERSCRIPTS}${FORMAT}${CODE}]`,
  '[“«‹‘﴿](?=\\s|$)', // quotes set the other way round
  `[ \\u00a0]?\\[[${DIGIT}]{1,3}(?:[,،–-] ?[${DIGIT}]{1,3}){0,8}\\]`,
  '[ \\u00a0]?\\[(?:…|\\.{3}|\\. \\. \\.)\\]', // something left out
  `(?<=(?:\\p{Ll}{2}|\\p{Lo}{2})[.؟?!])[${DIGIT}]{1,2}(?=\\s+[\\p{Lu}\\p{Lo}«“"])`, // a footnote number that lost its small size
  '\\[\\p{L}\\]',
  `\\([${DIGIT}]{1,3}\\)`,
  '</[a-zA-Z][^<>]{0,40}>',
  EMOJI,
];
/** More marks may follow with a space between: `. . .`, `? !`. */
const NEXT_MARKS = `(?:[${FORMAT}${CODE}]*|[ \\u00a0](?=[${MARKS}]+(?:[\\s”"»’)\\]]|$)))[${MARKS}]+`;
const STOP = new RegExp(`[${MARKS}]+(?:${NEXT_MARKS})*((?:${CLINGING.join('|')})*)`, 'gu');
const EMOJI_AND_SPACE = new RegExp(EMOJI, 'gu');

/** Words that introduce a speech: قال، قال الوزير، رد عليه أخوه. */
const MOST_BEFORE_COLON = 3;
/** Ends what stands before a colon. */
const BREAK = new RegExp(`[${MARKS}،؛,;«»“”"]`, 'u');

/** Quotes and brackets that open before a word. */
export const WORD_OPENERS = /^[«“"'‘([{<>]+/u;

/** A stop as its characters tell. */
export interface StopShape {
  /** Offset in the line of the first mark. */
  start: number;
  /** Offset in the line after the marks and what clings to them: closing quotes and brackets, footnote numbers, emoji, closing codes. */
  end: number;
  /** `.`, `؟!`, `…`, without anything between. */
  marks: string;
  /** Closing quotes, brackets and footnote numbers after the marks. */
  closers: string;
}

/** Every stop of a line by its shape, in order. */
export function* stopsIn(line: string): Generator<StopShape> {
  for (const match of line.matchAll(STOP)) {
    const clinging = match[1] ?? '';
    yield {
      start: match.index,
      end: match.index + match[0].length,
      marks: withoutTransparent(match[0].slice(0, match[0].length - clinging.length))
        .replace(/\s/g, '')
        .replaceAll('．', '.'),
      closers: withoutTransparent(clinging.replace(EMOJI_AND_SPACE, '')),
    };
  }
}

/**
 * A stop with its surroundings, read when a rule asks for them. Words are folded for comparison: no vowels, no format characters, digits 0–9.
 * `following` is where the next visible character stands, `sentenceStart` where the sentence that may end here begins.
 */
export class Stop {
  readonly marks: string;
  readonly closers: string;
  /** How many brackets and quotes are still open after it. */
  readonly open: { brackets: number; quotes: number };
  /** The character after. */
  readonly nextCharacter: string;
  private readonly line: string;
  private readonly shape: StopShape;
  private readonly sentenceStart: number;
  private readonly following: number;
  private readonly nesting: Nesting;

  constructor(line: string, shape: StopShape, place: { sentenceStart: number; following: number; nesting: Nesting }) {
    this.line = line;
    this.shape = shape;
    this.marks = shape.marks;
    this.closers = shape.closers;
    this.sentenceStart = place.sentenceStart;
    this.following = place.following;
    this.nesting = place.nesting;
    this.open = place.nesting.depthAt(shape.end);
    this.nextCharacter = String.fromCodePoint(line.codePointAt(place.following)!);
  }

  /** The word before, without opening quotes and brackets; '' where the sentence has none. */
  get previous(): string {
    return (this.foundPrevious ??= foldWord(this.wordBefore.text).replace(/^[«“"'‘([{<>]+|>+$/gu, ''));
  }

  /** The word before {@link previous}. */
  get beforePrevious(): string {
    return foldWord(wordBefore(this.line, this.wordBefore.start, this.sentenceStart).text);
  }

  /** The last `count` words before, the nearest first, as they stand but folded; fewer where the sentence has fewer. */
  wordsBefore(count: number): string[] {
    const words: string[] = [];
    let word = this.wordBefore;
    for (; words.length < count && word.text !== ''; word = wordBefore(this.line, word.start, this.sentenceStart)) words.push(foldWord(word.text));
    return words;
  }

  /** Whether the sentence begins with {@link previous}. */
  get isFirstWord(): boolean {
    return this.wordBefore.start === this.sentenceStart;
  }

  /** The letter, digit or sign the marks follow. */
  get lastCharacter(): string {
    return foldWord(this.wordBefore.text).slice(-1);
  }

  /** The word after, without punctuation around it. */
  get next(): string {
    return (this.foundNext ??= trimPunctuation(this.wordAfter.text));
  }

  /** The word after as it stands, with all its punctuation. */
  get nextWritten(): string {
    return this.wordAfter.text;
  }

  /** Whether the sentence begins with a small letter. */
  get beginsSmall(): boolean {
    return /^\p{Ll}(?!\p{Lu})/u.test(this.line.slice(this.sentenceStart, this.sentenceStart + 2));
  }

  /** The word after {@link next}. */
  get afterNext(): string {
    return trimPunctuation(this.secondWord.text);
  }

  /** The visible character after {@link nextCharacter}. */
  get secondCharacter(): string {
    return this.line[skipInvisible(this.line, this.following + this.nextCharacter.length)] ?? '';
  }

  /** Whether {@link next}, alone or with up to two words more, introduces something with a colon. */
  get isColonAhead(): boolean {
    let word = this.wordAfter;
    for (let count = 1; count <= MOST_BEFORE_COLON && word.text !== '' && !BREAK.test(word.text); count++) {
      if (word.text.endsWith(':') || word.text.startsWith(':')) return true;
      word = wordAfter(this.line, skipInvisible(this.line, word.end));
    }
    return word.text.startsWith(':');
  }

  /** Whether a single letter with a stop or bracket comes next, as marks of lists have it. */
  get isMarkerAhead(): boolean {
    return /^(?:\p{L}[.)]|\(\p{L}\))$/u.test(this.wordAfter.text);
  }

  /** Whether white space parts it from what follows. A zero-width space does too, also before the closers. */
  get isSpaced(): boolean {
    const stop = this.line.slice(this.shape.start, this.shape.end);
    return /[\s\u200b]/.test(this.line.slice(this.shape.end, this.following)) || stop.includes('\u200b') || FULL_WIDTH.test(stop);
  }

  /** Whether a bracket closes after the marks that opened in the midst of the sentence. */
  get closesInnerBracket(): boolean {
    const { start, end } = this.shape;
    for (let at = start; at < end; at++) {
      const opening = this.nesting.opening.get(at);
      if (opening !== undefined && opening < start && opening > this.sentenceStart) return true;
    }
    return false;
  }

  /** The two words before a quote that closes after the marks and opened in the midst of the sentence, the nearer first; none for other stops. */
  get wordsBeforeQuote(): readonly string[] {
    const { start, end } = this.shape;
    for (let at = start; at < end; at++) {
      const opening = this.nesting.openingQuote.get(at);
      if (opening === undefined || opening >= start || opening <= this.sentenceStart) continue;
      const nearer = wordBefore(this.line, opening, this.sentenceStart);
      return [foldWord(nearer.text), foldWord(wordBefore(this.line, nearer.start, this.sentenceStart).text)];
    }
    return [];
  }

  private foundPrevious: string | undefined;
  private foundNext: string | undefined;
  private foundWordBefore: Word | undefined;

  private get wordBefore(): Word {
    return (this.foundWordBefore ??= wordBefore(this.line, this.shape.start, this.sentenceStart));
  }

  private get wordAfter(): Word {
    return wordAfter(this.line, this.following);
  }

  private get secondWord(): Word {
    return wordAfter(this.line, skipInvisible(this.line, this.wordAfter.end));
  }
}

/** The first offset from `from` on that holds something visible; the line's length where nothing does. */
export function skipInvisible(line: string, from: number): number {
  let at = from;
  while (at < line.length && isInvisible(line[at]!)) at++;
  return at;
}

function isInvisible(unit: string): boolean {
  return isSpace(unit) || (unit > '\x7f' && isTransparent(unit));
}

/** White space or a control character. Letters are told by their place, not by a pattern: broken files have stops by the hundred thousand. */
function isSpace(unit: string): boolean {
  return unit <= ' ' || (unit > '\x7f' && (unit < '\u0600' || unit > '\u06ff') && /\s/.test(unit));
}

interface Word {
  text: string;
  start: number;
  end: number;
}

/** The word that ends at or before `from`, not reaching over `floor`; an empty one where there is none or the gap is very wide. */
function wordBefore(line: string, from: number, floor: number): Word {
  const lowest = Math.max(floor, from - LONGEST_WORD);
  let end = from;
  while (end > lowest && isInvisible(line[end - 1]!)) end--;
  let start = end;
  while (start > Math.max(floor, end - LONGEST_WORD) && !isSpace(line[start - 1]!)) start--;
  return { text: line.slice(start, end), start, end };
}

function wordAfter(line: string, from: number): Word {
  let end = from;
  while (end < line.length && end < from + LONGEST_WORD && !isSpace(line[end]!)) end++;
  return { text: line.slice(from, end), start: from, end };
}

/** Words of these letters only are folded as they stand. */
const PLAIN_WORD = /^[\x21-\x7e\u0621-\u063a\u0641-\u064a\u00ab\u00bb\u060c\u061b\u061f]*$/;

/** A word as the rules compare it: without vowels, tatweel and format characters, with digits 0–9 and plain letters. */
export function foldWord(word: string): string {
  if (PLAIN_WORD.test(word)) return word;
  return toAsciiDigits(withoutTransparent(withoutArabicMarks(word.normalize('NFKC'))));
}

function trimPunctuation(word: string): string {
  return foldWord(word).replace(/^[«“"'‘([-]+|[.،؛:,;!?؟»”"')\]]+$/gu, '');
}
