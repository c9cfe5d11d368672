/** What makes a finding the same finding in a later version of the text: a waiver holds as long as it is. */
import type { Finding } from './check.ts';
import type { Pair } from './pair-text.ts';

/** The check, its message, and the words it is about on both sides. Up to 400 UTF-16 units. */
export function findingKey({ check, message, source, target }: Finding, pair: Pick<Pair, 'source' | 'target'>): string {
  const quote = (text: string, span: { start: number; end: number } | null): string => (span ? text.slice(span.start, span.end).slice(0, 120) : '');
  return [check, message, quote(pair.source, source), quote(pair.target, target)].join('\n').slice(0, 400);
}
