/** Numbers of an English text. */
import { MONTHS } from '../calendar-words.ts';
import { figuresIn } from './figures.ts';
import { readingOf, scaled, type NumberReading, type WordNumbers } from './mention.ts';
import type { ReadText } from '../read-text.ts';

const VALUES: Readonly<Record<string, number>> = {
  ...numbered(0, 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'),
  ...numbered(1, 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth'),
  ...numbered(17, 'seventeenth eighteenth nineteenth twentieth'),
  ...numbered(1, 'once twice thrice'),
  ...numbered(1, 'single double triple quadruple'),
  ...numbered(1, 'sole doubled tripled quadrupled'),
  ...numbered(1, 'solo duo trio quartet quintet'),
  ...tens('twenty thirty forty fifty sixty seventy eighty ninety'),
  ...tens('twenties thirties forties fifties sixties seventies eighties nineties'),
  ...tens('twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'),
  ...{
    couple: 2,
    pair: 2,
    both: 2,
    twins: 2,
    doubling: 2,
    twofold: 2,
    threefold: 3,
    tripling: 3,
    fourfold: 4,
    fortnight: 2,
    noon: 12,
    midday: 12,
    midnight: 12,
  },
  ...{ half: 0.5, halves: 0.5, quarter: 0.25, quarters: 0.25, thirds: 3, fourths: 4, fifths: 5, decade: 10, decades: 10, century: 100, millennium: 1000 },
  ...{ semifinal: 2, semifinals: 2, quarterfinal: 4, quarterfinals: 4, nil: 0 },
};

const SCALES: Readonly<Record<string, number>> = {
  ...{ dozen: 12, score: 20, hundred: 100, hundreds: 100, hundredth: 100, thousand: 1e3, thousands: 1e3, thousandth: 1e3 },
  ...{ million: 1e6, millions: 1e6, billion: 1e9, billions: 1e9, trillion: 1e12, trillions: 1e12 },
};

/** Only behind a figure: 5k, $3bn. */
const SHORT_SCALES: Readonly<Record<string, number>> = { ...SCALES, k: 1e3, mn: 1e6, mln: 1e6, bn: 1e9, tn: 1e12 };

const BEHIND = /[ -]{0,2}([a-z]+)/y;
/** The m of money, not of metres. */
const MONEY = /[$€£¥] ?[\d.,]{1,15}$/;
const TOKEN = /[a-z]+|\d[\d,.]*/g;
/** Words that a number goes on over: two hundred and five, half a million. */
const LINKING = new Set(['and', 'a', 'of']);
const ROMAN = /(?<![\p{L}\p{N}])[IVXLC]{1,7}(?![\p{L}\p{N}])/gu;
const ROMAN_VALUES: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
const HALF_OF_DAY = /\b[ap]\.?m\b|\b(?:morning|noon|afternoon|evening|night|midnight|dawn)\b/;

function numbered(first: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, index) => [word, first + index]));
}

function tens(words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, index) => [word, (index + 2) * 10]));
}

/** Linear time. */
export function englishNumbers(read: ReadText): NumberReading {
  const { text } = read.folded;
  const folded = figuresIn(text, 'english', (end) => scaleBehind(text, end));
  const words = wordNumbers(text);
  for (const value of romanNumerals(read.text)) words.values.add(value);
  for (const { number, target } of MONTHS) if (read.text.search(target) >= 0) words.values.add(number);
  const figures = folded.map((figure) => ({ ...figure, ...read.spanOfFolded(figure.start, figure.end) }));
  return readingOf(figures, words, HALF_OF_DAY.test(text));
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
  return Object.hasOwn(SHORT_SCALES, word) ? SHORT_SCALES[word]! : null;
}

/** What number words add up to. */
function wordNumbers(text: string): WordNumbers {
  const sum = new Sum();
  for (const [token] of text.matchAll(TOKEN)) {
    if (Object.hasOwn(VALUES, token)) sum.add(VALUES[token]!);
    else if (Object.hasOwn(SCALES, token)) sum.multiply(SCALES[token]!);
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
    const digits = Array.from(written, (letter) => ROMAN_VALUES[letter]!);
    return digits.reduce((sum, digit, index) => sum + (digit < (digits[index + 1] ?? 0) ? -digit : digit), 0);
  });
}
