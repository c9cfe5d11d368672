/** Signs and digits of Arabic writing in the target. */
import { toAsciiNumbers } from '../language/digits.ts';
import type { Check } from './check.ts';
import { findEach, replacing } from './helpers.ts';

const SIGNS = /[،؛؟٪٫٬٭۔\u0660-\u0669\u06f0-\u06f9]/g;
/** With the whole run, so that a number is one finding. Neighbours of Arabic letters belong to a quotation. */
const RUNS = /[،؛؟٪٫٬٭۔\u0660-\u0669\u06f0-\u06f9]+/g;
const ENGLISH: Readonly<Record<string, string>> = { '،': ',', '؛': ';', '؟': '?', '٪': '%', '٭': '*', '۔': '.' };
const ARABIC_NEXT = /^\s?\p{Script=Arabic}/u;

export const arabicPunctuation: Check = {
  id: 'arabic-punctuation',
  severity: 'medium',
  run: ({ target: { text } }) =>
    findEach(text, RUNS, ([signs], span) => {
      const isQuoted = /\p{Script=Arabic}/u.test(text[span.start - 1] ?? '') && ARABIC_NEXT.test(text.slice(span.end, span.end + 2));
      return isQuoted ? null : { message: 'arabic-punctuation', values: { text: signs }, target: span, fix: replacing(span, inEnglish(signs)) };
    }),
};

function inEnglish(signs: string): string {
  return signs.replace(SIGNS, (sign) => ENGLISH[sign] ?? toAsciiNumbers(sign));
}
