/**
 * Which sentence of the field belongs to which Arabic sentence. In an untouched draft the machine says so; in an edited text the draft's borders
 * are followed through the difference of words; in a text without draft the share of the length decides.
 */
import type { RowView } from '../../server/core/api.ts';
import type { Span } from '../../server/core/model.ts';
import { wordDiff } from '../../server/core/diff/word-diff.ts';

export interface SentencePair {
  /** Index in `row.sentences`. */
  sentence: number;
  source: Span;
  target: Span;
}

const isSame = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

function pairsOfDraft(row: RowView): SentencePair[] {
  return (row.draft?.sentences ?? []).flatMap(({ source, target }) => {
    const sentence = row.sentences.findIndex((span) => isSame(span, source));
    return sentence < 0 ? [] : [{ sentence, source, target }];
  });
}

/** Moves offsets of `before` into `after`; an offset inside a replaced stretch goes to its end. */
function followThrough(before: string, after: string): (offset: number) => number {
  const steps: { from: number; length: number; to: number }[] = [];
  let from = 0;
  let to = 0;
  for (const part of wordDiff(before, after)) {
    if (part.kind === 'same') {
      steps.push({ from, length: part.text.length, to });
      from += part.text.length;
      to += part.text.length;
    } else if (part.kind === 'removed') from += part.text.length;
    else to += part.text.length;
  }
  return (offset) => {
    const step = steps.findLast((each) => each.from <= offset);
    if (!step) return 0;
    const next = steps.find((each) => each.from > offset);
    return offset <= step.from + step.length ? step.to + (offset - step.from) : (next?.to ?? after.length);
  };
}

function pairsByLength(row: RowView, text: string): SentencePair[] {
  const share = text.length / Math.max(1, row.source.length);
  return row.sentences.map((source, sentence) => ({
    sentence,
    source,
    target: { start: Math.round(source.start * share), end: sentence === row.sentences.length - 1 ? text.length : Math.round(source.end * share) },
  }));
}

/** The sentence pairs of a row whose field has `text`. */
export function sentencePairs(row: RowView, text: string): SentencePair[] {
  const pairs = pairsOfDraft(row);
  if (!row.draft || pairs.length === 0) return pairsByLength(row, text);
  if (text === row.draft.text) return pairs;
  const follow = followThrough(row.draft.text, text);
  return pairs.map((pair, index) => ({
    ...pair,
    target: { start: index === 0 ? 0 : follow(pair.target.start), end: index === pairs.length - 1 ? text.length : follow(pair.target.end) },
  }));
}

/** The pair an offset of the text lies in; the last one that begins before it. */
export function pairAtTarget(pairs: readonly SentencePair[], offset: number): SentencePair | undefined {
  return pairs.findLast((pair) => pair.target.start <= offset) ?? pairs[0];
}
