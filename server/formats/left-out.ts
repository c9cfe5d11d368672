import type { ImportedFile } from './format.ts';

type LeftOut = ImportedFile['leftOut'];

/** Counts what a file holds besides its blocks. */
export class LeftOutCounter {
  readonly #counts = new Map<string, number>();

  add(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  list(): LeftOut {
    return Array.from(this.#counts, ([what, count]) => ({ what, count }));
  }
}

/** The entry for characters that were lost before the file came here, if there are any. */
export function lostCharacters(count: number): LeftOut {
  return count === 0 ? [] : [{ what: 'lost-characters', count }];
}
