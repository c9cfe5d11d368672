/** Cardinal numbers told in Arabic words. Ordinals, fractions and the dual of other nouns are no numbers here. */
import { NumberPhrase, type NumberWords } from '../number-phrase.ts';
import { entryOf } from '../word-table.ts';
import { readings } from './clitics.ts';
import { CARDINALS, HUNDREDS, SCALES, TWICE } from './number-vocabulary.ts';

/** I am not: no number, though it looks like “for six”. */
const NO_NUMBER = /^[وف]?لست$/;

/**
 * The numbers told in words in a folded text (core/language/fold.ts), in order, none overlapping: ثلاثة وعشرون is 23, مليونان وثلاثمئة ألف is
 * 2,300,000; خمسة وستة are two. Proclitics of the first word are part of the span. Linear time.
 */
export function arabicNumberWords(folded: string): NumberWords[] {
  const found: NumberWords[] = [];
  let phrase: NumberPhrase | null = null;
  let expected = 0;
  for (const { 0: word, index } of folded.matchAll(/\p{L}+/gu)) {
    const end = index + word.length;
    const isNext: boolean = phrase !== null && folded.slice(expected, index).trim() === '';
    if (isNext && phrase && goOn(phrase, word, end)) {
      expected = end;
      continue;
    }
    if (phrase) found.push(phrase.read());
    phrase = begin(word, index);
    expected = end;
  }
  return phrase ? [...found, phrase.read()] : found;
}

/** و and a number; واحد is one by itself. */
const JOINED = /^و(?!احده?$)/;

/** A number goes on with و, but for the ten of eleven to nineteen, a hundred behind its units and scales. */
function goOn(phrase: NumberPhrase, word: string, end: number): boolean {
  if (JOINED.test(word) && take(phrase, word.slice(1), end)) return true;
  if (entryOf(HUNDREDS, word) !== undefined) return phrase.hundred(end);
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end);
  return /^عشره?$/.test(word) && phrase.add(10, end);
}

function begin(word: string, start: number): NumberPhrase | null {
  if (NO_NUMBER.test(word)) return null;
  for (const form of readings(word)) {
    const phrase = new NumberPhrase(start);
    if (take(phrase, form, start + word.length)) return phrase;
  }
  return null;
}

function take(phrase: NumberPhrase, word: string, end: number): boolean {
  if (entryOf(HUNDREDS, word) !== undefined) return phrase.add(100, end);
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end, 1);
  const twice = entryOf(TWICE, word);
  if (twice !== undefined) return phrase.scale(twice, end, 2);
  const value = entryOf(CARDINALS, word);
  return value !== undefined && phrase.add(value, end);
}
