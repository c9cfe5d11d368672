/** Hard breaks: the ends of lines, which always end a sentence. */
import type { Span } from '../model.ts';

const HARD_BREAK = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g;

/** The lines of a text without the breaks between them; empty lines included. */
export function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(HARD_BREAK)) {
    lines.push({ start, end: match.index });
    start = match.index + match[0].length;
  }
  lines.push({ start, end: text.length });
  return lines;
}
