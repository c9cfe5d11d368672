/** Cutting a sentence that is too long for a model. Arabic chains clauses with commas for a whole paragraph; a model loses its way in them. */
import type { Span } from '../model.ts';
import { CODE, FORMAT } from '../language/characters.ts';
import { wordSpans } from '../language/words.ts';

/** Longer sentences are cut where a clause ends. */
const COMFORTABLE_WORDS = 60;
/** Longer pieces are cut anywhere between two words. */
const MOST_WORDS = 200;
/** A piece this short tells a model too little to be cut off. */
const FEWEST_WORDS = 8;

/** Right after ؛ or ; and right after a comma that و follows. */
const CLAUSE_END = new RegExp(`[؛;]|[،,](?=[\\s${FORMAT}${CODE}]+و)`, 'g');

/**
 * The sentence in pieces for the model: whole up to 60 words, else cut after ؛ and `، و` into pieces of at most 60 words where such places are, and of at
 * most 200 words anyway. The pieces follow each other without a gap: joined they are the sentence. One piece for a sentence without words.
 */
export function piecesForModel(sentence: string): Span[] {
  const words = wordSpans(sentence);
  if (words.length <= COMFORTABLE_WORDS) return [{ start: 0, end: sentence.length }];
  const cuts = cutsOf(clauseStarts(sentence, words), words.length).map((word) => words[word]!.start);
  return [0, ...cuts].map((start, index) => ({ start, end: cuts[index] ?? sentence.length }));
}

/** Numbers of the words a new clause begins with, ascending; none so near the end that hardly anything would follow. */
function clauseStarts(sentence: string, words: readonly Span[]): number[] {
  const found: number[] = [];
  let word = 0;
  for (const { index } of sentence.matchAll(CLAUSE_END)) {
    while (word < words.length && words[word]!.start < index) word++;
    if (words.length - word >= FEWEST_WORDS && found.at(-1) !== word) found.push(word);
  }
  return found;
}

/** Numbers of the words each piece but the first begins with: the last clause within 60 words, else the first one within 200, else the 200th word. */
function cutsOf(clauses: readonly number[], wordCount: number): number[] {
  const cuts: number[] = [];
  let first = 0;
  let at = 0;
  while (wordCount - first > COMFORTABLE_WORDS) {
    while (at < clauses.length && clauses[at]! - first < FEWEST_WORDS) at++;
    while (at + 1 < clauses.length && clauses[at + 1]! - first <= COMFORTABLE_WORDS) at++;
    const clause = clauses[at] ?? Infinity;
    if (clause - first > MOST_WORDS && wordCount - first <= MOST_WORDS) break;
    first = Math.min(clause, first + MOST_WORDS);
    cuts.push(first);
  }
  return cuts;
}
