/** Footnotes and endnotes: blocks that another block refers to by a code. */
import type { InlineCode } from '../model.ts';

export type NoteKind = 'footnote' | 'endnote';

/** The anchor of a note's paragraph, counted from 1. */
export function noteAnchor(kind: NoteKind, id: string, paragraph: number): string {
  return `${kind}-${id}-${paragraph}`;
}

/** The note a block belongs to, such as `footnote-2`; null for a block of the running text. */
export function noteOfAnchor(anchor: string): string | null {
  return /^(?:footnote|endnote)-\d+(?=-\d+$)/.exec(anchor)?.[0] ?? null;
}

/** The note a code refers to, named as {@link noteOfAnchor} does; null for any other code. */
export function noteOfCode({ kind, data }: InlineCode): string | null {
  if (kind !== 'standalone') return null;
  const [, noteKind, id] = /<w:(footnote|endnote)Reference\b[^>]*\sw:id="(\d+)"/.exec(data) ?? [];
  return noteKind === undefined ? null : `${noteKind}-${id}`;
}
