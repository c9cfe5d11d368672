import type { Span } from '../../server/core/model.ts';

/** Where words of `before` stand in `now`; null when the change is in them or touches them. Takes what lies between the first and the last difference as changed. */
export function movedSpan(span: Span, before: string, now: string): Span | null {
  if (before === now) return span;
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  if (span.end < head) return span;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const by = now.length - before.length;
  return span.start > before.length - tail ? { start: span.start + by, end: span.end + by } : null;
}
