/** Errors put into good translations, each kind by a seeded hand: what translators and machines get wrong, one at a time. */
import { DAYS, MONTHS } from '../server/core/checks/calendar-words.ts';
import type { CheckId } from '../server/core/checks/check.ts';
import { namesOf } from '../server/core/checks/name.ts';
import { PairText } from '../server/core/checks/pair-text.ts';

export interface Row {
  source: string;
  target: string;
  draft?: string;
}

export interface ErrorKind {
  name: string;
  /** The checks whose business it is. */
  expected: readonly CheckId[];
  /** Per cent that must be caught; absent where nothing was promised. */
  bar?: number;
  needsDraft?: true;
  /** The target with the error in it, or null where it has no place for this error. `next` is another row. */
  inject(row: Row, random: Random, next: Row): string | null;
}

/** Below a limit, or between 0 and 1. */
export type Random = () => number;

const NAMES =
  'Borsellino Kingsway Pattavee Holborn Zhukovsky Okonkwo Vasquez Lindqvist Haruki Montague Fitzgerald Delacroix Petrovich Nakamura Grunwald Thackeray'.split(
    ' ',
  );
const CURRENCIES = ['$', '€', '£', 'dollars', 'euros'];
const SPELLED: readonly (readonly [string, number])[][] = [
  ['three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map((word, index) => [word, index + 3] as const),
  ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].map((word, index) => [word, 10 * (index + 2)] as const),
];
const NEGATIONS = /(?<= )(?:not|never|no) |n['’]t\b|\bcannot\b/g;

export const ERROR_KINDS: readonly ErrorKind[] = [
  { name: 'digit changed', expected: ['number', 'date'], bar: 95, inject: changeDigit },
  { name: 'number in words changed', expected: ['number'], inject: changeNumberWord },
  { name: 'number dropped', expected: ['number'], inject: (row, random) => dropOne(row.target, /(?<= )\d[\d.,]*(?= |\.$)/g, random) },
  { name: 'name replaced', expected: ['name'], bar: 93, needsDraft: true, inject: replaceName },
  {
    name: 'target cut by half',
    expected: ['length', 'omission'],
    bar: 95,
    inject: ({ target }) => (target.length < 80 ? null : target.slice(0, target.length / 2)),
  },
  { name: 'a third cut from the middle', expected: ['length', 'omission'], needsDraft: true, inject: cutMiddle },
  { name: 'negation removed', expected: ['negation'], bar: 55, inject: removeNegation },
  { name: 'month replaced', expected: ['month'], inject: (row, random) => replaceFrom(row, MONTHS, random) },
  { name: 'weekday replaced', expected: ['weekday'], inject: (row, random) => replaceFrom(row, DAYS, random) },
  { name: 'percent dropped', expected: ['percent'], inject: (row, random) => dropOne(row.target, / ?(?:%|per ?cent\b)/gi, random) },
  { name: 'currency replaced', expected: ['currency'], inject: replaceCurrency },
  { name: 'question mark lost', expected: ['question-mark'], inject: ({ target }) => (target.includes('?') ? target.replaceAll('?', '.') : null) },
  { name: 'Arabic word left', expected: ['arabic-letters'], inject: leaveArabic },
  { name: 'phrase in a loop', expected: ['loop', 'repeated-word'], inject: goRound },
  { name: 'word doubled', expected: ['repeated-word'], inject: doubleWord },
  { name: 'closing quote lost', expected: ['quotes'], inject: (row, random) => dropOne(row.target, /["”]/g, random) },
  { name: 'bracket lost', expected: ['brackets'], inject: (row, random) => dropOne(row.target, /[()]/g, random) },
  { name: 'next sentence appended', expected: ['length', 'addition'], inject: (row, _random, next) => `${row.target} ${next.target}` },
];

function changeDigit({ source, target }: Row, random: Random): string | null {
  const places = [...target.matchAll(/(?<![\p{L}\d])\d+(?:[.,]\d+)*/gu)].filter(([written]) => Number(written.replaceAll(',', '')) > 1);
  const place = pick(places, random);
  if (!place || !/\p{Nd}/u.test(source)) return null;
  const at = place.index + pick([...place[0].matchAll(/\d/g)], random)!.index;
  return target.slice(0, at) + String((Number(target[at]) + 1 + Math.floor(random() * 8)) % 10) + target.slice(at + 1);
}

/** Only what the source says too, and by another word of its kind: three to twelve, or tens. */
function changeNumberWord(row: Row, random: Random): string | null {
  const { sourceNumbers } = new PairText(row, {});
  const words = SPELLED.flatMap((kind) =>
    kind.flatMap(([word, value]) =>
      sourceNumbers.values.has(value) ? [...row.target.matchAll(new RegExp(`\\b${word}\\b(?!-)`, 'gi'))].map((match) => ({ match, kind })) : [],
    ),
  );
  const place = pick(words, random);
  if (!place) return null;
  const { match, kind } = place;
  const other = pick(
    kind.filter(([word]) => word !== match[0].toLowerCase()),
    random,
  )![0];
  return row.target.slice(0, match.index) + other + row.target.slice(match.index + match[0].length);
}

function replaceName(row: Row, random: Random): string | null {
  const pair = new PairText(row, {});
  const inDraft = new Set(namesOf(pair, pair.draft ?? pair.target).map(({ arabic }) => arabic.word.text));
  const name = pick(
    namesOf(pair, pair.target).filter(({ arabic }) => inDraft.has(arabic.word.text)),
    random,
  );
  return name ? row.target.replaceAll(name.latin.text, pick(NAMES, random)!) : null;
}

function cutMiddle({ target }: Row): string | null {
  const words = target.split(' ');
  const first = Math.floor(words.length * 0.35);
  return target.length < 80 ? null : [...words.slice(0, first), ...words.slice(first + Math.floor(words.length * 0.3))].join(' ');
}

/** Only where the source denies too: elsewhere the negation is the translator's own. */
function removeNegation({ source, target }: Row, random: Random): string | null {
  const isDenied = /(?<!\p{L})[وف]?(?:لم|لن|لا|ليس|ليست)(?!\p{L})/u.test(source);
  return isDenied ? dropOne(target, NEGATIONS, random) : null;
}

function replaceFrom({ target }: Row, names: readonly { english: string }[], random: Random): string | null {
  const place = pick([...target.matchAll(new RegExp(`\\b(?:${names.map(({ english }) => english).join('|')})\\b`, 'g'))], random);
  if (!place) return null;
  const other = pick(
    names.filter(({ english }) => english !== place[0]),
    random,
  )!;
  return target.slice(0, place.index) + other.english + target.slice(place.index + place[0].length);
}

function replaceCurrency({ target }: Row, random: Random): string | null {
  const here = CURRENCIES.map((word) => new RegExp(/\w/.test(word) ? `(?<=\\d |lion )${word}\\b` : `\\${word}`, 'g').exec(target)?.[0]).find(
    (word) => word !== undefined,
  );
  if (here === undefined) return null;
  const group = here.length === 1 ? CURRENCIES.slice(0, 3) : ['roubles', 'yuan', 'dinars'];
  return target.replaceAll(
    here,
    pick(
      group.filter((word) => word !== here),
      random,
    )!,
  );
}

function leaveArabic({ source, target }: Row, random: Random): string | null {
  const arabic = pick(source.match(/\p{L}{3,}/gu) ?? [], random);
  const words = target.split(' ');
  if (arabic === undefined || words.length < 4) return null;
  words.splice(Math.floor(random() * words.length), 1, arabic);
  return words.join(' ');
}

function goRound({ target }: Row, random: Random): string | null {
  const words = target.split(' ');
  if (words.length < 8) return null;
  const at = Math.floor(random() * (words.length - 4));
  const phrase = words.slice(at, at + 3);
  return [...words.slice(0, at), ...phrase, ...phrase, ...phrase, ...words.slice(at + 3)].join(' ');
}

function doubleWord({ target }: Row, random: Random): string | null {
  const word = pick([...target.matchAll(/(?<= )\p{Ll}{2,}(?= )/gu)], random);
  return word ? `${target.slice(0, word.index)}${word[0]} ${target.slice(word.index)}` : null;
}

function dropOne(target: string, pattern: RegExp, random: Random): string | null {
  const place = pick([...target.matchAll(pattern)], random);
  return place ? target.slice(0, place.index) + target.slice(place.index + place[0].length) : null;
}

function pick<T>(from: readonly T[], random: Random): T | undefined {
  return from[Math.floor(random() * from.length)];
}
