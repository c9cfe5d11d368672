/** Texts as the tokens a diff compares. */
import { isCode } from '../inline/codes.ts';
import type { Language } from '../language/direction.ts';
import { sentences } from '../segmentation/segmentation.ts';

/** A word, a mark, an inline code or a sentence with the white space before it. White space at the end of a text is a token without a core. */
export interface Token {
  space: string;
  core: string;
}

/** About so many UTF-16 units go to the segmenter at once. */
const STRETCH = 400;

const segmenters = new Map<Language, Intl.Segmenter>();

/** Words as ICU cuts them, single marks and inline codes: every character of the text once, in order. */
export function wordTokens(text: string, lang: Language): Token[] {
  const segmenter = segmenters.get(lang) ?? new Intl.Segmenter(lang, { granularity: 'word' });
  segmenters.set(lang, segmenter);
  const cores = text
    .split(/([\ue001-\uf8ff])/)
    .flatMap((part) => (isCode(part) ? part : stretches(part).flatMap((stretch) => Array.from(segmenter.segment(stretch), ({ segment }) => segment))));
  return withSpaceBefore(cores);
}

/** Whole sentences, for texts that differ too much to compare their words. */
export function sentenceTokens(text: string, lang: Language): Token[] {
  let at = 0;
  const tokens = sentences(text, lang).map(({ start, end }) => {
    const space = text.slice(at, start);
    at = end;
    return { space, core: text.slice(start, end) };
  });
  return at < text.length ? [...tokens, { space: text.slice(at), core: '' }] : tokens;
}

/** The text cut at white space: the segmenter takes ten times as long over one long text as over its parts. */
function stretches(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + STRETCH, text.length);
    while (end < text.length && !/\s/.test(text[end]!)) end++;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}

/** Spaces of their own would be matched where words should be. */
function withSpaceBefore(parts: readonly string[]): Token[] {
  const tokens: Token[] = [];
  let space = '';
  for (const part of parts) {
    if (part.trim() === '') space += part;
    else {
      tokens.push({ space, core: part });
      space = '';
    }
  }
  return space === '' ? tokens : [...tokens, { space, core: '' }];
}
