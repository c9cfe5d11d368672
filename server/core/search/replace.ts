/** Replacing words in targets: exactly the letters that were typed, never the inline codes between them. */
import type { Span } from '../model.ts';
import { isTransparent } from '../language/characters.ts';
import { CODE_PATTERN } from '../inline/codes.ts';

export interface Replacement {
  /** Literal text; nothing in it is a pattern. */
  find: string;
  replace: string;
  matchCase: boolean;
  /** Only where no letter, digit or underscore touches it. */
  wholeWord: boolean;
}

export interface Replaced {
  text: string;
  count: number;
  /** What was replaced, as spans of the text that was given. */
  spans: Span[];
}

/**
 * Replaces every occurrence, from the left, none overlapping. A text with an inline code in its midst is not an occurrence, since replacing
 * it would lose the code; codes in `replace` are left out; `find` with a code in it finds nothing. A letter is never parted from its accents.
 */
export function replaceAll(text: string, { find, replace, matchCase, wholeWord }: Replacement): Replaced {
  const fits = (span: Span): boolean => isWholeCharacters(text, span) && (!wholeWord || isWholeWord(text, span));
  const spans = find === '' || find.search(CODE_PATTERN) >= 0 ? [] : occurrences(matchCase ? [text, find] : [lowerCase(text), lowerCase(find)], fits);
  const insert = replace.replace(CODE_PATTERN, '');
  let out = '';
  let at = 0;
  for (const span of spans) {
    out += text.slice(at, span.start) + insert;
    at = span.end;
  }
  return { text: out + text.slice(at), count: spans.length, spans };
}

function occurrences([heap, needle]: readonly [string, string], fits: (span: Span) => boolean): Span[] {
  const spans: Span[] = [];
  for (let at = heap.indexOf(needle); at >= 0;) {
    const span = { start: at, end: at + needle.length };
    const isOne = fits(span);
    if (isOne) spans.push(span);
    at = heap.indexOf(needle, isOne ? span.end : at + 1);
  }
  return spans;
}

/** Lower case that keeps every offset: a letter whose small form has another length (İ) stays as it is. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => (character.toLowerCase().length === character.length ? character.toLowerCase() : character)).join('');
}

/** Neither end cuts a letter from the accents after it or a character in two halves. */
function isWholeCharacters(text: string, { start, end }: Span): boolean {
  return !continuesCharacter(text, start) && !continuesCharacter(text, end);
}

function continuesCharacter(text: string, offset: number): boolean {
  return offset > 0 && /^(?:\p{M}|[\udc00-\udfff])/u.test(text.slice(offset, offset + 2));
}

/** Where the occurrence begins or ends with a letter, no letter stands next to it; format characters and codes between are looked through. */
function isWholeWord(text: string, { start, end }: Span): boolean {
  const first = characterAt(text, start);
  const last = characterBefore(text, end);
  return !(isWordCharacter(first) && isWordCharacter(characterBefore(text, start))) && !(isWordCharacter(last) && isWordCharacter(characterAt(text, end)));
}

function isWordCharacter(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}_]/u.test(character);
}

function characterAt(text: string, offset: number): string {
  let at = offset;
  while (at < text.length && isTransparent(text[at]!)) at++;
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : '';
}

function characterBefore(text: string, offset: number): string {
  let at = offset;
  while (at > 0 && isTransparent(text[at - 1]!)) at--;
  const isPair = at > 1 && /[\udc00-\udfff]/.test(text[at - 1]!);
  return at > 0 ? text.slice(isPair ? at - 2 : at - 1, at) : '';
}
