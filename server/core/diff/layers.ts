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
  const [first, second] = [wordDiff(draft, translation), wordDiff(translation, now)];
  let [one, two] = [first.shift(), second.shift()];
  while (one ?? two) {
    if (one?.kind === 'removed') {
      add(parts, { kind: 'removed', by: 'translator', text: one.text });
      one = first.shift();
    } else if (two?.kind === 'added') {
      add(parts, { kind: 'added', by: 'reviewer', text: two.text });
      two = second.shift();
    } else if (one && two) {
      const length = Math.min(one.text.length, two.text.length);
      add(parts, { ...fateOf(one, two), text: one.text.slice(0, length) });
      one = rest(one, length) ?? first.shift();
      two = rest(two, length) ?? second.shift();
    } else throw new Error('two readings of one translation differ in length');
  }
  return parts;
}

/** What became of a stretch of the translation. */
function fateOf(one: DiffPart, two: DiffPart): Pick<LayerPart, 'kind' | 'by'> {
  if (two.kind === 'removed') return { kind: 'removed', by: 'reviewer' };
  return one.kind === 'added' ? { kind: 'added', by: 'translator' } : { kind: 'same', by: null };
}

function rest(part: DiffPart, from: number): DiffPart | undefined {
  return from < part.text.length ? { kind: part.kind, text: part.text.slice(from) } : undefined;
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
