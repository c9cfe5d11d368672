/** Numbers of an English text. */
import {
  CARDINALS,
  DECADES,
  FRACTIONS,
  LOOSE_SCALES,
  MULTIPLES,
  ORDINALS,
  SCALES as EXACT_SCALES,
  SHORT_SCALES,
  YEAR_SPANS,
} from '../../language/english/number-vocabulary.ts';
import { entryOf, type WordTable } from '../../language/word-table.ts';
import { MONTHS } from '../calendar-words.ts';
import { figuresIn } from './figures.ts';
import { readingOf, scaled, type NumberReading, type WordNumbers } from './mention.ts';
import { portionsIn } from './portions.ts';
import type { ReadText } from '../read-text.ts';

const VALUES: WordTable = { ...CARDINALS, ...ORDINALS, ...MULTIPLES, ...DECADES, ...FRACTIONS, ...YEAR_SPANS };
const SCALES: WordTable = { ...EXACT_SCALES, ...LOOSE_SCALES };
/** Behind a figure. */
const SCALES_BEHIND: WordTable = { ...SCALES, ...SHORT_SCALES };

const BEHIND = /[ -]{0,2}([a-z]+)/y;
/** The m of money, not of metres. */
const MONEY = /[$€£¥] ?[\d.,]{1,15}$/;
const TOKEN = /[a-z]+|\d[\d,.]*/g;
/** Words that a number goes on over: two hundred and five, half a million. */
const LINKING = new Set(['and', 'a', 'of']);
/** Small ones only as labels: (iii). */
const ROMAN = /(?<![\p{L}\p{N}])[IVXLC]{1,7}(?![\p{L}\p{N}])|(?<=\()[ivxlc]{1,7}(?=\))/gu;
const ROMAN_VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
const HALF_OF_DAY = /\b[ap]\.?m\b|\b(?:morning|noon|afternoon|evening|night|midnight|dawn)\b/;

/** Linear time. */
export function englishNumbers(read: ReadText): NumberReading {
  const { text } = read.folded;
  const folded = figuresIn(text, 'english', (end) => scaleBehind(text, end));
  const words = wordNumbers(text);
  for (const value of romanNumerals(read.text)) words.values.add(value);
  for (const { number, target } of MONTHS) if (read.text.search(target) >= 0) words.values.add(number);
  for (const value of portionsIn(text, 'english')) words.values.add(value);
  const figures = folded.map((figure) => ({ ...figure, ...read.spanOfFolded(figure.start, figure.end) }));
  return readingOf(figures, words, HALF_OF_DAY.test(text));
}

/** Whether a folded word may tell a number, or a part of one. */
export function isEnglishNumberWord(word: string): boolean {
  return entryOf(VALUES, word) !== undefined || entryOf(SCALES, word) !== undefined;
}

function scaleBehind(text: string, end: number): number {
  let scale = 1;
  BEHIND.lastIndex = end;
  for (let match = BEHIND.exec(text); match; match = BEHIND.exec(text)) {
    const factor = factorOf(match[1]!, text.slice(Math.max(0, end - 18), end));
    if (factor === null) break;
    scale *= factor;
  }
  return scale;
}

function factorOf(word: string, before: string): number | null {
  if (word === 'm') return MONEY.test(before) ? 1e6 : null;
  return entryOf(SCALES_BEHIND, word) ?? null;
}

/** What number words add up to. */
function wordNumbers(text: string): WordNumbers {
  const sum = new Sum();
  for (const [token] of text.matchAll(TOKEN)) {
    const [value, scale] = [entryOf(VALUES, token), entryOf(SCALES, token)];
    if (value !== undefined) sum.add(value);
    else if (scale !== undefined) sum.multiply(scale);
    else if (!LINKING.has(token)) sum.end();
  }
  sum.end();
  return { values: sum.values, scales: sum.scales };
}

/** Number words one after the other, as they are read out. */
class Sum {
  readonly values = new Set<number>();
  readonly scales = new Set<number>();
  private total = 0;
  private current: number | null = null;

  add(value: number): void {
    const joins = this.current !== null && continues(this.current, value);
    if (this.current !== null && !joins) this.end();
    this.current = joins ? joined(this.current!, value) : value;
  }

  multiply(scale: number): void {
    if (scale > 12) this.scales.add(scale);
    if (scale >= 1000) {
      this.total += scaled(this.current ?? 1, scale);
      this.current = null;
    } else this.current = (this.current ?? 1) * scale;
  }

  end(): void {
    if (this.current !== null || this.total > 0) this.values.add(this.total + (this.current ?? 0));
    this.current = null;
    this.total = 0;
  }
}

function continues(current: number, value: number): boolean {
  if (value < 1) return false;
  return current >= 100 ? value < 100 : current >= 20 ? value < 10 || value >= 20 : current >= 10 && value >= 10;
}

/** Years are read in two halves: nineteen ninety-five. */
function joined(current: number, value: number): number {
  return current < 100 && value >= 10 ? current * 100 + value : current + value;
}

function romanNumerals(text: string): number[] {
  return Array.from(text.matchAll(ROMAN), ([written]) => {
    const digits = Array.from(written.toUpperCase(), (letter) => ROMAN_VALUES[letter]!);
    return digits.reduce((sum, digit, index) => sum + (digit < (digits[index + 1] ?? 0) ? -digit : digit), 0);
  });
}
