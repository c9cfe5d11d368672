/** The places of a file that translations are poured into. */
import { CODE_PATTERN, codeNumber } from '../core/inline/codes.ts';
import { sha256 } from '../db/ids.ts';
import { z } from 'zod';
import type { Edit } from './edits.ts';
import type { TranslatedBlock } from './format.ts';

/** The range [start, end) of the decoded file, without its byte order mark, that one block was read from. */
export const Hole = z.object({ anchor: z.string(), start: z.number().int(), end: z.number().int(), hash: z.string() });
export type Hole = z.infer<typeof Hole>;

/** Short hash of a block's text: an export must know whether a translation says anything else, and then leave the file's own spelling alone. */
export function hashOf(text: string): string {
  return sha256(text).slice(0, 16);
}

/** Whether `translated` differs from what was read at the hole. */
export function isChanged(hole: Hole, translated: TranslatedBlock): boolean {
  return hashOf(translated.text) !== hole.hash;
}

/** Bidirectional controls. English needs none; in what is left in Arabic they stay. */
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A part of a translation: a run of text, or one of the block's codes. */
export type Part = { text: string } | { code: TranslatedBlock['codes'][number] };

/** A translation taken apart into text and codes, without bidirectional controls; codes that the block does not know are dropped. */
export function partsOf({ text, codes }: TranslatedBlock): Part[] {
  const known = new Map(codes.map((code) => [code.number, code]));
  const parts: Part[] = [];
  let at = 0;
  const addText = (part: string) => {
    const clean = part.replace(BIDI_CONTROLS, '');
    if (clean !== '') parts.push({ text: clean });
  };
  for (const match of text.matchAll(CODE_PATTERN)) {
    addText(text.slice(at, match.index));
    at = match.index + 1;
    const code = known.get(codeNumber(match[0]));
    if (code) parts.push({ code });
  }
  addText(text.slice(at));
  return parts;
}

/** Takes the bidirectional controls out of what stands between the ranges, which ascend. */
export function controlsBetween(text: string, kept: readonly { start: number; end: number }[]): Edit[] {
  const edits: Edit[] = [];
  let next = 0;
  for (const control of text.matchAll(BIDI_CONTROLS)) {
    while (next < kept.length && kept[next]!.end <= control.index) next++;
    const range = kept[next];
    if (!range || control.index < range.start) edits.push({ start: control.index, end: control.index + 1, text: '' });
  }
  return edits;
}
