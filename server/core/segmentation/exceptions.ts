/** Abbreviations of one's own: words after which a sentence goes on although a stop follows them. */
import type { Rule } from './rules.ts';
import { foldWord, MARKS, WORD_OPENERS, type Stop } from './stops.ts';

/** A list made ready once and asked about every stop. */
export interface Exceptions {
  /** True when the words before the stop, with its marks, are on the list. */
  holdsFor: Rule;
}

const TRAILING_MARKS = new RegExp(`[${MARKS}]+$`, 'u');
/** A phrase of more words is no abbreviation; the words after its first few are all that is compared. */
const MOST_WORDS = 6;

/** No exception at all. */
export const NO_EXCEPTIONS: Exceptions = { holdsFor: () => false };

/**
 * Reads a list as people write it: one exception a line, `د.خ.`, `ش. م. خ.`, `Messrs.` or `ياهو!`; a line without a mark at its end means a full
 * stop. Blank lines and lines that begin with # say nothing. Vowels, tatweel, the kind of digits and format characters make no difference.
 */
export function exceptionsIn(list: string): Exceptions {
  const phrases = new Map<string, string[][]>();
  for (const line of list.split(/[\r\n]+/)) {
    const words = wordsOf(line);
    const last = words[0];
    if (last !== undefined) phrases.set(last, [...(phrases.get(last) ?? []), words.slice(1)]);
  }
  if (phrases.size === 0) return NO_EXCEPTIONS;
  return { holdsFor: (stop) => stop.closers === '' && (phrases.get(stop.previous + stop.marks)?.some((earlier) => isBefore(stop, earlier)) ?? false) };
}

/** The words of a line, the last one first and with its mark; none where the line says nothing. */
function wordsOf(line: string): string[] {
  const words = line.trim().startsWith('#') ? [] : line.split(/\s+/).map(foldWord);
  const named = words.filter((word) => word !== '').slice(-MOST_WORDS);
  const last = named.pop();
  if (last === undefined || last.replace(TRAILING_MARKS, '') === '') return [];
  return [TRAILING_MARKS.test(last) ? last : `${last}.`, ...named.reverse()];
}

function isBefore(stop: Stop, earlier: readonly string[]): boolean {
  if (earlier.length === 0) return true;
  const found = stop.wordsBefore(earlier.length + 1).slice(1);
  return earlier.every((word, index) => found[index]?.replace(WORD_OPENERS, '') === word);
}
