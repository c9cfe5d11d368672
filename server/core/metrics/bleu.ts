/**
 * BLEU (Papineni et al. 2002) as sacreBLEU computes it by default (Post 2018): tokenizer 13a, exponential smoothing, one reference. Equal to its numbers.
 */
import { countRuns, countShared } from './grams.ts';

const LONGEST = 4;

/** What BLEU counts of a translation and its reference; counts of many sentences are added up before they are divided. */
export interface BleuCounts {
  /** Shared runs of 1 to 4 tokens. */
  shared: number[];
  /** Runs of 1 to 4 tokens in the translation. */
  total: number[];
  translationLength: number;
  referenceLength: number;
}

export function bleuCounts(translation: string, reference: string): BleuCounts {
  const ours = tokens13a(translation);
  const theirs = tokens13a(reference);
  const lengths = Array.from({ length: LONGEST }, (_, index) => index + 1);
  return {
    shared: lengths.map((length) => countShared(countRuns(ours, length, ' '), countRuns(theirs, length, ' '))),
    total: lengths.map((length) => Math.max(0, ours.length - length + 1)),
    translationLength: ours.length,
    referenceLength: theirs.length,
  };
}

/** BLEU of a whole set of sentences, 0 to 100. */
export function corpusBleu(counts: readonly BleuCounts[]): number {
  return score(counts, { isSentence: false });
}

/** BLEU of one sentence, 0 to 100: runs longer than the sentence are left out ("effective order"). */
export function sentenceBleu(translation: string, reference: string): number {
  return score([bleuCounts(translation, reference)], { isSentence: true });
}

function score(counts: readonly BleuCounts[], { isSentence }: { isSentence: boolean }): number {
  const shared = added(counts.map((each) => each.shared));
  const total = added(counts.map((each) => each.total));
  if (shared.every((count) => count === 0)) return 0;
  const precisions = smoothedPrecisions(shared, total);
  const orders = isSentence ? precisions.length : LONGEST;
  if (precisions.length < orders) return 0;
  const mean = precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / orders;
  return brevity(counts) * Math.exp(mean);
}

/** In percent, for each length of which there are runs at all; a length without a shared run gets half of what the one before without any got. */
function smoothedPrecisions(shared: readonly number[], total: readonly number[]): number[] {
  const none = total.indexOf(0);
  let smoothing = 1;
  return shared.slice(0, none < 0 ? LONGEST : none).map((count, index) => {
    if (count === 0) smoothing *= 2;
    return count === 0 ? 100 / (smoothing * total[index]!) : (100 * count) / total[index]!;
  });
}

function brevity(counts: readonly BleuCounts[]): number {
  const ours = counts.reduce((sum, { translationLength }) => sum + translationLength, 0);
  const theirs = counts.reduce((sum, { referenceLength }) => sum + referenceLength, 0);
  if (ours >= theirs) return 1;
  return ours > 0 ? Math.exp(1 - theirs / ours) : 0;
}

function added(rows: readonly (readonly number[])[]): number[] {
  return Array.from({ length: LONGEST }, (_, index) => rows.reduce((sum, row) => sum + row[index]!, 0));
}

const ENTITIES: readonly (readonly [string, string])[] = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
];

/** The tokenizer of mteval-v13a: signs stand alone, but a point or comma inside a number stays. */
function tokens13a(text: string): string[] {
  const plain = ENTITIES.reduce(
    (rest, [entity, sign]) => rest.replaceAll(entity, sign),
    text.replaceAll('<skipped>', '').replace(/-\n/g, '').replace(/\n/g, ' '),
  );
  return ` ${plain} `
    .replace(/([{-~[-` -&(-+:-@/])/g, ' $1 ')
    .replace(/([^0-9])([.,])/g, '$1 $2 ')
    .replace(/([.,])([^0-9])/g, ' $1 $2')
    .replace(/([0-9])(-)/g, '$1 $2 ')
    .split(/\s+/)
    .filter(Boolean);
}
