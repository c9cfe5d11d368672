/** Numbers in words that stand by themselves, so that one of them against another tells of a slip. */
import { arabicNumberWords } from '../../language/arabic/number-words.ts';
import { englishNumberWords } from '../../language/english/number-words.ts';
import type { NumberWords } from '../../language/number-phrase.ts';
import { isArabicNumberWord } from './arabic-words.ts';
import { isEnglishNumberWord } from './english.ts';

/** One is an article or “someone” too. A round number may be no count: thousands, a hundred times. */
const LEAST = 2;
const ROUND = new Set([100, 1e3, 1e6, 1e9, 1e12]);
/** Monday. */
const DAY = /الاثنين$/;
/** The word at either side; figures are words. */
const BEFORE = /([\p{L}\p{N}]{1,20})[\s-]{1,2}$/u;
const AFTER = /^[\s-]{1,2}(?:and |of )?([\p{L}\p{N}]{1,20})/u;
const REACH = 24;

/** The cardinal numbers in words of a folded text, but for parts of others: the twenty of the twenty-first, the two of two thirds. Linear time. */
export function spelledNumbers(folded: string, language: 'arabic' | 'english'): NumberWords[] {
  const [found, isNumberWord] =
    language === 'arabic' ? [arabicNumberWords(folded), isArabicNumberWord] : ([englishNumberWords(folded), isEnglishNumberWord] as const);
  const isNumber = (word = ''): boolean => /\d/.test(word) || isNumberWord(word);
  return found.filter(({ start, end, value }) => {
    if (value < LEAST || ROUND.has(value) || DAY.test(folded.slice(start, end))) return false;
    const before = BEFORE.exec(folded.slice(Math.max(0, start - REACH), start))?.[1];
    return !isNumber(before) && !isNumber(AFTER.exec(folded.slice(end, end + REACH))?.[1]);
  });
}
