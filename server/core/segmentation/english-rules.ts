/** When an English sentence goes on after a stop. */
import {
  ANYWHERE,
  BEFORE_NUMBERS,
  BEFORE_NUMBERS_OR_LETTERS,
  BEHIND_TIME,
  BRANDS_WITH_MARK,
  CALENDAR,
  LETTERED,
  OPENERS,
  SPEECH,
  TITLES,
  UNITS,
  WHEN,
  WITHIN,
  WITHOUT_CASE,
} from './english-words.ts';
import { closesQuote, COMMON, isEllipsis, isFullStop, isInBrackets, type Rule } from './rules.ts';
import type { Stop } from './stops.ts';

const MONTH = /^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/;
/** A sentence that has only said when says so in fewer words. */
const MOST_ABOUT_TIME = 8;

/** Addresses, file names, decimals, versions: nothing parts the mark from what follows. After a closing mark a capital may follow at once. */
const isInsideWord: Rule = (stop) => !stop.isSpaced && !isSpaceMissing(stop);

/** `world.Today`: after a word of small letters or before one that begins sentences. Nothing else of an address or a program may be near. */
function isSpaceMissing(stop: Stop): boolean {
  if (!/^\p{Lu}/u.test(stop.next)) return false;
  if (stop.closers !== '') return true;
  const isWord = /^\p{Lu}?[\p{Ll}’']+$/u.test(stop.previous) || /^\d[\d,]*$/.test(stop.previous);
  const isBegun = OPENERS.has(stop.next) || TITLES.has(stop.next) || /^\p{Ll}{2,}$/u.test(stop.previous);
  return isWord && isBegun && /^\p{Lu}(?:[\p{Ll}’']*|[\p{Ll}’']+[.,;:?!]\S*)$/u.test(stop.nextWritten) && !isEllipsis(stop);
}

/**
 * `“Really?” he asked`, `Yahoo! is`, `voilà! – you have`: no English sentence begins with a small letter, but for the odd brand, an address, the next
 * mark of a list, a remark in brackets, and with a writer who has done without capitals so far.
 */
const isBeforeSmallLetter: Rule = (stop) => {
  if (!/^\p{Ll}/u.test(stop.next || stop.afterNext) || /^(?:[ie]\p{Lu}|https?:\/\/|www\.)/u.test(stop.next) || stop.isMarkerAhead) return false;
  if (stop.marks !== '.' && stop.nextCharacter !== '(') return !isWithoutCapitals(stop);
  return !isWithoutCapitals(stop) && !(stop.nextCharacter === '(' && isLongWord(stop.previous));
};

function isWithoutCapitals(stop: Stop): boolean {
  return stop.beginsSmall && !closesQuote(stop) && !isEllipsis(stop) && !stop.previous.includes('.') && isLongWord(stop.previous);
}

/** Abbreviations that no list has are short. */
function isLongWord(word: string): boolean {
  return word.length > 3 || OPENERS.has(word[0]!.toUpperCase() + word.slice(1));
}

/** As in Arabic, but that a word which opens sentences may follow: `We left (it was late.) The others stayed.` */
const isInBracketsHere: Rule = (stop) => isInBrackets(stop) && !(stop.open.brackets === 0 && OPENERS.has(stop.next) && stop.next !== 'I');

/** `Yahoo! Inc.` */
const isBrand: Rule = (stop) => stop.marks === '!' && BRANDS_WITH_MARK.has(stop.previous) && !OPENERS.has(stop.next);

const isAfterTitle: Rule = (stop) => isBareFullStop(stop) && (isOne(TITLES, stop.previous) || WITHIN.has(stop.previous));

const isBeforeNumber: Rule = (stop) =>
  isBareFullStop(stop) &&
  ((isFollowedByNumber(stop.previous) && /^[\p{N}§¶]/u.test(stop.next)) || (isOne(BEFORE_NUMBERS_OR_LETTERS, stop.previous) && isLetterOfPart(stop.next)));

/** `Fig.3 shows`: what looks like a footnote is the number of a figure. */
const isNumberAtOnce: Rule = (stop) => stop.marks === '.' && /^\d/.test(stop.closers) && isFollowedByNumber(stop.previous);

/** `6 ft. 2 in.`, `4 hrs. 30 min.`: one measure in two parts. */
const isBetweenMeasures: Rule = (stop) =>
  isBareFullStop(stop) && UNITS.has(stop.previous) && /\d$/.test(stop.beforePrevious) && /^\d/.test(stop.next) && UNITS.has(stop.afterNext);

/** `on Sun. Oct. 3`. */
const isBeforeMonth: Rule = (stop) => isBareFullStop(stop) && CALENDAR.has(stop.previous) && (CALENDAR.has(stop.next) || MONTH.test(stop.next));

/** `U.S. Steel`, but `in the U.S. The`: only a word that opens sentences ends one after an abbreviation. */
const isAbbreviation: Rule = (stop) =>
  isBareFullStop(stop) && (ANYWHERE.has(stop.previous) ? !isEndAllTheSame(stop) : isInitials(stop) && !isLabel(stop)) && !isOpening(stop);

/** `Pub. L. No. 94`: here No counts. */
function isOpening(stop: Stop): boolean {
  return OPENERS.has(stop.next) && !(stop.nextWritten === 'No.' && /^\d/.test(stop.afterNext));
}

/**
 * Before a capital `etc.` ends a sentence, and so do a degree that somebody took (`her Ph.D.`), and a time of day or an era unless nothing else was
 * said before: `At 5 p.m. President Ford spoke.`
 */
function isEndAllTheSame(stop: Stop): boolean {
  if (stop.previous === 'etc') return true;
  if (/^\d/.test(stop.next)) return false;
  if (/^(?:Ph\.?D|M\.D|[BM]\.[AS])$/.test(stop.previous)) return /^\p{Ll}+$/u.test(stop.beforePrevious);
  return /^(?:[ap]\.m|B\.C|A\.D|B\.C\.E|C\.E)$/i.test(stop.previous) && !BEHIND_TIME.has(stop.next) && !isOnlyWhen(stop);
}

/** Every word since the beginning or since a colon tells a time: `On Monday at 6 a.m.`, `In 44 B.C.` */
function isOnlyWhen(stop: Stop): boolean {
  const words = stop.wordsBefore(MOST_ABOUT_TIME + 1).slice(1);
  const since = words.findIndex((word) => word.endsWith(':'));
  const said = since < 0 ? words : words.slice(0, since);
  return said.length < MOST_ABOUT_TIME && said.every((word) => /^\d/.test(word) || WHEN.has(word.toLowerCase().replace(/[.,;]+$/, '')));
}

/** `Team B`, `Vitamin C`. */
function isLabel(stop: Stop): boolean {
  return stop.previous.length === 1 && LETTERED.has(stop.beforePrevious);
}

function isFollowedByNumber(word: string): boolean {
  return BEFORE_NUMBERS.has(word) || isOne(BEFORE_NUMBERS_OR_LETTERS, word) || CALENDAR.has(word);
}

/** Also in capitals: `GEN. LEE`, `SEC. 12`. */
function isOne(set: ReadonlySet<string>, word: string): boolean {
  if (set.has(word)) return true;
  const small = word.toLowerCase();
  return word.toUpperCase() === word && WITHOUT_CASE.has(small) && set.has(word[0]! + small.slice(1));
}

/** B, IV, b; but a sentence may begin with I and A. */
function isLetterOfPart(word: string): boolean {
  return /^(?:[B-HJ-Z]|[IVX]{2,4}|[a-z])$/.test(word);
}

/** A pause before a capital ends a sentence only where an opener stands. I has a capital anywhere. */
const isPause: Rule = (stop) => isEllipsis(stop) && (!OPENERS.has(stop.next) || /^I(?:['’]|$)/.test(stop.next)) && !closesQuote(stop);

/** `“Stop!” John shouted`, `“Stop!” I shouted`. A full stop would be a comma there. */
const isSpokenBy: Rule = (stop) =>
  closesQuote(stop) && !isFullStop(stop) && SPEECH.has(stop.afterNext) && (stop.next === 'I' || (/^\p{Lu}/u.test(stop.next) && !OPENERS.has(stop.next)));

function isBareFullStop(stop: Stop): boolean {
  return isFullStop(stop) && stop.closers === '';
}

/** `J`, `J.R.R`, `U.N`. I is one between two names only. */
function isInitials(stop: Stop): boolean {
  if (stop.previous === 'I') return /^\p{Lu}\p{Ll}+$/u.test(stop.beforePrevious) && !LETTERED.has(stop.beforePrevious) && !OPENERS.has(stop.beforePrevious);
  return /^(?:\p{L}\.){0,5}\p{L}$/u.test(stop.previous);
}

export const ENGLISH: readonly Rule[] = [
  isInsideWord,
  ...COMMON.map((rule) => (rule === isInBrackets ? isInBracketsHere : rule)),
  isNumberAtOnce,
  isBeforeSmallLetter,
  isBrand,
  isAfterTitle,
  isBeforeNumber,
  isBetweenMeasures,
  isBeforeMonth,
  isAbbreviation,
  isPause,
  isSpokenBy,
];
