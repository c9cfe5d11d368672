/** What language a text is in and how it runs, as far as its letters tell. */
import { withoutTransparent } from './characters.ts';

export type Language = 'ar' | 'en';
export type Direction = 'rtl' | 'ltr';

const ARABIC_LETTER = /(?=\p{L})\p{Script=Arabic}/u;
const ARABIC_LETTERS = /(?=\p{L})\p{Script=Arabic}/gu;
const LATIN_LETTERS = /\p{Script=Latin}/gu;

/** Whether there is nothing to read: only white space, format characters and inline codes. */
export function isBlank(text: string): boolean {
  return withoutTransparent(text).trim() === '';
}

/** Whether any letter is Arabic. Digits, punctuation and vowels alone do not count. */
export function hasArabicLetters(text: string): boolean {
  return ARABIC_LETTER.test(text);
}

/** The language most letters belong to; Arabic when they are even, since few texts quote more Arabic than they speak; null without letters of either. */
export function dominantLanguage(text: string): Language | null {
  const arabic = text.match(ARABIC_LETTERS)?.length ?? 0;
  const latin = text.match(LATIN_LETTERS)?.length ?? 0;
  if (arabic === 0 && latin === 0) return null;
  return arabic >= latin ? 'ar' : 'en';
}

/** How a text of this language runs. */
export function directionOf(language: string): Direction {
  return /^(?:ar|fa|he|ur|ps|ckb|ug|yi|dv|sd)\b/.test(language) ? 'rtl' : 'ltr';
}

/** How the text itself runs, by its letters; `fallback` when it has none. */
export function dominantDirection(text: string, fallback: Direction): Direction {
  const language = dominantLanguage(text);
  return language === null ? fallback : directionOf(language);
}
