/** Text with inline codes in the pieces a page draws. */
import type { InlineCode } from '../model.ts';
import { CODE_PATTERN, codeNumber } from './codes.ts';

/** `start` is the offset of the piece in the text. A code without an entry in the table has only its number. */
export type Piece = { kind: 'text'; text: string; start: number } | { kind: 'code'; number: number; code: InlineCode | null; start: number };

/** The text in order as runs of words and single codes. Empty for ''. */
export function pieces(text: string, codes: readonly InlineCode[]): Piece[] {
  const table = new Map(codes.map((code) => [code.number, code]));
  const found: Piece[] = [];
  let at = 0;
  const takeText = (end: number): void => void (end > at && found.push({ kind: 'text', text: text.slice(at, end), start: at }));
  for (const { index, 0: char } of text.matchAll(CODE_PATTERN)) {
    takeText(index);
    found.push({ kind: 'code', number: codeNumber(char), code: table.get(codeNumber(char)) ?? null, start: index });
    at = index + 1;
  }
  takeText(text.length);
  return found;
}
