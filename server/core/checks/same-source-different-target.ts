/** One source that was translated in several ways. */
import type { DocumentCheck, FoundInSegment, SegmentText } from './document.ts';
import { comparableSource, comparableTarget, groupsOf, otherIds } from './repeated-segments.ts';

const LEAST_WORDS = 3;

export const sameSourceDifferentTarget: DocumentCheck = {
  id: 'same-source-different-target',
  severity: 'low',
  run(segments) {
    const long = segments.filter(({ pair }) => pair.source.words.length >= LEAST_WORDS);
    return groupsOf(long, ({ pair }) => comparableSource(pair.source)).flatMap(inGroup);
  },
};

function inGroup(group: readonly SegmentText[]): FoundInSegment[] {
  const ways = new Set(group.map(({ pair }) => comparableTarget(pair.target)));
  if (ways.size < 2) return [];
  return group.map(({ id }) => ({ segmentId: id, others: otherIds(group, id), message: 'same-source-different-target', values: { count: ways.size } }));
}
