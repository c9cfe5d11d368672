/** Segments that say the same, for the checks that compare their other side. */
import { fold } from '../language/fold.ts';
import type { SegmentText } from './document.ts';
import type { ReadText } from './read-text.ts';

const MOST_OTHERS = 5;

/** A source as far as its differences matter: words and figures, without vowels, spelling variants and punctuation. */
export function comparableSource(source: ReadText): string {
  return (fold(source.text).text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
}

/** A target as far as its differences matter: without case, spaces and the punctuation at its end. */
export function comparableTarget(target: ReadText): string {
  const { text } = fold(target.text);
  let end = text.length;
  while (end > 0 && /[\s.,;:!?"')]/.test(text[end - 1]!)) end--;
  return text.slice(0, end).trim();
}

/** Groups of at least two segments with the same key, in order of their first. */
export function groupsOf(segments: readonly SegmentText[], keyOf: (segment: SegmentText) => string): SegmentText[][] {
  const groups = new Map<string, SegmentText[]>();
  for (const segment of segments) {
    const key = keyOf(segment);
    const group = groups.get(key);
    if (group) group.push(segment);
    else groups.set(key, [segment]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Ids of the first few others of a group. */
export function otherIds(group: readonly SegmentText[], id: string): string[] {
  const others: string[] = [];
  for (const segment of group) {
    if (segment.id !== id) others.push(segment.id);
    if (others.length === MOST_OTHERS) break;
  }
  return others;
}
