/** A copy of a text for matching, with the way back to the original, so that what was found can be marked where it stands. */
import type { Span } from '../model.ts';
import { foldArabic } from './arabic.ts';
import { CODE, FORMAT } from './characters.ts';

export interface FoldedText {
  text: string;
  /** For each UTF-16 unit of the folded text the offset in the original where the character it came from starts. */
  offsets: Int32Array;
  /** For each unit the offset where that character ends, its vowels and accents included. */
  ends: Int32Array;
}

/** Latin letters that Unicode does not take apart into letter and accent, and signs that are typed in several ways. */
const ONE_FORM: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  þ: 'th',
  ð: 'd',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  '…': '...',
};

/** Signs of hamza and ayn in transliteration: Qurʾan is found as Quran. */
const TRANSLITERATION_SIGN = /[\u02b9-\u02bf\u02c0\u02c1\u02d4\u02d5]/g;
const SILENT = new RegExp(`[${FORMAT}${CODE}]`);
const MARK = /\p{M}/u;
const MARKS = /\p{M}/gu;
const HAMZA_ABOVE = 0x654;
const CARRIERS = 'وي';

/** Characters met before; texts use few different ones. Holds at most one entry for each character of Unicode. */
const known = new Map<number, string>();

/**
 * Folds case, accents and vowels, format characters and inline codes, Arabic spelling variants, digits, presentation forms, quotes and
 * dashes away, and runs of white space into one space. Linear time.
 */
export function fold(text: string): FoldedText {
  const out = new Output(text.length);
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at)!;
    const end = at + (point > 0xffff ? 2 : 1);
    const folded = known.get(point) ?? learn(point);
    if (folded !== '') out.add(folded, at, end);
    else if (isMark(point)) out.coverMark(point, end);
    at = end;
  }
  return out.result();
}

/** Where [start, end) of the folded text stands in the original. `start` < `end`. */
export function sourceSpan(folded: FoldedText, start: number, end: number): Span {
  return { start: folded.offsets[start]!, end: folded.ends[end - 1]! };
}

/** Collects folded units. Arrays grow because one character may become several (…, ﷲ-like ligatures, ß). */
class Output {
  private readonly units: string[] = [];
  private starts: Int32Array;
  private ends: Int32Array;
  private length = 0;
  private last = '';

  constructor(expected: number) {
    this.starts = new Int32Array(expected + 8);
    this.ends = new Int32Array(expected + 8);
  }

  add(folded: string, start: number, end: number): void {
    if (folded === ' ' && this.last === ' ') return;
    this.units.push(folded);
    this.last = folded;
    for (let unit = 0; unit < folded.length; unit++) {
      if (this.length === this.starts.length) this.grow();
      this.starts[this.length] = start;
      this.ends[this.length++] = end;
    }
  }

  /** A mark that follows a letter belongs to it; hamza above و or ي makes it a carrier of hamza, as the composed letters are. */
  coverMark(point: number, end: number): void {
    if (this.length === 0 || this.last === ' ') return;
    this.ends[this.length - 1] = end;
    if (point !== HAMZA_ABOVE || !CARRIERS.includes(this.last)) return;
    this.last = 'ء';
    this.units[this.units.length - 1] = 'ء';
  }

  result(): FoldedText {
    return { text: this.units.join(''), offsets: this.starts.subarray(0, this.length), ends: this.ends.subarray(0, this.length) };
  }

  private grow(): void {
    const [starts, ends] = [this.starts, this.ends];
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(ends.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}

function isMark(point: number): boolean {
  return point > 0x2ff && MARK.test(String.fromCodePoint(point));
}

function learn(point: number): string {
  const folded = foldCharacter(String.fromCodePoint(point));
  known.set(point, folded);
  return folded;
}

function foldCharacter(character: string): string {
  if (SILENT.test(character)) return '';
  if (/\s/.test(character)) return ' ';
  const arabic = foldArabic(character);
  if (arabic !== character) return arabic;
  const bare = character.normalize('NFD').replace(MARKS, '').replace(TRANSLITERATION_SIGN, '').toLowerCase().replace(MARKS, '');
  return ONE_FORM[bare] ?? bare;
}
