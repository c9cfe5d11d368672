/** What Arabic writes together with the word behind it: و and ف, ب ك ل, س of the future, the article ال. */

export interface Proclitics {
  /** What was taken off, in order of reading: `و`, `ل`, `ال` of `وللوزارة`. */
  clitics: readonly string[];
  /** What is left, at least two letters. */
  rest: string;
}

/** For regular expressions over folded words: any proclitics a noun may carry, and those of a word without article. Either may be empty. */
export const NOUN_PROCLITICS = '(?:[وف]?(?:لل|[بكل]?ال|[بكل])?)';
export const LETTER_PROCLITICS = '(?:[وف]?[بكل]?)';

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

/**
 * All ways a folded noun can be read, the word as it stands first, then with ever more taken for proclitics: وبموسكو, بموسكو, موسكو.
 * At least two letters are left. Which of them is a word only a list can tell.
 */
export function readings(folded: string): string[] {
  const found = [folded];
  const withoutConjunction = /^[وف]/.test(folded) ? folded.slice(1) : null;
  if (withoutConjunction !== null) found.push(withoutConjunction);
  for (const form of [...found]) {
    const behind = /^(?:لل|[بكل]?ال)/u.exec(form)?.[0] ?? '';
    if (behind !== '') found.push(form.slice(behind.length));
    if (/^[بكل]/u.test(form)) found.push(form.slice(1));
  }
  return [...new Set(found)].filter((form) => form === folded || form.length >= LEAST_LETTERS);
}
