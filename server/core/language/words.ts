/** Words as a translator counts them: runs of letters, marks and digits; what holds one together (hyphen, apostrophe, the dots of an address) is inside. */
import type { Span } from '../model.ts';
import { FORMAT } from './characters.ts';

const LETTER = `[\\p{L}\\p{M}\\p{N}${FORMAT}]`;
const JOINT = `(?:[.'’\\-‐‑@_/&=?#%+~:·]+|(?<=\\p{Nd})[,٫٬](?=\\p{Nd}))`;
const WORD = new RegExp(`[\\p{L}\\p{M}\\p{N}]${LETTER}*(?:${JOINT}[\\p{L}\\p{M}\\p{N}]${LETTER}*)*`, 'gu');

/** Each word of the text in order, as spans of the text. Punctuation around a word is outside; inline codes part words. Linear time. */
export function wordSpans(text: string): Span[] {
  return Array.from(text.matchAll(WORD), (match) => ({ start: match.index, end: match.index + match[0].length }));
}

/** How many words {@link wordSpans} finds. `well-known`, `3,14`, `example.com` and `وقالت` are one each. */
export function wordCount(text: string): number {
  return text.match(WORD)?.length ?? 0;
}
