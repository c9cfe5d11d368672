/** Numbers in words that stand by themselves, so that one of them against another tells of a slip. */
import { ORDINALS as ARABIC_ORDINALS } from '../../language/arabic/number-vocabulary.ts';
import { arabicNumberWords } from '../../language/arabic/number-words.ts';
import { ORDINALS as ENGLISH_ORDINALS } from '../../language/english/number-vocabulary.ts';
import { englishNumberWords } from '../../language/english/number-words.ts';
import type { NumberWords } from '../../language/number-phrase.ts';
import type { WordTable } from '../../language/word-table.ts';
import { isArabicNumberWord } from './arabic-words.ts';
import { isEnglishNumberWord } from './english.ts';

/** One is an article or “someone” too. A round number may be no count: thousands, a hundred times. */
const LEAST = 2;
const ROUND = new Set([100, 1e3, 1e6, 1e9, 1e12]);
/** Monday. */
const DAY = /الاثنين$/;
/** The word at either side; figures are words. */
const BEFORE = /([\p{L}\p{N}]{1,20})[\s-]{1,2}(?:و )?$/u;
const AFTER = /^[\s-]{1,2}(?:and |of )?([\p{L}\p{N}]{1,20})/u;
const REACH = 24;

/** First and second are more often something else, tenths and more are told with other words beside them. */
const ORDINALS_ONLY = { arabic: ordinalsOf(ARABIC_ORDINALS), english: ordinalsOf(ENGLISH_ORDINALS) };
const WORD = /(?<![\p{L}\p{N}])\p{L}{3,12}/gu;
/** Quarters and fourths, a third and thirds: one language may count what the other numbers. */
const PART = {
  arabic: /نصف|ربع|ثلث|خمس|عشر/,
  english: /half|quarter|(?:third|fourth|fifth|tenth)s\b|teen|twent|thirt|fort|fift|sixt|sevent|eight[iy]|ninet|hundred/,
};

function ordinalsOf(table: WordTable): ReadonlyMap<string, number> {
  return new Map(Object.entries(table).filter(([, value]) => value > 2 && value < 10));
}

/** The third to the ninth in words, where the text counts nothing else like it. Linear time. */
export function spelledOrdinals(folded: string, language: 'arabic' | 'english'): NumberWords[] {
  if (PART[language].test(folded)) return [];
  const table = ORDINALS_ONLY[language];
  return Array.from(folded.matchAll(WORD)).flatMap(({ 0: word, index }) => {
    const bare = language === 'english' ? word : /^[وف]?[بلك]?(?:ال|(?<=ل)ل)(.+)$/u.exec(word)?.[1];
    const value = bare === undefined ? undefined : table.get(bare);
    return value === undefined ? [] : [{ start: index, end: index + word.length, value }];
  });
}

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
