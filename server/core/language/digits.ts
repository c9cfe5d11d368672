/** Digits of the Arabic world: Arabic-Indic ٠–٩ and their Persian and Urdu shapes ۰–۹. */

const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9]/g;

/** Any digit of the three sets, to stand inside the brackets of a regular expression. */
export const DIGIT = '0-9\\u0660-\\u0669\\u06f0-\\u06f9';

/** The text with ٠–٩ and ۰–۹ written 0–9. Same length in UTF-16 units. */
export function toAsciiDigits(text: string): string {
  return text.replace(OTHER_DIGITS, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/** As {@link toAsciiDigits}, and the Arabic decimal sign ٫ and thousands sign ٬ as `.` and `,`. Same length. */
export function toAsciiNumbers(text: string): string {
  return toAsciiDigits(text).replaceAll('\u066b', '.').replaceAll('\u066c', ',');
}
