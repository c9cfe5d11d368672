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
  WITHIN,
} from './english-words.ts';
import { closesQuote, COMMON, isEllipsis, isFullStop, type Rule } from './rules.ts';
import type { Stop } from './stops.ts';

const MONTH = /^(?:January|February|March|April|May|June|July|August|September|October|November|December)$/;
/** Fewer words with a time of day among them only say when. */
const LEAST_BEFORE_TIME = 5;

/** Addresses, file names, decimals, versions: nothing parts the mark from what follows. After a closing mark a capital may follow at once. */
const isInsideWord: Rule = (stop) => !stop.isSpaced && !(stop.closers !== '' && /^\p{Lu}/u.test(stop.next));

/** `“Really?” he asked`, `Yahoo! is`: no English sentence begins with a small letter, but for the odd brand and the next mark of a list. */
const isBeforeSmallLetter: Rule = (stop) => /^\p{Ll}/u.test(stop.next) && !/^[ie]\p{Lu}/u.test(stop.next) && !stop.isMarkerAhead;

/** `Yahoo! Inc.` */
const isBrand: Rule = (stop) => stop.marks === '!' && BRANDS_WITH_MARK.has(stop.previous) && !OPENERS.has(stop.next);

const isAfterTitle: Rule = (stop) => isBareFullStop(stop) && (TITLES.has(stop.previous) || WITHIN.has(stop.previous));

const isBeforeNumber: Rule = (stop) =>
  isBareFullStop(stop) &&
  ((isFollowedByNumber(stop.previous) && /^\p{N}/u.test(stop.next)) || (BEFORE_NUMBERS_OR_LETTERS.has(stop.previous) && isLetterOfPart(stop.next)));

/** `on Sun. Oct. 3`. */
const isBeforeMonth: Rule = (stop) => isBareFullStop(stop) && CALENDAR.has(stop.previous) && (CALENDAR.has(stop.next) || MONTH.test(stop.next));

/** `U.S. Steel`, but `in the U.S. The`: only a word that opens sentences ends one after an abbreviation. */
const isAbbreviation: Rule = (stop) =>
  isBareFullStop(stop) && (ANYWHERE.has(stop.previous) ? !isEndAllTheSame(stop) : isInitials(stop.previous) && !isLabel(stop)) && !OPENERS.has(stop.next);

/** Before a capital `etc.` ends a sentence, and so does a time of day or an era unless it opened the sentence: `At 5 p.m. President Ford spoke.` */
function isEndAllTheSame(stop: Stop): boolean {
  if (stop.previous === 'etc') return true;
  return (
    /^(?:[ap]\.m|B\.C|B\.C\.E|C\.E)$/i.test(stop.previous) && !BEHIND_TIME.has(stop.next) && stop.wordsBefore(LEAST_BEFORE_TIME).length === LEAST_BEFORE_TIME
  );
}

/** `Team B`, `Vitamin C`. */
function isLabel(stop: Stop): boolean {
  return stop.previous.length === 1 && LETTERED.has(stop.beforePrevious);
}

function isFollowedByNumber(word: string): boolean {
  return BEFORE_NUMBERS.has(word) || BEFORE_NUMBERS_OR_LETTERS.has(word) || CALENDAR.has(word);
}

/** B, IV; but a sentence may begin with I and A. */
function isLetterOfPart(word: string): boolean {
  return /^(?:[B-HJ-Z]|[IVX]{2,4})$/.test(word);
}

/** A pause before a capital ends a sentence only where an opener stands. I has a capital anywhere. */
const isPause: Rule = (stop) => isEllipsis(stop) && (!OPENERS.has(stop.next) || /^I(?:['’]|$)/.test(stop.next)) && !closesQuote(stop);

/** `“Stop!” John shouted.` */
const isSpokenBy: Rule = (stop) => closesQuote(stop) && SPEECH.has(stop.afterNext) && /^\p{Lu}/u.test(stop.next) && !OPENERS.has(stop.next);

function isBareFullStop(stop: Stop): boolean {
  return isFullStop(stop) && stop.closers === '';
}

/** `J`, `J.R.R`, `U.N`. */
function isInitials(word: string): boolean {
  return /^(?:\p{L}\.){0,5}\p{L}$/u.test(word) && word !== 'I';
}

export const ENGLISH: readonly Rule[] = [
  isInsideWord,
  ...COMMON,
  isBeforeSmallLetter,
  isBrand,
  isAfterTitle,
  isBeforeNumber,
  isBeforeMonth,
  isAbbreviation,
  isPause,
  isSpokenBy,
];
