/** When an Arabic sentence goes on after a stop. Foreign names and abbreviations in it follow the English lists. */
import {
  ABBREVIATIONS,
  AND_SO_ON,
  BEFORE_FIGURES,
  BEHIND_MEASURES,
  BLESSINGS,
  CONTINUING,
  DOUBTFUL_LETTER_NAMES,
  ERAS,
  GREAT_NUMBERS,
  HOURS,
  INITIALS_IN_NAMES,
  LETTERED,
  LETTER_NAMES,
  MINUTES,
  NAMES_WITH_WAW,
  NO_PAST,
  NO_VERBS,
  OPENINGS,
  QUESTION_WORDS,
  SPEECH,
  TELLING,
  UNITS,
  WHEN,
} from './arabic-words.ts';
import { ANYWHERE, BEFORE_NUMBERS, BEFORE_NUMBERS_OR_LETTERS, BRANDS_WITH_MARK, CALENDAR, TITLES, UNITS as LATIN_UNITS, WITHIN } from './english-words.ts';
import { readings } from '../language/arabic/clitics.ts';
import { closesQuote, COMMON, isEllipsis, isFullStop, type Rule } from './rules.ts';
import { WORD_OPENERS, type Stop } from './stops.ts';

/** A sentence that has only said when says so in fewer words. */
const MOST_ABOUT_TIME = 8;
const ARABIC = /^\p{Script=Arabic}/u;
/** Words that begin with ل and a sentence with them: لكنه، لقد، لعل، لذلك، لماذا، ليس. */
const OPENING_WITH_LAM = /^ل(?:كن|قد|عل|ذلك|ذا$|هذا|ماذا|يس|سنا|دي|طالما|ولا)/u;
const PAST = /^(?:\p{L}{3}|ا(?:ن\p{L}|\p{L}ت|ت)\p{L}{2}|است\p{L}{2,3}|ت\p{L}{2}[^اوي]?\p{L}|\p{L}ا\p{L}{2})(?:ت|وا|ت?(?:ه|ها|هم))?$/u;
const OPENING_QUOTE_OR_BRACKET = /[«“"(]/;

/** Nothing parts the mark from what follows: an address, a file, a decimal. But Arabic words often follow each other so on the web. */
const isInsideWord: Rule = (stop) => !stop.isSpaced && !isEllipsis(stop) && !(stop.closers === '' ? isBetweenWords(stop) : beginsArabic(stop.nextCharacter));

/** Arabic stands on both sides of the mark, with a full stop of two letters or more, so that it is no abbreviation. */
function isBetweenWords(stop: Stop): boolean {
  if (!beginsArabic(stop.nextCharacter)) return false;
  if (OPENING_QUOTE_OR_BRACKET.test(stop.nextCharacter) && !(isArabic(stop.lastCharacter) && isArabic(stop.secondCharacter))) return false;
  return (
    !isFullStop(stop) ||
    ((/[\p{Script=Arabic}0-9%٪)»”"\]]/u.test(stop.lastCharacter) || /[A-Za-z]\.[a-z]{2,}$/.test(stop.previous)) &&
      !isShortWord(stop.previous.split('.').at(-1)!) &&
      !isShort(stop.next.split('.')[0]!))
  );
}

function beginsArabic(character: string): boolean {
  return isArabic(character) || OPENING_QUOTE_OR_BRACKET.test(character);
}

/** Dots that trail off do not end a sentence, but before a question they do, and where what somebody says trails off: «الحياة...» ثم صمت. */
const isPause: Rule = (stop) =>
  isEllipsis(stop) && !QUESTION_WORDS.has(stop.next) && !(closesQuote(stop) && isOpening(stop.next) && !isNamed(stop.wordsBeforeQuote));

/** Abbreviations; each kind has its own way of ending a sentence all the same. */
const isAbbreviation: Rule = (stop) =>
  isFullStop(stop) &&
  (stop.closers === '' || (closesQuote(stop) && ANYWHERE.has(stop.previous))) &&
  stop.isSpaced &&
  (KINDS.find((kind) => kind.is(stop))?.goesOn(stop) ?? false);

/** ياهو! and its like. */
const isBrand: Rule = (stop) => stop.marks === '!' && BRANDS_WITH_MARK.has(stop.previous.replace(/^[وبلف]+(?=\p{L}{4})/u, ''));

/** رواية «من قتل ليلى الحايك؟» للكاتب…: a title in quotes, and its sentence goes on. What somebody said stands behind a colon. */
const isTitleInQuotes: Rule = (stop) =>
  !isFullStop(stop) &&
  closesQuote(stop) &&
  (isNamed(stop.wordsBeforeQuote) || isContinuing(stop.next) || isQuoteJoined(stop.nextCharacter, stop.secondCharacter));

/** «متى؟» و«أين؟»: two quotes with nothing but "and" between. */
function isQuoteJoined(first: string, second: string): boolean {
  return first === 'و' && /[«“"]/.test(second);
}

/** A title in Latin letters that asks or calls (Who Are You?), and its sentence goes on with a preposition. */
const isLatinTitle: Rule = (stop) => !isFullStop(stop) && /^\p{Script=Latin}/u.test(stop.previous) && isContinuing(stop.next);

function isNamed(before: readonly string[]): boolean {
  return before.length > 0 && !before[0]!.endsWith(':') && !before.some((word) => SPEECH.has(word.replace(/^[وف](?=\p{L}{3})/u, '')));
}

/** «هل أنت متأكد؟» سألته أمه. But a verb before a colon introduces a quote of its own. */
const isSpokenBy: Rule = (stop) => closesQuote(stop) && isSpeech(stop.next) && !stop.isColonAhead;

/** قالها, سألتني, أمرهم too. */
function isSpeech(word: string): boolean {
  return SPEECH.has(word) || SPEECH.has(word.replace(/(?<=\p{L}{3})(?:ه?ا|ه|ه[من]|ني|نا)$/u, ''));
}

/** A kind of abbreviation: whether the word before the stop is one, and whether the sentence then goes on. The first kind that fits decides. */
interface Kind {
  is: Rule;
  goesOn: Rule;
}

const KINDS: readonly Kind[] = [
  { is: (stop) => AND_SO_ON.has(stop.previous), goesOn: (stop) => CONTINUING.has(stop.next) },
  { is: (stop) => isAfterNumber(stop) && !isAfterFraction(stop) && ERAS.has(withoutNumber(stop.previous)), goesOn: isYearUnderWay },
  {
    is: (stop) => isAfterNumber(stop) && (UNITS.has(withoutNumber(stop.previous)) || LATIN_UNITS.has(withoutNumber(stop.previous))),
    goesOn: (stop) =>
      isContinuing(stop.next) ||
      BEHIND_MEASURES.has(stop.next) ||
      (isLetteredUnit(stop) && !isOpening(stop.next) && !isTelling(stop.next) && !isPast(stop) && !isDefinite(stop.next)),
  },
  { is: (stop) => isLettered(stop.beforePrevious) && isShort(stop.previous), goesOn: (stop) => isContinuing(stop.next) || isNumberOfVitamin(stop) },
  { is: (stop) => BEFORE_FIGURES.has(stop.previous) && /^\d/.test(stop.next), goesOn: () => true },
  { is: isEndOfQuotation, goesOn: () => false },
  // أ ف ب.: letters in a row that have no stops of their own.
  { is: isEndOfRow, goesOn: () => false },
  { is: (stop) => isShort(stop.previous) && isLetters(stop.previous), goesOn: () => true },
  { is: (stop) => isInitials(stop.previous), goesOn: (stop) => !OPENINGS.has(stop.next) && !BEFORE_FIGURES.has(stop.next) },
  { is: (stop) => BLESSINGS.has(stop.previous), goesOn: (stop) => !OPENINGS.has(stop.next) },
  { is: (stop) => LETTER_NAMES.has(stop.previous) || ABBREVIATIONS.has(stop.previous), goesOn: (stop) => !isOpening(stop.next) },
  { is: (stop) => DOUBTFUL_LETTER_NAMES.has(stop.previous) && isInRowOfLetters(stop), goesOn: (stop) => !isOpening(stop.next) },
  { is: isInitialInName, goesOn: (stop) => !isOpening(stop.next) },
  { is: (stop) => TITLES.has(stop.previous) || WITHIN.has(stop.previous), goesOn: () => true },
  { is: (stop) => isLatinBeforeNumber(stop.previous), goesOn: (stop) => !isOpening(stop.next) },
  { is: (stop) => ANYWHERE.has(stop.previous), goesOn: (stop) => !isOpening(stop.next) },
];

/** ا.هـ., أ. هـ.: here the words of another end. */
function isEndOfQuotation(stop: Stop): boolean {
  return /^[اأ]\.?ه$/.test(stop.previous) || (stop.previous === 'ه' && /^[اأ]\.$/.test(stop.beforePrevious) && stop.wordsBefore(3).length > 2);
}

function isArabic(character: string): boolean {
  return ARABIC.test(character) && !/\p{Nd}/u.test(character);
}

function isShort(word: string): boolean {
  return [...word].length <= 1;
}

/** A single letter; a figure is a word of its own. */
function isShortWord(word: string): boolean {
  return isShort(word) && !/^\d/.test(word);
}

/** أ ف ب, but in قصيدة لـ و. هـ. أودن a preposition stands before initials. */
function isEndOfRow(stop: Stop): boolean {
  const [last = '', before = '', earlier = ''] = stop.wordsBefore(3).map((word) => word.replace(WORD_OPENERS, ''));
  return isShortWord(last) && isShortWord(before) && (isShortWord(earlier) || !/^[لبكو]$/.test(before));
}

/** فيتامين ب. 12, but not ج. 20 طفلا. */
function isNumberOfVitamin(stop: Stop): boolean {
  return stop.beforePrevious.endsWith('فيتامين') && /^(?:ب ?(?:[1-9]|1[0-2])|[دك] ?[1-3])$/.test(`${stop.previous} ${stop.next}`);
}

function isLetters(word: string): boolean {
  return /^\p{L}+$/u.test(word);
}

/** أ.د، ش.م.ل، U.S: single letters with dots between; also behind a clitic (وأ.د), where a letter alone must be a title (وم). */
function isInitials(word: string): boolean {
  return /^(?:(?:\p{L}\.){0,5}\p{L}|[وفلب](?:\p{L}\.){1,5}\p{L}|و[أدم])$/u.test(word);
}

function isLatinBeforeNumber(word: string): boolean {
  return BEFORE_NUMBERS.has(word) || BEFORE_NUMBERS_OR_LETTERS.has(word) || CALENDAR.has(word);
}

/** جون سي. رايلي, but neither لغة سي. nor بي بي سي. */
function isInitialInName(stop: Stop): boolean {
  const before = stop.beforePrevious;
  if (!INITIALS_IN_NAMES.has(stop.previous) || isLettered(before)) return false;
  return [...before].length > 2 && !LETTER_NAMES.has(before) && !DOUBTFUL_LETTER_NAMES.has(before);
}

/** وفيتامين, بالمجموعة too. */
function isLettered(word: string): boolean {
  return readings(word).some((form) => LETTERED.has(form));
}

function isInRowOfLetters(stop: Stop): boolean {
  return stop.beforePrevious.endsWith('.') || LETTER_NAMES.has(stop.next) || DOUBTFUL_LETTER_NAMES.has(stop.next);
}

/** After a year: `سنة 505 هـ. في طوس`, but `توفي سنة 505 هـ. كان عالما` where more than the time was said. */
function isYearUnderWay(stop: Stop): boolean {
  if (isOpening(stop.next) || /^و(?!سط|فق|قت)\p{L}{2}$/u.test(stop.next)) return isPluralOfSomebody(stop.next);
  if (stop.next === 'من') return !/^أ\p{L}{3}$/u.test(stop.afterNext);
  return !(isTelling(stop.next) || isDefinite(stop.next) || isPast(stop)) || isOnlyWhen(stop);
}

function isOnlyWhen(stop: Stop): boolean {
  const said = stop.wordsBefore(MOST_ABOUT_TIME + 1).slice(1);
  return said.length <= MOST_ABOUT_TIME && said.every((word) => /\d/.test(word) || WHEN.has(word) || ERAS.has(word.replace(/\.$/, '')));
}

/** الكتاب at the beginning of a sentence; التي goes on, and الموافق names the same day by another calendar. */
function isDefinite(word: string): boolean {
  return /^ال\p{L}{3,}$/u.test(word) && !CONTINUING.has(word) && !/^الموافق|^المصادف|^الميلادي|^الهجري|^الحالي|^الماضي/.test(word);
}

/** كان، تضم، يعرف. */
function isTelling(word: string): boolean {
  return TELLING.has(word) || (/^ي\p{L}{3,}$/u.test(word) && !NO_VERBS.has(word));
}

/** شغل، دمرها، انتقلت، استقر، تلقى، بايع: shaped as a verb of the past. Behind a year or a price few other words are; عمر بن الخطاب is a name. */
function isPast({ next, afterNext }: Stop): boolean {
  if (next.endsWith('ة') || /^ا?بنت?$/.test(afterNext)) return false;
  return PAST.test(next) && ![CONTINUING, BEHIND_MEASURES, WHEN, NO_PAST, NO_VERBS].some((list) => list.has(next));
}

/** وتعديلاته: a plural with its owner is no verb. */
function isPluralOfSomebody(word: string): boolean {
  return /^و\p{L}{3,}ات(?:ه|ها|هم|هما|نا)$/u.test(word);
}

/** `5 كم`, `5كم` or `مليون د.إ`. */
function isAfterNumber(stop: Stop): boolean {
  return /\d$/.test(stop.beforePrevious) || /^\d/.test(stop.previous) || GREAT_NUMBERS.has(stop.beforePrevious) || HOURS.has(stop.beforePrevious);
}

/** `50 د.إ`, `3 ل`; but `37.5 م` is written without a stop. */
function isLetteredUnit(stop: Stop): boolean {
  const unit = withoutNumber(stop.previous);
  return isInitials(unit) && !(isShort(unit) && (isAfterFraction(stop) || MINUTES.has(unit)));
}

/** `37.5 م`: degrees or metres, no year. */
function isAfterFraction(stop: Stop): boolean {
  return /\d[.,٫]\d+$/.test(stop.beforePrevious) || /^\d+[.,٫]\d/.test(stop.previous);
}

function withoutNumber(word: string): string {
  return word.replace(/^\d[\d.,٫٬]*(?=\p{L})/u, '');
}

/** A word that goes on with a sentence: a preposition, also one that is written together with its noun (للكاتب، بالقاهرة). */
function isContinuing(word: string): boolean {
  return CONTINUING.has(word) || (/^(?:لل\S+|ل\S{3,}|بال\S+)$/u.test(word) && !OPENING_WITH_LAM.test(word));
}

/** A word that begins a sentence: ثم، لكن، كما، أما, or و with a word of three letters or more. */
function isOpening(word: string): boolean {
  return (/^(?:و\p{L}{3,}|ثم$|لكن|كما|أما)/u.test(word) && !NAMES_WITH_WAW.has(word)) || OPENINGS.has(word);
}

export const ARABIC_RULES: readonly Rule[] = [isPause, isInsideWord, ...COMMON, isAbbreviation, isBrand, isTitleInQuotes, isLatinTitle, isSpokenBy];
