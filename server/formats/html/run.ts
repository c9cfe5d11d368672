/** A run: everything between two tags of block elements. */
import { BlockBuilder } from '../block-builder.ts';
import { inlineTypeOf } from './elements.ts';
import type { Piece } from './scan.ts';

export type RunPiece = Exclude<Piece, { type: 'doctype' }> | { type: 'skipped'; start: number; end: number };
type Tag = Extract<RunPiece, { name: string }>;

/** The run without what stands at its ends and is no part of the sentence: white space, comments, images and breaks, tags without a partner. */
export function trimRun(run: readonly RunPiece[]): RunPiece[] {
  const pairs = pairTags(run);
  const isPart = (piece: RunPiece) => (piece.type === 'text' ? piece.text.trim() !== '' : isTag(piece) && pairs.has(piece));
  const first = run.findIndex(isPart);
  return first < 0 ? [] : run.slice(first, run.findLastIndex(isPart) + 1);
}

/** A trimmed run as text with codes. White space is collapsed to single spaces. */
export function buildRun(run: readonly RunPiece[], html: string, fileName: string): BlockBuilder {
  const builder = new BlockBuilder(fileName);
  const pairs = pairTags(run);
  const opened = new Map<Tag, number>();
  run.forEach((piece, index) => {
    const data = html.slice(piece.start, piece.end);
    if (piece.type === 'text') builder.addText(collapsed(piece.text, { isFirst: index === 0, isLast: index === run.length - 1 }));
    else if (!isTag(piece)) builder.addStandalone('other', data);
    else {
      const partner = pairs.get(piece);
      const type = inlineTypeOf(piece.name);
      if (!partner) builder.addStandalone(type, data);
      else if (piece.type === 'start') opened.set(piece, builder.open(type, data, type === 'link' ? piece.attributes.get('href')?.value : undefined));
      else builder.close(opened.get(partner)!, data);
    }
  });
  return builder;
}

function collapsed(text: string, { isFirst, isLast }: { isFirst: boolean; isLast: boolean }): string {
  const single = text.replace(/[ \t\r\n\f]+/g, ' ');
  return single.slice(isFirst && single.startsWith(' ') ? 1 : 0, isLast && single.endsWith(' ') ? -1 : undefined);
}

function isTag(piece: RunPiece): piece is Tag {
  return piece.type === 'start' || piece.type === 'end';
}

/** Tags that open and close each other, both ways; crossing ones included, as the file has them. */
function pairTags(run: readonly RunPiece[]): Map<Tag, Tag> {
  const pairs = new Map<Tag, Tag>();
  const open = new Map<string, Tag[]>();
  for (const piece of run) {
    if (!isTag(piece)) continue;
    const opened = open.get(piece.name) ?? [];
    open.set(piece.name, opened);
    if (piece.type === 'end') {
      const partner = opened.pop();
      if (partner) pairs.set(piece, partner).set(partner, piece);
    } else if (!piece.isVoid) opened.push(piece);
  }
  return pairs;
}
