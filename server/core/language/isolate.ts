/** Names in sentences of the other direction, where there is no markup around them. */

/** Letters of the direction that the sentence does not have; Intl marks a percentage so. */
const FOREIGN = { rtl: /[A-Za-z\u00c0-\u024f\u200e]/, ltr: /[\u0590-\u08ff]/ };

/** The text between FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE when it would turn the words of a sentence of this direction around it, else as it is. */
export function isolated(text: string, dir: 'ltr' | 'rtl'): string {
  return FOREIGN[dir].test(text) ? `\u2068${text}\u2069` : text;
}
