/** Tables of words and the numbers they tell. */

/** Folded words (core/language/fold.ts) and what each tells. */
export type WordTable = Readonly<Record<string, number>>;

/** Words, parted by spaces, that all tell `value`. */
export function spelled(value: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, value]));
}

/** Words, parted by spaces, the first of which tells `first`, each next one `step` more. */
export function counted(first: number, step: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, index) => [word, first + index * step]));
}

/** The entry under exactly this word. */
export function entryOf(table: WordTable, word: string): number | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
