/** chrF2 (Popović 2015) as sacreBLEU computes it by default: runs of 1 to 6 characters, white space left out, recall counted twice. Equal to its numbers. */
import { countRuns, countShared } from './grams.ts';

const LONGEST = 6;
const BETA = 2;

/** For runs of 1 to 6 characters, how many there are; counts of many sentences are added up before they are divided. */
export interface ChrfCounts {
  translation: number[];
  reference: number[];
  shared: number[];
}

export function chrfCounts(translation: string, reference: string): ChrfCounts {
  const ours = [...translation.replace(/\s+/g, '')];
  const theirs = [...reference.replace(/\s+/g, '')];
  const counts: ChrfCounts = { translation: [], reference: [], shared: [] };
  for (let length = 1; length <= LONGEST; length++) {
    const inReference = Math.max(0, theirs.length - length + 1);
    counts.reference.push(inReference);
    // As sacreBLEU has it: lengths the reference is too short for do not count against the translation.
    counts.translation.push(inReference > 0 ? Math.max(0, ours.length - length + 1) : 0);
    counts.shared.push(countShared(countRuns(ours, length, ''), countRuns(theirs, length, '')));
  }
  return counts;
}

/** chrF2 of a set of sentences or of one, 0 to 100. */
export function chrf(counts: readonly ChrfCounts[]): number {
  const sum = (part: keyof ChrfCounts, index: number) => counts.reduce((total, each) => total + each[part][index]!, 0);
  let [precision, recall, orders] = [0, 0, 0];
  for (let index = 0; index < LONGEST; index++) {
    const [ours, theirs, shared] = [sum('translation', index), sum('reference', index), sum('shared', index)];
    if (ours === 0 || theirs === 0) continue;
    precision += shared / ours;
    recall += shared / theirs;
    orders += 1;
  }
  if (precision + recall === 0) return 0;
  const weight = BETA ** 2;
  return (100 * (1 + weight) * (precision / orders) * (recall / orders)) / (weight * (precision / orders) + recall / orders);
}
