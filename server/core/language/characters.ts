/** Classes of characters that several rooms must agree on, ready to stand inside the brackets of a regular expression. */

/** Invisible format characters: soft hyphen, zero-width characters, bidirectional controls, byte order mark. */
export const FORMAT = '\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff';

/** Inline codes: U+E001 is code 1 (see core/model.ts). */
export const CODE = '\\ue001-\\uf8ff';

/** Arabic vowels and other combining signs, Koranic ones included. */
export const ARABIC_MARK = '\\u0610-\\u061a\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed\\u08ca-\\u08e1\\u08e3-\\u08ff';

/** The stroke that stretches a word without changing it. */
export const TATWEEL = '\\u0640';

/** Letters drawn in a fixed shape, as old PDF files hold them. Without the long ligatures from ﷲ and ﷺ on: taken apart they become phrases. */
export const PRESENTATION_FORM = '\\ufb50-\\ufdf1\\ufdf3-\\ufdf9\\ufe70-\\ufefc';

const TRANSPARENT = new RegExp(`[${FORMAT}${CODE}]`);
const TRANSPARENT_ALL = new RegExp(`[${FORMAT}${CODE}]`, 'g');

/** Whether a UTF-16 unit is neither text nor white space to a reader: a format character or an inline code. */
export function isTransparent(unit: string): boolean {
  return TRANSPARENT.test(unit);
}

/** The text without its format characters and inline codes. */
export function withoutTransparent(text: string): string {
  return text.replace(TRANSPARENT_ALL, '');
}
