/**
 * Light stems: the article with its prefixes, a conjunction and the commonest endings taken off. Light10 of Larkey, Ballesteros and Connell,
 * “Light Stemming for Arabic Information Retrieval” (2007). It neither finds roots nor undoes broken plurals.
 */

const PREFIXES = ['وال', 'بال', 'كال', 'فال', 'لل', 'ال'];
/** In this order; each is taken off once. Folding has made ة a ه. */
const SUFFIXES = ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ه', 'ي'];
const LEAST_LETTERS = 2;
const LEAST_BEHIND_AND = 3;

/** The stem of one folded word (see core/language/fold.ts). At least two letters long where the word is; other scripts stay as they are. */
export function lightStem(folded: string): string {
  let stem = withoutPrefix(folded);
  for (const suffix of SUFFIXES) if (stem.endsWith(suffix) && stem.length - suffix.length >= LEAST_LETTERS) stem = stem.slice(0, -suffix.length);
  return stem;
}

function withoutPrefix(word: string): string {
  const bare = word.startsWith('و') && word.length > LEAST_BEHIND_AND && !word.startsWith('وال') ? word.slice(1) : word;
  const prefix = PREFIXES.find((one) => bare.startsWith(one) && bare.length - one.length >= LEAST_LETTERS);
  return prefix === undefined ? bare : bare.slice(prefix.length);
}
