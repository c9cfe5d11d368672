/** Cardinal numbers told in English words. Ordinals and fractions are no numbers here. */
import { NumberPhrase, type NumberWords } from '../number-phrase.ts';
import { entryOf } from '../word-table.ts';
import { CARDINALS, SCALES } from './number-vocabulary.ts';

/**
 * The numbers told in words in a folded text (core/language/fold.ts), in order, none overlapping: `two hundred and five` is 205,
 * `a thousand` 1,000, `nineteen ninety-five` 1995; `five, six` are two. Linear time.
 */
export function englishNumberWords(folded: string): NumberWords[] {
  const found: NumberWords[] = [];
  let phrase: NumberPhrase | null = null;
  let expected = 0;
  for (const { 0: word, index } of folded.matchAll(/[a-z]+/g)) {
    const end = index + word.length;
    const isNext = phrase !== null && /^(?:[ -]|, )?(?:and )?$/.test(folded.slice(expected, index));
    if (word === 'and' && isNext) continue;
    if (phrase && isNext && take(phrase, word, end)) expected = end;
    else {
      if (phrase) found.push(phrase.read());
      phrase = begin(word, index, folded);
      expected = end;
    }
  }
  return phrase ? [...found, phrase.read()] : found;
}

function take(phrase: NumberPhrase, word: string, end: number): boolean {
  if (word === 'hundred') return phrase.hundred(end);
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end);
  const value = entryOf(CARDINALS, word);
  if (value === undefined || value === 0) return false;
  return isReadAsOne(phrase, value) ? phrase.add(value, end) : value >= 10 && phrase.century(end) && phrase.add(value, end);
}

/** Twenty-five is one number, five and twenty are two in English. */
function isReadAsOne(phrase: NumberPhrase, value: number): boolean {
  const { value: before } = phrase.read();
  return before % 100 === 0 || (value < 10 && before % 100 >= 20);
}

/** `a hundred` begins with its article, which tells one. */
function begin(word: string, start: number, folded: string): NumberPhrase | null {
  const phrase = new NumberPhrase(start);
  const end = start + word.length;
  if (word === 'a' && /^ (?:hundred|thousand|million|billion|trillion)\b/.test(folded.slice(end, end + 12))) return phrase.add(1, end) ? phrase : null;
  if (word === 'hundred') return phrase.hundred(end) ? phrase : null;
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end, 1) ? phrase : null;
  const value = entryOf(CARDINALS, word);
  return value !== undefined && phrase.add(value, end) ? phrase : null;
}
