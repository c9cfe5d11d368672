/** Finding words in source and target whatever their spelling: literal, but blind to case, accents, vowels and Arabic spelling variants. */
import type { Span } from '../model.ts';
import { fold, sourceSpan, type FoldedText } from '../language/fold.ts';

/** A query made ready once and asked of thousands of texts. A text that is searched at every key press is best folded once and kept. */
export interface Finder {
  /** Whether the query has nothing to look for; then nothing is found. */
  isEmpty: boolean;
  /** Whether the text holds the query. Much cheaper than {@link findAll} for a folded text. */
  isIn(text: string | FoldedText): boolean;
  /** Every place, in order, none overlapping, as spans of the original text: whole characters with their vowels and accents. */
  findAll(text: string | FoldedText): Span[];
}

/** Prepares a literal query. White space around it is ignored. */
export function createFinder(query: string): Finder {
  const wanted = fold(query).text.trim();
  const isEmpty = wanted === '';
  return {
    isEmpty,
    isIn: (text) => !isEmpty && folded(text).text.includes(wanted),
    findAll: (text) => (isEmpty ? [] : places(folded(text), wanted)),
  };
}

/** Every place of `query` in `text`. For many texts see {@link createFinder}. */
export function findAll(text: string, query: string): Span[] {
  return createFinder(query).findAll(text);
}

function folded(text: string | FoldedText): FoldedText {
  return typeof text === 'string' ? fold(text) : text;
}

function places(text: FoldedText, wanted: string): Span[] {
  const found: Span[] = [];
  for (let at = text.text.indexOf(wanted); at >= 0; at = text.text.indexOf(wanted, at + wanted.length)) found.push(sourceSpan(text, at, at + wanted.length));
  return found;
}
