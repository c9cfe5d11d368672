/** Names of months and days. Arabic ones are spelt as folding leaves them (ا for every alef, ه for ة, ي for ى). */
import { LETTER_PROCLITICS } from '../language/arabic/clitics.ts';
import { AFTER_WORD, BEFORE_WORD } from './word-bounds.ts';

export interface CalendarName {
  /** Shown to the reader. */
  english: string;
  /** 1–12; Hijri months 101–112. */
  number: number;
  source: RegExp;
  target: RegExp;
  /** It is also an everyday word: it counts only beside a figure, or behind the word month or day. */
  isAmbiguous: RegExp | null;
}

/** English | Levant, Egypt and Gulf, Maghreb | of these, what is also another word. Practised, father, Joan. */
const GREGORIAN = `
January | يناير كانون_الثاني جانفي |
February | فبراير شباط فيفري |
March | مارس اذار | مارس
April | ابريل نيسان افريل |
May | مايو ايار ماي | ماي
June | يونيو حزيران جوان يونيه | جوان
July | يوليو تموز جويليه يوليوز يوليه |
August | اغسطس اب اوت غشت | اب اوت
September | سبتمبر ايلول شتنبر |
October | اكتوبر تشرين_الاول |
November | نوفمبر تشرين_الثاني نونبر |
December | ديسمبر كانون_الاول دجنبر |
`;

/** English | Arabic | what English spells it like, accents folded | what is also another word: forbidden, zero, names of men */
const HIJRI = `
Muharram | محرم المحرم | muharram | محرم المحرم
Safar | صفر | safar | صفر
Rabi al-Awwal | ربيع_الاول | rabi(?!SECOND) | 
Rabi al-Thani | ربيع_الثاني ربيع_الاخر | rabi(?!FIRST) |
Jumada al-Awwal | جمادي_الاولي جمادي_الاول | jumad(?!SECOND) | 
Jumada al-Thani | جمادي_الاخره جمادي_الثانيه جمادي_الثاني | jumad(?!FIRST) |
Rajab | رجب | rajab | رجب
Shaban | شعبان | sha.?ban | شعبان
Ramadan | رمضان | rama[dz]h?an | رمضان
Shawwal | شوال | shaww?al | شوال
Dhu al-Qadah | ذو_القعده ذي_القعده | (?:dh|z|th|d)[uio]l?[ '-]{0,2}(?:al|l)?[ '-]{0,2}[qk] |
Dhu al-Hijjah | ذو_الحجه ذي_الحجه | (?:dh|z|th|d)[uio]l?[ '-]{0,2}(?:al|l)?[ '-]{0,2}hi |
`;

/** Which of two months of one name, in folded English. */
const ARTICLE = "[a']{0,3}[ -]{0,2}(?:(?:al|el|ul|ath|ak|u?l?)[ '-]{0,2})?";
const WHICH: Readonly<Record<string, string>> = { FIRST: `${ARTICLE}(?:aww?al|ula|oula|i\\b|1)`, SECOND: `${ARTICLE}(?:th?an|sani|akh|aakh|ii\\b|2)` };

const WEEKDAYS = `
Monday | الاثنين الاتنين | Mon | الاثنين الاتنين
Tuesday | الثلاثاء الثلثاء EVERY_ثلاثاء | Tues? |
Wednesday | الاربعاء EVERY_اربعاء | Weds? |
Thursday | الخميس EVERY_خميس | Thu(?:rs?)? |
Friday | الجمعه EVERY_جمعه | Fri | الجمعه
Saturday | السبت EVERY_سبت | Sat | السبت
Sunday | الاحد | Sun | الاحد
`;

function rows(table: string): string[][] {
  return table
    .trim()
    .split('\n')
    .map((line) => line.split(/ \|(?: |$)/).map((cell) => cell.trim()));
}

function anyOf(words: string): string {
  return words.trim().split(/\s+/).join('|').replaceAll('EVERY_', '(?<=(?:كل|ايام) )').replaceAll('_', ' ');
}

function sourcePattern(words: string, clitic = LETTER_PROCLITICS): RegExp {
  return new RegExp(`${BEFORE_WORD}${clitic}(?:${anyOf(words)})${AFTER_WORD}`, 'gu');
}

function ambiguityOf(words = ''): RegExp | null {
  return words === '' ? null : new RegExp(`^${LETTER_PROCLITICS}(?:${anyOf(words)})$`, 'u');
}

/** The first place where English names it, or null. The pattern finds all places: asked for one with `exec` or `test` it would go on from the last. */
export function placeInEnglish({ target }: CalendarName, text: string): { start: number; end: number } | null {
  for (const { 0: written, index } of text.matchAll(target)) return { start: index, end: index + written.length };
  return null;
}

export const MONTHS: readonly CalendarName[] = rows(GREGORIAN).map(([english = '', arabic = '', ambiguous], index) => ({
  english,
  number: index + 1,
  source: sourcePattern(arabic),
  target: new RegExp(
    `\\b(?:${english}|${english === 'September' ? 'Sept?' : english.slice(0, 3)}(?:\\b\\.?)${english === 'August' ? '|Augustus' : ''})(?!\\p{L})|\\b${english.toUpperCase()}\\b`,
    'gu',
  ),
  isAmbiguous: ambiguityOf(ambiguous),
}));

/** Their English names are looked for in the folded target. */
export const HIJRI_MONTHS: readonly CalendarName[] = rows(HIJRI).map(([english = '', arabic = '', spelling = '', ambiguous], index) => ({
  english,
  number: 101 + index,
  source: sourcePattern(arabic),
  target: new RegExp(`\\b${spelling.replace(/FIRST|SECOND/, (which) => WHICH[which]!)}`, 'g'),
  isAmbiguous: ambiguityOf(ambiguous),
}));

export const DAYS: readonly CalendarName[] = rows(WEEKDAYS).map(([english = '', arabic = '', short = '', ambiguous], index) => ({
  english,
  number: index + 1,
  source: sourcePattern(arabic, `${LETTER_PROCLITICS}(?:يوم )?`),
  target: new RegExp(`\\b(?:${english}s?|${short})\\b|\\b${english.toUpperCase()}\\b`, 'gu'),
  isAmbiguous: ambiguityOf(ambiguous),
}));
