/** Small things several checks need. */
import type { Edit, Found, Outcome } from './check.ts';
import type { Span } from '../model.ts';

/** At most this many places of one kind are shown; the rest would hide them. */
export const MOST_PLACES = 50;

/** One finding for each match in a text of the target. `fixOf` gives what should stand there instead, or null. */
export function findEach(text: string, pattern: RegExp, describe: (match: RegExpExecArray, span: Span) => Found | null): Outcome {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const one = describe(match, { start: match.index, end: match.index + match[0].length });
    if (one !== null) found.push(one);
    if (found.length === MOST_PLACES) break;
  }
  return { found };
}

/** The span of a match of a pattern, or null. */
export function firstMatch(text: string, pattern: RegExp): Span | null {
  const match = pattern.exec(text);
  return match && { start: match.index, end: match.index + match[0].length };
}

/** The one edit that replaces the span. */
export function replacing(span: Span, text: string): readonly Edit[] {
  return [{ span, text }];
}

const STOPS = '.!?؟…۔:؛;';
const CLOSERS = '"”’»\')]}›';

/** The character a text ends with when spaces and closing quotes and brackets are left aside; '' when there is none. Linear time. */
export function lastSign(text: string): string {
  for (let at = text.length - 1; at >= 0; at--) if (!/\s/.test(text[at]!) && !CLOSERS.includes(text[at]!)) return text[at]!;
  return '';
}

/** Whether a text ends as a sentence does. */
export function endsWithStop(text: string): boolean {
  const sign = lastSign(text);
  return sign !== '' && STOPS.includes(sign);
}

/** From the first to the last of the words [from, to), at least one of them. */
export function spanOfWords(words: readonly Span[], from: number, to: number): Span {
  return { start: words[from]!.start, end: words[to - 1]!.end };
}

const LONGEST_EXCERPT = 60;

/** The text of a span, shortened to what a message can hold. */
export function excerptOf(text: string, { start, end }: Span): string {
  return end - start <= LONGEST_EXCERPT ? text.slice(start, end) : `${text.slice(start, start + LONGEST_EXCERPT - 1).trimEnd()}…`;
}
