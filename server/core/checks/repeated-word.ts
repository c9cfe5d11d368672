/** One word twice in a row. */
import type { Check } from './check.ts';
import { replacing } from './helpers.ts';
import type { Found } from './check.ts';
import type { PairText } from './pair-text.ts';
import type { Word } from './read-text.ts';

/** English doubles these by rule or for stress. */
const DOUBLED = new Set('that had is was so very really too many much no yes bye ha hey now do in on out up right well there knock again ever more'.split(' '));

export const repeatedWord: Check = {
  id: 'repeated-word',
  severity: 'medium',
  run: (pair) => (repeatsItself(pair.source.words, pair.source.folded.text) ? { found: [] } : { found: repetitions(pair) }),
};

function repetitions({ target: { text, words } }: PairText): Found[] {
  const found: Found[] = [];
  for (let at = 1; at < words.length && found.length < 20; at++) {
    const [first, second] = [words[at - 1]!, words[at]!];
    const word = first.text.toLowerCase();
    if (word !== second.text.toLowerCase() || !/^\p{L}/u.test(word) || DOUBLED.has(word)) continue;
    if (text.slice(first.end, second.start).trim() !== '' || isName(first, second)) continue;
    const span = { start: first.start, end: second.end };
    found.push({ message: 'repeated-word', values: { word: second.text }, target: span, fix: replacing({ start: first.end, end: second.end }, '') });
  }
  return found;
}

/** Bora Bora. */
function isName(first: Word, second: Word): boolean {
  return /^\p{Lu}/u.test(first.text) && /^\p{Lu}/u.test(second.text);
}

/** Whether a source doubles a word too: رويدا رويدا. */
function repeatsItself(words: readonly Word[], folded: string): boolean {
  return words.length > 1 && /(?<![\p{L}\p{N}])(\p{L}{2,30}) \1(?![\p{L}\p{N}])/u.test(folded);
}
