/** Parts of a measure that the other language may count in the smaller one: half an hour is 30 minutes, half a century 50 years, a half 50 per cent. */

/** Arabic, as folding leaves it without article | English | how many of the smaller measure it holds */
const MEASURES: readonly (readonly [string, string, number])[] = [
  ['دقيقه', 'minute', 60],
  ['ساعه', 'hour', 60],
  ['يوم', 'day', 24],
  ['اسبوع', 'week', 7],
  ['سنه', 'year', 12],
  ['عام', 'year', 12],
  ['عقد', 'decade', 10],
  ['قرن', 'century', 100],
];
const ARABIC_DUALS: readonly (readonly [string, number])[] = [
  ['يوم(?:ين|ان)', 48],
  ['اسبوع(?:ين|ان)', 14],
  ['(?:سنت|عام)(?:ين|ان)', 24],
];
const ARABIC_PARTS: readonly (readonly [string, number])[] = [
  ['نصف', 1 / 2],
  ['ربع', 1 / 4],
  ['ثلث', 1 / 3],
  ['ثلاثه ارباع', 3 / 4],
];
const ENGLISH_PARTS: readonly (readonly [string, number])[] = [
  ['half', 1 / 2],
  ['quarter', 1 / 4],
  ['third', 1 / 3],
  ['three[- ]quarters', 3 / 4],
];

interface Portion {
  pattern: RegExp;
  value: number;
}

const BEFORE = '(?<!\\p{L})';
const AFTER = '(?!\\p{L})';

const ARABIC: readonly Portion[] = [
  ...ARABIC_PARTS.flatMap(([part, share]) => [
    portion(`[وفبكل]?(?:ال)?${part}`, 100 * share),
    portion(`[وفبكل]?(?:ال)?${part}`, 1 / share),
    ...MEASURES.flatMap(([measure, , smaller]) => [
      portion(`[وفبكل]?${part} (?:ال)?${measure}`, smaller * share),
      portion(`(?:[وفبكل]|ال)?${measure}ا? و(?:ال)?${part}ا?`, smaller * (1 + share)),
    ]),
  ]),
  // A quarter to three.
  portion('الا (?:ال)?ربعا?', 45),
  portion('الا (?:ال)?ثلثا?', 40),
  ...ARABIC_DUALS.map(([measure, value]) => portion(`(?:[وفبكل]|ال)?${measure}`, value)),
];

const ENGLISH: readonly Portion[] = [
  ...ENGLISH_PARTS.flatMap(([part, share]) => [
    portion(part, 100 * share),
    portion(`${part}s?`, 1 / share),
    ...MEASURES.flatMap(([, measure, smaller]) => [
      portion(`${part}(?: of)?(?:[- ]an?| the|-)? ?${measure}s?`, smaller * share),
      portion(`(?:an?|one) ${measure} and an? ${part}`, smaller * (1 + share)),
    ]),
  ]),
  portion('fortnight', 14),
];

function portion(pattern: string, value: number): Portion {
  return { pattern: new RegExp(`${BEFORE}${pattern}${AFTER}`, 'u'), value: Math.round(value) };
}

/** The whole numbers that parts of measures in a folded text amount to. Linear time. */
export function portionsIn(folded: string, language: 'arabic' | 'english'): number[] {
  const mayHold = language === 'arabic' ? /نصف|ربع|ثلث|اربا|(?:يوم|اسبوع|سنت|عام)(?:ين|ان)/ : /half|quarter|third|fortnight/;
  if (!mayHold.test(folded)) return [];
  return (language === 'arabic' ? ARABIC : ENGLISH).filter(({ pattern }) => pattern.test(folded)).map(({ value }) => value);
}
