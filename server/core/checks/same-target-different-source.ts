/** One target for sources that say different things. */
import type { DocumentCheck, FoundInSegment, SegmentText } from './document.ts';
import { comparableSource, comparableTarget, groupsOf, otherIds } from './repeated-segments.ts';

const LEAST_WORDS = 4;

export const sameTargetDifferentSource: DocumentCheck = {
  id: 'same-target-different-source',
  severity: 'low',
  run(segments) {
    const long = segments.filter(({ pair }) => pair.target.words.length >= LEAST_WORDS);
    return groupsOf(long, ({ pair }) => comparableTarget(pair.target)).flatMap(inGroup);
  },
};

function inGroup(group: readonly SegmentText[]): FoundInSegment[] {
  const sources = new Set(group.map(({ pair }) => comparableSource(pair.source)));
  if (sources.size < 2) return [];
  return group.map(({ id }) => ({ segmentId: id, others: otherIds(group, id), message: 'same-target-different-source', values: { count: sources.size } }));
}
