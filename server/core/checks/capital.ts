/** Sentences that begin with a small letter. */
import { SILENT, type Check, type Found, type Outcome } from './check.ts';
import { endsWithStop, findEach, lastSign, replacing } from './helpers.ts';

/** Behind these a sentence goes on in the next segment, as those of a list do. */
const GOES_ON = '؛;:';
const START = /^["“‘'([]*(\p{Ll}[\p{L}\p{M}’'-]*)/u;
/** iPhone, eBay, d'Artagnan, al-Masri, https: names and addresses that begin small. */
const SMALL_BY_NATURE = /^(?:\p{Ll}['’]?\p{Lu}|(?:al|el|an|as|ad|ar|at|az|ash)[-’']|(?:https?|www)\b|(?:de|van|von|bin|ibn)\b)/u;
/** Labels of lists: b) and iv. */
const LABEL = /^(?:\p{Ll}|[ivx]{1,5})[.)]/u;
/** Days cut short: as words they begin small. */
const DAY = /(?:^|[^\p{L}])(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)$/u;
/** A full stop after these ends no sentence; nor does one after a single letter, or dots in a row. */
const ABBREVIATION =
  /(?:^|[^\p{L}])(?:e\.g|i\.e|etc|vs|al|[ap]\.m|no|nos|st|mr|mrs|ms|dr|prof|ca|cf|approx|inc|co|ltd|jr|sr|rev|gen|col|lt|sgt|capt|hon|pres|gov|sen|rep|fig|figs|vol|ch|pp?|ed|eds|est|dept|min|max|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\p{L}(?:\.\p{L})*)$|\.$/iu;

export const capital: Check = {
  id: 'capital',
  severity: 'low',
  run: ({ source, target }) => ({ found: [...atStart(source.text, target.text), ...afterStops(target.text).found] }),
};

function atStart(source: string, target: string): readonly Found[] {
  const match = START.exec(target);
  if (!match || !endsWithStop(source) || GOES_ON.includes(lastSign(source)) || SMALL_BY_NATURE.test(match[1]!)) return SILENT.found;
  const start = match[0].length - match[1]!.length;
  if (LABEL.test(target.slice(start, start + 6)) || isLatinOf(source, match[1]!)) return SILENT.found;
  return [small('capital.start', target, start)];
}

/** npm: the source writes it small too. */
function isLatinOf(source: string, word: string): boolean {
  return source.match(/[\p{Script=Latin}\p{N}’'-]+/gu)?.includes(word) ?? false;
}

function afterStops(text: string): Outcome {
  return findEach(text, /[.!?]["”’)\]]?\s+["“‘]?(?=\p{Ll})/gu, (match, span) => {
    const before = text.slice(Math.max(0, span.start - 12), span.start);
    const rest = text.slice(span.end, span.end + 12);
    const isAbbreviation = match[0].startsWith('.') && (ABBREVIATION.test(before) || DAY.test(before));
    const isQuotedQuestion = !match[0].startsWith('.') && /^[.!?]["”’)\]]/.test(match[0]);
    const isName = match[0].startsWith('!') && /(?:^|\s)\p{Lu}\p{L}*$/u.test(before);
    return isAbbreviation || isQuotedQuestion || isName || SMALL_BY_NATURE.test(rest) ? null : small('capital.afterStop', text, span.end);
  });
}

function small(message: string, text: string, start: number): Found {
  const letter = String.fromCodePoint(text.codePointAt(start)!);
  const span = { start, end: start + letter.length };
  return { message, values: { letter }, target: span, fix: replacing(span, letter.toUpperCase()) };
}
