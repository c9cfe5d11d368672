/** Names in sentences of the other direction, where there is no markup around them. */

/** Letters written from right to left, presentation forms too, as a class of characters. */
const RIGHT_TO_LEFT = '[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]';
/** Letters of the direction that the sentence does not have, or the mark that Intl puts beside a percentage. */
const FOREIGN = { rtl: new RegExp(`(?!${RIGHT_TO_LEFT})\\p{L}|\u200e`, 'u'), ltr: new RegExp(RIGHT_TO_LEFT, 'u') };

/** The text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE when it would turn the words of a sentence of this direction around it, else as it is. */
export function isolated(text: string, dir: 'ltr' | 'rtl'): string {
  return FOREIGN[dir].test(text) ? `\u2068${text}\u2069` : text;
}
