/** Two texts that began from one, put together: changes that do not touch the same words are both taken, the others are left to a person. */
import { wordDiff } from '../diff/word-diff.ts';
import type { Span } from '../model.ts';

/** Whose words stand in a place that both changed; `both`: mine, then theirs. */
export type Choice = 'mine' | 'theirs' | 'both';

export type MergePiece =
  /** Stands in all three. */
  | { kind: 'same'; text: string }
  /** Changed by one side, or by both alike; `base` is what stood there. */
  | { kind: 'mine' | 'theirs' | 'alike'; base: string; text: string }
  /** Changed by both, and not alike. */
  | { kind: 'clash'; base: string; mine: string; theirs: string };

/** A change of one side: this range of the base became `text`. */
interface Hunk extends Span {
  text: string;
}

/**
 * The pieces in reading order, none empty. With `same`, `alike`, `mine`, the mine of clashes and the base of `theirs` they are exactly `mine`, and likewise
 * `theirs`. The cut is in words, as {@link wordDiff} makes them; insertions at one place clash. The method is diff3 (Khanna, Kunal, Pierce 2007) with words for lines.
 */
export function mergeTexts({ base, mine, theirs }: { base: string; mine: string; theirs: string }): MergePiece[] {
  const pieces: MergePiece[] = [];
  const [own, other] = [hunksOf(base, mine), hunksOf(base, theirs)];
  let at = 0;
  for (const region of regionsOf(base, [...own, ...other])) {
    if (region.start > at) pieces.push({ kind: 'same', text: base.slice(at, region.start) });
    const before = base.slice(region.start, region.end);
    pieces.push(pieceOf(before, applied(base, region, own), applied(base, region, other)));
    at = region.end;
  }
  if (at < base.length) pieces.push({ kind: 'same', text: base.slice(at) });
  return pieces;
}

/** The text put together. `choices` are those of the clashes in order; mine where none is given. */
export function mergedText(pieces: readonly MergePiece[], choices: readonly Choice[] = []): string {
  let clash = 0;
  return pieces.map((piece) => (piece.kind === 'clash' ? chosenText(piece, choices[clash++] ?? 'mine') : piece.text)).join('');
}

/** What a clash contributes under a choice. */
export function chosenText({ mine, theirs }: { mine: string; theirs: string }, choice: Choice): string {
  if (choice !== 'both') return choice === 'mine' ? mine : theirs;
  const space = mine === '' || theirs === '' || /\s$/.test(mine) || /^\s/.test(theirs) ? '' : ' ';
  return mine + space + theirs;
}

function hunksOf(base: string, text: string): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  let isOpen = false;
  for (const part of wordDiff(base, text)) {
    if (part.kind === 'same') {
      at += part.text.length;
      isOpen = false;
      continue;
    }
    if (!isOpen) hunks.push({ start: at, end: at, text: '' });
    isOpen = true;
    const hunk = hunks.at(-1)!;
    if (part.kind === 'added') hunk.text += part.text;
    else at = hunk.end = at + part.text.length;
  }
  return hunks;
}

/** The ranges of the base that hunks cover; hunks that overlap or touch share one. */
function regionsOf(base: string, hunks: readonly Hunk[]): Span[] {
  const regions: Span[] = [];
  let wasInsertion = false;
  for (const { start, end } of [...hunks].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const isInsertion = start === end;
    const last = regions.at(-1);
    // What is inserted belongs to the words beside it: only a space lies between.
    if (last && (start <= last.end || ((isInsertion || wasInsertion) && base.slice(last.end, start).trim() === ''))) last.end = Math.max(last.end, end);
    else regions.push({ start, end });
    wasInsertion = isInsertion;
  }
  return regions;
}

/** How one side has the region. */
function applied(base: string, { start, end }: Span, hunks: readonly Hunk[]): string {
  let text = '';
  let at = start;
  for (const hunk of hunks) {
    if (hunk.start < start || hunk.end > end) continue;
    text += base.slice(at, hunk.start) + hunk.text;
    at = hunk.end;
  }
  return text + base.slice(at, end);
}

function pieceOf(base: string, mine: string, theirs: string): MergePiece {
  if (mine === theirs) return { kind: 'alike', base, text: mine };
  if (mine === base) return { kind: 'theirs', base, text: theirs };
  if (theirs === base) return { kind: 'mine', base, text: mine };
  return { kind: 'clash', base, mine, theirs };
}
