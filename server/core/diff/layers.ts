/** Three texts as one: the machine's draft, what the translator made of it, and how it reads now. */
import { wordDiff, type DiffPart } from './word-diff.ts';

/** Whose change it is: between draft and translation the translator's, after it the reviewer's. */
export type Hand = 'translator' | 'reviewer';

export interface LayerPart {
  kind: DiffPart['kind'];
  /** null for what stands in all three texts. */
  by: Hand | null;
  text: string;
}

/**
 * The changes of both hands in reading order. Without what was removed the parts are exactly `now`; without what the reviewer added and with what only the
 * reviewer removed they are exactly `translation`; `same` and what the translator removed, with what the reviewer removed of the draft, are the draft.
 * A word that the translator wrote and the reviewer took out is the reviewer's removal. No two neighbours of one kind and hand, none empty.
 */
export function layersOf({ draft, translation, now }: { draft: string; translation: string; now: string }): LayerPart[] {
  const parts: LayerPart[] = [];
  const second = new Reading(wordDiff(translation, now));
  for (const { kind, text } of wordDiff(draft, translation)) {
    if (kind === 'removed') add(parts, { kind, by: 'translator', text });
    else for (const part of second.take(text.length)) add(parts, part.kind === 'same' && kind === 'added' ? { ...part, kind, by: 'translator' } : part);
  }
  for (const part of second.take(Infinity)) add(parts, part);
  return parts;
}

/** Reads through the changes from translation to now by the translation's length. */
class Reading {
  private part: DiffPart | undefined;

  constructor(private readonly parts: DiffPart[]) {
    this.part = parts.shift();
  }

  /** What became of the next `length` units of the translation, with what was added before them. */
  *take(length: number): Generator<LayerPart> {
    for (let left = length; this.part && left > 0;) {
      const { kind, text } = this.part;
      const taken = kind === 'added' ? text.length : Math.min(left, text.length);
      yield { kind, by: kind === 'same' ? null : 'reviewer', text: text.slice(0, taken) };
      if (kind !== 'added') left -= taken;
      this.part = taken < text.length ? { kind, text: text.slice(taken) } : this.parts.shift();
    }
  }
}

function add(parts: LayerPart[], part: LayerPart): void {
  const last = parts.at(-1);
  if (last?.kind === part.kind && last.by === part.by) last.text += part.text;
  else if (part.text !== '') parts.push(part);
}

/** The parts as a page draws them: white space outside of the marks, and a space between words that took each other's place. For reading only. */
export function tidyLayers(parts: readonly LayerPart[]): LayerPart[] {
  const tidy: LayerPart[] = [];
  for (const { kind, by, text } of parts) {
    const core = text.trim();
    if (kind === 'same' || core === '') {
      // A removed space between two words that stay would glue nothing together; an added one is seen without a mark.
      if (kind !== 'removed') add(tidy, { kind: 'same', by: null, text });
      continue;
    }
    const start = text.indexOf(core);
    add(tidy, { kind: 'same', by: null, text: text.slice(0, start) });
    if (touches(tidy.at(-1), core)) add(tidy, { kind: 'same', by: null, text: ' ' });
    add(tidy, { kind, by, text: core });
    add(tidy, { kind: 'same', by: null, text: text.slice(start + core.length) });
  }
  return tidy;
}

function touches(before: LayerPart | undefined, text: string): boolean {
  return before?.kind === 'removed' && /^[\p{L}\p{N}]/u.test(text) && /\S$/.test(before.text);
}
