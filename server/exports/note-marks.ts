/** Notes as a page shows them: a mark in the text, the same mark before the note, and a way from each to the other. */
import { noteOfAnchor, noteOfCode } from '../core/edition/notes.ts';
import type { Paragraph } from './paragraphs.ts';

/** label: its number among the notes. markedAt, place: the paragraphs its mark and its text stand in. */
export interface NoteMark {
  label: number;
  markedAt: number;
  place: number;
}

/** Notes with a mark in the text, by name, in the order of their marks. */
export function noteMarks(paragraphs: readonly Paragraph[]): Record<string, NoteMark> {
  const places = placesOf(paragraphs);
  const marks: Record<string, NoteMark> = {};
  for (const { anchor, number: markedAt, codes } of paragraphs) {
    if (noteOfAnchor(anchor) !== null) continue;
    for (const note of codes.map(noteOfCode).filter((name) => name !== null)) {
      const place = places.get(note);
      if (place !== undefined) marks[note] ??= { label: Object.keys(marks).length + 1, markedAt, place };
    }
  }
  return marks;
}

/** The number of the first paragraph of each note. */
function placesOf(paragraphs: readonly Paragraph[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const { anchor, number } of paragraphs) {
    const note = noteOfAnchor(anchor);
    if (note !== null && !places.has(note)) places.set(note, number);
  }
  return places;
}
