/** What Arabic writes together with the word behind it: و and ف, ب ك ل, س of the future, the article ال. */

export interface Proclitics {
  /** What was taken off, in order of reading: `و`, `ل`, `ال` of `وللوزارة`. */
  clitics: readonly string[];
  /** What is left, at least two letters. */
  rest: string;
}

/** A conjunction, then a preposition or the future, then the article; لل is ل with the article. */
const SHAPE = /^(?<conjunction>[وف])?(?:(?<doubled>لل)|(?<preposition>[بكل])?(?<article>ال)|(?<future>س)(?=[ياتن])|(?<bare>[بكل]))?(?<rest>.*)$/u;
const LEAST_LETTERS = 2;
/** Without an article a lone letter is more often the word's own: a longer word must be left. */
const LEAST_BEHIND_LETTER = 3;

/**
 * The most that can be read as clitics at the beginning of a folded word (see core/language/fold.ts). Spelling alone does not tell
 * بلد from ب + لد: whoever compares words should try {@link readings} in turn.
 */
export function procliticsOf(folded: string): Proclitics {
  const groups = SHAPE.exec(folded)?.groups;
  const rest = groups?.['rest'] ?? '';
  const { conjunction, doubled, preposition, article, future, bare } = groups ?? {};
  const clitics = doubled ? [conjunction, 'ل', 'ال'] : [conjunction, preposition, article, future, bare];
  const found = clitics.filter((clitic) => clitic !== undefined);
  const least = doubled || article ? LEAST_LETTERS : LEAST_BEHIND_LETTER;
  return found.length === 0 || rest.length < least ? { clitics: [], rest: folded } : { clitics: found, rest };
}

/** The ways a folded word can be read, the word as it stands first: with all clitics, without the conjunction, without all of them. */
export function readings(folded: string): string[] {
  const { clitics, rest } = procliticsOf(folded);
  if (clitics.length === 0) return [folded];
  const withoutConjunction = /^[وف]$/.test(clitics[0]!) ? [folded.slice(1)] : [];
  return [...new Set([folded, ...withoutConjunction, rest])];
}
