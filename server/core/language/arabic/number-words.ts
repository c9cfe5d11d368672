/** Cardinal numbers told in Arabic words. Ordinals, fractions and the dual of other nouns are no numbers here. */
import { entryOf, NumberPhrase, type NumberWords } from '../number-phrase.ts';

const named = (value: number, words: string): Record<string, number> => Object.fromEntries(words.split(' ').map((word) => [word, value]));

/** Below a hundred, and hundreds in one word. Folded spelling: ء for every carrier of hamza, ه for ة. */
const VALUES: Readonly<Record<string, number>> = {
  ...named(0, 'صفر'),
  ...named(1, 'واحد واحده احد احدي'),
  ...named(2, 'اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي'),
  ...series(1, ['ثلاث', 'اربع', 'خمس', 'ست', 'سبع', 'ثمان', 'تسع'], ['', 'ه']),
  ...named(8, 'ثماني ثمانيا ثمانيه'),
  ...named(10, 'عشر عشره'),
  ...named(20, 'عشرون عشرين'),
  ...series(10, ['ثلاث', 'اربع', 'خمس', 'ست', 'سبع', 'ثمان', 'تسع'], ['ون', 'ين']),
  ...named(200, 'مءتان مءتين مءتا مءتي ماءتان ماءتين ميتين'),
  ...series(100, ['ثلاث', 'اربع', 'خمس', 'ست', 'سبع', 'ثمان', 'تسع'], ['مءه', 'ماءه', 'ميه']),
  ...named(800, 'ثمانيمءه ثمانيماءه'),
};
const HUNDRED = new Set(['مءه', 'ماءه', 'ميه']);
const SCALES: Readonly<Record<string, number>> = {
  ...named(1e3, 'الف الفا الاف'),
  ...named(1e6, 'مليون مليونا ملايين'),
  ...named(1e9, 'مليار مليارا مليارات بليون بلايين'),
  ...named(1e12, 'تريليون تريليونا تريليونات'),
};
const TWICE: Readonly<Record<string, number>> = {
  ...named(1e3, 'الفان الفين الفي'),
  ...named(1e6, 'مليونان مليونين مليوني'),
  ...named(1e9, 'ملياران مليارين ملياري'),
};

function series(step: number, roots: readonly string[], endings: readonly string[]): Record<string, number> {
  return Object.assign({}, ...roots.flatMap((root, index) => endings.map((ending) => ({ [root + ending]: (index + 3) * step })))) as Record<string, number>;
}

/** Before the first word only: و ف, ب ل ك, ال. A scale keeps its alef and lam: ألف. */
const PROCLITIC = /^[وف]?(?:لل|[بلك]?ال|[بلك])?(?=\p{L}{3})/u;

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
  if (HUNDRED.has(word)) return phrase.hundred(end);
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end);
  return /^عشره?$/.test(word) && phrase.add(10, end);
}

function begin(word: string, start: number): NumberPhrase | null {
  for (const form of [word, word.replace(/^[وف]/, ''), word.replace(PROCLITIC, '')]) {
    const phrase = new NumberPhrase(start);
    if (take(phrase, form, start + word.length)) return phrase;
  }
  return null;
}

function take(phrase: NumberPhrase, word: string, end: number): boolean {
  if (HUNDRED.has(word)) return phrase.add(100, end);
  const scale = entryOf(SCALES, word);
  if (scale !== undefined) return phrase.scale(scale, end, 1);
  const twice = entryOf(TWICE, word);
  if (twice !== undefined) return phrase.scale(twice, end, 2);
  const value = entryOf(VALUES, word);
  return value !== undefined && phrase.add(value, end);
}
