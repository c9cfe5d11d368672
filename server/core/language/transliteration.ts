/**
 * How much an Arabic word and a Latin word sound like the same name. A weighted edit distance between Arabic letters and Latin graphemes
 * (hand-made table), as a similarity: 1 for a perfect match; true pairs lie above .75, pairs of different names below .6.
 */
import { withoutArabicMarks } from './arabic.ts';
import { readings } from './arabic/clitics.ts';
import { LATIN_FOR } from './transliteration-table.ts';

interface Grapheme {
  latin: string;
  cost: number;
}

/** By the Arabic letters, one to three of them, then by the first Latin letter, so that only those that can match are tried. */
const GRAPHEMES: ReadonlyMap<string, ReadonlyMap<string, readonly Grapheme[]>> = new Map(
  Object.entries(LATIN_FOR).map(([arabic, list]) => [arabic, byFirstLetter(list.split(' ').map(graphemeOf))]),
);
const LONGEST_ARABIC = Math.max(...Object.keys(LATIN_FOR).map((arabic) => arabic.length));
const LONGEST_WORD = 40;

/** What a match behind proclitics loses: less behind the article, which is hardly ever a letter of the name. */
const BEHIND_LETTER = 0.03;
const BEHIND_ARTICLE = 0.02;

const SKIPPED_LATIN = 1;
const REPLACED = 1.1;
const LEAST_MASS = 2.2;

function graphemeOf(entry: string): Grapheme {
  const colon = entry.lastIndexOf(':');
  return { latin: entry.slice(0, colon), cost: Number(entry.slice(colon + 1)) };
}

function byFirstLetter(graphemes: readonly Grapheme[]): Map<string, Grapheme[]> {
  const groups = new Map<string, Grapheme[]>();
  for (const grapheme of graphemes) groups.set(grapheme.latin.charAt(0), [...(groups.get(grapheme.latin.charAt(0)) ?? []), grapheme]);
  return groups;
}

/** Between 0 and 1. Words of more than 40 letters are nobody's name and score 0. */
export function nameSimilarity(arabic: string, latin: string): number {
  const plain = plainArabic(arabic);
  const letters = plainLatin(latin);
  if (letters.length < 2 || letters.length > LONGEST_WORD || plain.length > LONGEST_WORD) return 0;
  let best = 0;
  for (const bare of readings(plain)) {
    const penalty = penaltyOf(plain.slice(0, plain.length - bare.length));
    const mass = Math.max(LEAST_MASS, (weightOf(bare, WEAK_ARABIC, 0.5) + weightOf(letters, WEAK_LATIN, 0.4)) / 2);
    const bound = (1 - best - penalty) * mass;
    if (bound > 0) best = Math.max(best, 1 - distance(bare, letters) / mass - penalty);
  }
  return best;
}

function penaltyOf(proclitics: string): number {
  return proclitics === '' ? 0 : /ال$|لل$/.test(proclitics) ? BEHIND_ARTICLE : BEHIND_LETTER;
}

/** Arabic as the table spells it: without vowels, one form of Persian letters; hamza stays. */
function plainArabic(word: string): string {
  return withoutArabicMarks(word.normalize('NFC')).replaceAll('ٱ', 'ا').replaceAll('ک', 'ك').replaceAll('ی', 'ي');
}

