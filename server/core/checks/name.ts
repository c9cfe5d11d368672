/**
 * Names of the source that are missing from the target. No list of names is needed: an Arabic word that sounds like a capitalised word of the
 * draft is a name, and the target must have some word that sounds like it.
 */
import { plainLatin } from '../language/transliteration.ts';
import type { Span } from '../model.ts';
import { SILENT, type Check, type Found } from './check.ts';
import { englishForms, formsOfPlace } from './names/exonyms.ts';
import { ArabicSounds, LatinSounds, type Match } from './names/sounding-words.ts';
import { isCommonWord } from './names/common-words.ts';
import type { PairText } from './pair-text.ts';
import type { ReadText, Word } from './read-text.ts';

/** So alike that an Arabic and a Latin word are one name; and alike enough for another spelling of it. */
export const SURE = 0.8;
export const LIKELY = 0.68;
const SURE_WHEN_SHORT = 0.9;
const SHORT = 3;
const LEAST_LETTERS = 3;
const STEM_LETTERS = 4;

export const name: Check = {
  id: 'name',
  severity: 'medium',
  run(pair) {
    if (!pair.draft) return SILENT;
    const names = namesOf(pair, pair.draft);
    const there = new LatinSounds(pair.target.words);
    // One word of the target answers one name: Hong is not also the Kong of Hong Kong.
    const answered = names.filter(({ latin }) => there.has(latin.text));
    const lost = names.filter((name) => !isIn(there, name, takenFrom(name, answered)) && !isShortened(name, pair));
    return { found: lost.map(found), agreed: names.length - lost.length };
  },
};

export interface Name {
  latin: Word;
  arabic: Match;
  /** How far through the text it stands, 0 to 1. */
  share: number;
}

/** The names that the source and an English text share, each once. */
export function namesOf({ source }: PairText, english: ReadText): Name[] {
  const sounds = new ArabicSounds(source.words.filter(({ text }) => text.length >= LEAST_LETTERS - 1 && /\p{Script=Arabic}/u.test(text)));
  const exonyms = exonymsIn(source.words);
  const names = new Map<string, Name>();
  for (const latin of english.words) {
    if (!isCapitalised(latin.text) || names.has(latin.text)) continue;
    const share = latin.start / english.text.length;
    const arabic = exonyms.get(plainLatin(latin.text)) ?? sounds.best(latin.text, share);
    if (arabic && arabic.similarity >= leastSimilarity(arabic.word.text) && !isCommonWord(arabic.word.text)) names.set(latin.text, { latin, arabic, share });
  }
  return [...names.values()];
}

/** Words of the source that have an English form of their own, by all those forms. */
function exonymsIn(words: readonly Word[]): Map<string, Match> {
  const known = new Map<string, Match>();
  for (const word of words) for (const form of formsOfPlace(word.text) ?? []) if (!known.has(form)) known.set(form, { word, similarity: 1 });
  return known;
}

/** Short words sound alike by chance. */
function leastSimilarity(arabic: string): number {
  return arabic.length <= SHORT ? SURE_WHEN_SHORT : SURE;
}

function isCapitalised(text: string): boolean {
  return /^\p{Lu}/u.test(text) && text.length >= LEAST_LETTERS && !isCommonWord(text) && !/\d/.test(text);
}

function isIn(there: LatinSounds, { latin, arabic, share }: Name, taken: ReadonlySet<string>): boolean {
  if (there.has(latin.text)) return true;
  const forms = englishForms(arabic.word.text);
  if (forms && [...forms].some((form) => there.has(form))) return true;
  // A name with English forms of its own is hardly spelt by its sound.
  return (there.best(arabic.word.text, share, taken)?.similarity ?? 0) >= (forms ? SURE : LIKELY);
}

/** Words of the target that answer other names, unless those are forms of the same one: Pakistan, Pakistani. */
function takenFrom(name: Name, answered: readonly Name[]): Set<string> {
  const stem = plainLatin(name.latin.text).slice(0, STEM_LETTERS);
  const others = answered.filter(({ arabic }) => arabic.word.text !== name.arabic.word.text).map(({ latin }) => plainLatin(latin.text));
  return new Set(others.filter((other) => !other.startsWith(stem)));
}

/** VW for Volkswagen: an acronym that the draft has not and that holds the first letter. */
function isShortened({ latin }: Name, { target, draft }: PairText): boolean {
  const initial = latin.text[0]!;
  const inDraft = new Set(draft?.words.map(({ text }) => text));
  return target.words.some(({ text }) => /^\p{Lu}{2,6}s?$/u.test(text) && text.includes(initial) && !inDraft.has(text));
}

function found({ latin, arabic }: Name): Found {
  return { message: 'name', values: { source: arabic.word.text, draft: latin.text }, source: spanOf(arabic.word) };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
