/** Which words of a target answer which words of its source, as far as can be told without knowing the languages. */
import { toAsciiNumbers } from '../language/digits.ts';
import { wordSpans } from '../language/words.ts';

/** A source word and a target word that belong together, by their numbers from 0 in `wordSpans` of `textForModel` and of the plain target. */
export interface WordLink {
  source: number;
  target: number;
}

export interface WordMap {
  /** Where the source words [from, to) are in the target, as boundaries between words. At least one word for at least one word, if the target has any. */
  rangeOf(from: number, to: number): { first: number; last: number };
}

/** Words given by `links`; without links, words written alike in both texts and once in each stand firm, the rest lies between them in proportion. */
export function createWordMap(source: string, target: string, links: readonly WordLink[]): WordMap {
  const sourceWords = wordsOf(source);
  const targetWords = wordsOf(target);
  const anchors = anchorsOf(sourceWords, targetWords);
  const known = new Map<number, number[]>();
  for (const { source: word, target: answer } of links.length > 0 ? links : anchors) known.set(word, [...(known.get(word) ?? []), answer]);
  const knots = knotsOf(ascending(anchors), sourceWords.length, targetWords.length);
  const ratio = sourceWords.length === 0 ? 1 : targetWords.length / sourceWords.length;
  return {
    rangeOf(from, to) {
      const answers = answersOf(known, from, to);
      if (answers.length > 0 && (links.length > 0 || answers.length === to - from)) return { first: min(answers), last: max(answers) + 1 };
      const first = Math.min(interpolate(knots, from), to > from ? Math.max(0, targetWords.length - 1) : targetWords.length);
      const length = to > from ? Math.max(1, Math.round((to - from) * ratio)) : 0;
      return { first, last: Math.min(first + length, targetWords.length) };
    },
  };
}

function wordsOf(text: string): string[] {
  return wordSpans(text).map(({ start, end }) => toAsciiNumbers(text.slice(start, end)).toLowerCase());
}

function answersOf(known: ReadonlyMap<number, readonly number[]>, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => known.get(from + index) ?? []).flat();
}

/** Pairs of words that are the same in both texts: numbers, addresses, names in Latin letters. */
function anchorsOf(source: readonly string[], target: readonly string[]): WordLink[] {
  const places = onceIn(target);
  return Array.from(onceIn(source), ([word, at]) => ({ source: at, target: places.get(word) ?? -1 }))
    .filter((link) => link.target >= 0)
    .sort((a, b) => a.source - b.source);
}

function onceIn(words: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, word] of words.entries()) if (/[\p{Script=Latin}\p{Nd}]/u.test(word)) places.set(word, places.has(word) ? -1 : at);
  return new Map([...places].filter(([, at]) => at >= 0));
}

/** The longest run of links that go up in both texts (patience sorting). */
function ascending(links: readonly WordLink[]): WordLink[] {
  const tails: number[] = [];
  const before = new Map<number, number | undefined>();
  for (const [index, { target }] of links.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (links[tails[middle]!]!.target < target) low = middle + 1;
      else high = middle;
    }
    before.set(index, tails[low - 1]);
    tails[low] = index;
  }
  const chain: WordLink[] = [];
  for (let index = tails.at(-1); index !== undefined; index = before.get(index)) chain.push(links[index]!);
  return chain.reverse();
}

/** Boundaries of which the counterpart is known, ascending in both texts. */
function knotsOf(chain: readonly WordLink[], sourceCount: number, targetCount: number): WordLink[] {
  const both = chain.flatMap(({ source, target }) => [
    { source, target },
    { source: source + 1, target: target + 1 },
  ]);
  return [{ source: 0, target: 0 }, ...both, { source: sourceCount, target: targetCount }];
}

/** The target boundary for a source boundary, in proportion between the nearest known ones. */
function interpolate(knots: readonly WordLink[], boundary: number): number {
  const after = knots.findIndex((knot) => knot.source >= boundary);
  const high = knots[after]!;
  const low = knots[Math.max(0, after - 1)]!;
  if (high.source === low.source || high.source === boundary) return high.target;
  return Math.round(low.target + ((boundary - low.source) * (high.target - low.target)) / (high.source - low.source));
}

function min(numbers: readonly number[]): number {
  return numbers.reduce((least, number) => Math.min(least, number));
}

function max(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number));
}
