/** When an English sentence goes on after a stop. */
import { ANYWHERE, BEFORE_NUMBERS, BRANDS_WITH_MARK, OPENERS, SPEECH, TITLES, WITHIN } from './english-words.ts';
import { closesQuote, COMMON, isEllipsis, isFullStop, type Rule } from './rules.ts';

/** Addresses, file names, decimals, versions: nothing parts the mark from what follows. After a closing mark a capital may follow at once. */
const isInsideWord: Rule = (stop) => !stop.isSpaced && !(stop.closers !== '' && /^\p{Lu}/u.test(stop.next));

/** `“Really?” he asked`, `Yahoo! is`: no English sentence begins with a small letter, but for the odd brand and the next mark of a list. */
const isBeforeSmallLetter: Rule = (stop) => /^\p{Ll}/u.test(stop.next) && !/^[ie]\p{Lu}/u.test(stop.next) && !stop.isMarkerAhead;

/** `Yahoo! Inc.` */
const isBrand: Rule = (stop) => stop.marks === '!' && BRANDS_WITH_MARK.has(stop.previous) && !OPENERS.has(stop.next);

const isAfterTitle: Rule = (stop) => isBareFullStop(stop) && (TITLES.has(stop.previous) || WITHIN.has(stop.previous));

const isBeforeNumber: Rule = (stop) => isBareFullStop(stop) && BEFORE_NUMBERS.has(stop.previous) && /^\p{N}/u.test(stop.next);

/** `Jan. 5`, `U.S. Steel`, but `in the U.S. The`: only a word that opens sentences ends one after an abbreviation. */
const isAbbreviation: Rule = (stop) => isBareFullStop(stop) && (ANYWHERE.has(stop.previous) || isInitials(stop.previous)) && !OPENERS.has(stop.next);

/** A pause before a capital ends a sentence only where an opener stands. */
const isPause: Rule = (stop) => isEllipsis(stop) && !OPENERS.has(stop.next) && !closesQuote(stop);

/** `“Stop!” John shouted.` */
const isSpokenBy: Rule = (stop) => closesQuote(stop) && SPEECH.has(stop.afterNext) && /^\p{Lu}/u.test(stop.next) && !OPENERS.has(stop.next);

function isBareFullStop(stop: Parameters<Rule>[0]): boolean {
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
  isAbbreviation,
  isPause,
  isSpokenBy,
];
