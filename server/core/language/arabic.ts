/** Spelling that differs without meaning a difference: what Arabic writers leave out, add or write in several ways. */
import { ARABIC_MARK, FORMAT, PRESENTATION_FORM, TATWEEL } from './characters.ts';
import { toAsciiNumbers } from './digits.ts';

/**
 * One form for letters written in several ways. The carriers of hamza, ؤ and ئ, become the bare hamza, so that المسؤولون and المسئولون
 * are the same; taking it away altogether would make رؤساء a part of رسالة.
 */
const ONE_FORM: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ٲ: 'ا',
  ٳ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ے: 'ي',
  ة: 'ه',
  ۀ: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ک: 'ك',
  ڪ: 'ك',
  ؤ: 'ء',
  ئ: 'ء',
};

const LETTERS = new RegExp(`[${Object.keys(ONE_FORM).join('')}]`, 'g');
const FORMS = new RegExp(`[${PRESENTATION_FORM}]`, 'g');
const SILENT = new RegExp(`[${ARABIC_MARK}${TATWEEL}${FORMAT}]`, 'g');

/**
 * The text as matching sees it: no vowels, no tatweel, no format characters, one form of alef, ya, ha, kaf and hamza carriers, digits 0–9,
 * presentation forms as plain letters. Only Arabic is folded (core/language/fold.ts also folds Latin and keeps the way back).
 */
export function foldArabic(text: string): string {
  return toAsciiNumbers(withoutArabicMarks(text.normalize('NFC'))).replace(LETTERS, (letter) => ONE_FORM[letter] ?? letter);
}

/** The text without vowels, tatweel and format characters, presentation forms as plain letters; letters keep their spelling. */
export function withoutArabicMarks(text: string): string {
  return text.replace(FORMS, (form) => form.normalize('NFKC')).replace(SILENT, '');
}