/** Lower case, without accents and possessive; only letters and apostrophes. */
export function plainLatin(word: string): string {
  const bare = word.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare
    .replace(/[øœ]/g, 'o')
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replace(/[’']s$/, '')
    .replace(/[^a-z’']/g, '');
}

const WEAK_ARABIC = 'اأإآوييىةهعءئؤ';
const WEAK_LATIN = "aeiouyh'’";

function weightOf(word: string, weak: string, weight: number): number {
  let sum = 0;
  for (const letter of word) sum += weak.includes(letter) ? weight : 1;
  return sum;
}

/** The cheapest way to read the Arabic letters as the Latin ones. */
function distance(arabic: string, latin: string): number {
  const costs = new CostTable(arabic, latin);
  for (let row = 0; row <= arabic.length; row++) {
    const readings = readingsAt(arabic, row);
    for (let column = 0; column <= latin.length; column++) costs.goOn(row, column, readings);
  }
  return costs.last;
}

/** What it costs to have read so many Arabic letters as so many Latin ones: a row for each Arabic letter. */
class CostTable {
  private readonly costs: Float64Array;
  private readonly width: number;
  private readonly arabic: string;
  private readonly latin: string;

  constructor(arabic: string, latin: string) {
    this.arabic = arabic;
    this.latin = latin;
    this.width = latin.length + 1;
    this.costs = new Float64Array((arabic.length + 1) * this.width).fill(Infinity);
    this.costs[0] = 0;
  }

  get last(): number {
    return this.costs[this.costs.length - 1]!;
  }

  /** Takes every step from a place: a letter of either side alone, one for another, a known reading. */
  goOn(row: number, column: number, readings: readonly Reading[]): void {
    const at = row * this.width + column;
    const cost = this.costs[at]!;
    const hasLatin = column < this.latin.length;
    if (hasLatin) this.relax(at + 1, cost + insertionCost(this.latin, column));
    if (row === this.arabic.length) return;
    this.relax(at + this.width, cost + deletionCost(this.arabic[row]!));
    if (hasLatin) this.relax(at + this.width + 1, cost + REPLACED);
    for (const { length, graphemes } of readings) {
      this.read(graphemes.get(this.latin.charAt(column)), { at, cost, column, length });
      if (hasLatin) this.read(graphemes.get(''), { at, cost, column, length });
    }
  }

  private read(graphemes: readonly Grapheme[] | undefined, { at, cost, column, length }: { at: number; cost: number; column: number; length: number }): void {
    for (const { latin, cost: price } of graphemes ?? []) {
      if (this.latin.startsWith(latin, column)) this.relax(at + length * this.width + latin.length, cost + price);
    }
  }

  private relax(at: number, cost: number): void {
    if (cost < this.costs[at]!) this.costs[at] = cost;
  }
}

interface Reading {
  length: number;
  graphemes: ReadonlyMap<string, readonly Grapheme[]>;
}

function readingsAt(arabic: string, row: number): Reading[] {
  const readings: Reading[] = [];
  for (let length = 1; length <= LONGEST_ARABIC && row + length <= arabic.length; length++) {
    const graphemes = GRAPHEMES.get(arabic.slice(row, row + length));
    if (graphemes) readings.push({ length, graphemes });
  }
  return readings;
}

const FREE_LATIN: Readonly<Record<string, number>> = { a: 0.18, e: 0.18, i: 0.18, o: 0.18, u: 0.18, y: 0.25, h: 0.25, "'": 0.05, '’': 0.05, w: 0.5 };

/** What it costs that a Latin letter answers no Arabic one: vowels are seldom written, doubled letters never. */
function insertionCost(latin: string, at: number): number {
  const letter = latin[at]!;
  const isLast = at === latin.length - 1;
  if (isLast && letter === 'e') return 0.05;
  const free = FREE_LATIN[letter];
  if (free !== undefined) return free;
  if (at > 0 && letter === latin[at - 1]) return 0.1;
  if (isLast) return { s: 0.4, t: 0.6 }[letter] ?? SKIPPED_LATIN;
  return letter === 'g' && latin[at + 1] === 'h' ? 0.3 : SKIPPED_LATIN;
}

const FREE_ARABIC: Readonly<Record<string, number>> = {
  ا: 0.35,
  أ: 0.35,
  إ: 0.35,
  آ: 0.35,
  و: 0.5,
  ي: 0.5,
  ع: 0.25,
  ء: 0.25,
  ئ: 0.25,
  ؤ: 0.25,
  ه: 0.25,
  ة: 0.2,
};

function deletionCost(letter: string): number {
  return FREE_ARABIC[letter] ?? 1;
}
