/** Dates of which each part is there but in another company, and years counted from another beginning. */
import type { Span } from '../model.ts';
import { MONTHS } from './calendar-words.ts';
import { SILENT, type Check, type Found, type Outcome } from './check.ts';
import type { PairText } from './pair-text.ts';
import type { ReadText } from './read-text.ts';

const DAY_BEFORE = /(?<!\d)\d{1,2} (?:من )?(?:شهر )?$/;
/** Several days may share their month: 4 and 5 March, March 4–5. */
const ENGLISH_DAYS_BEFORE = /(?<!\d)\d{1,2}(?:st|nd|rd|th)?(?:(?:,| and| or| to| until| through|,? and)? ?[-–]? ?\d{1,2}(?:st|nd|rd|th)?){0,4},? (?:of )?$/;
const ENGLISH_DAYS_AFTER = /^\.? \d{1,2}(?:st|nd|rd|th)?(?:(?:,| and| or| to| until| through|,? and)? ?[-–]? ?\d{1,2}(?:st|nd|rd|th)?(?!\d)){0,4}(?!\d)/;
const REACH = 40;

export const date: Check = {
  id: 'date',
  severity: 'high',
  run(pair) {
    const days = ofDays(pair);
    return { found: [...days.found, ...ofEras(pair)], agreed: days.agreed };
  },
};

interface DayOfMonth extends Span {
  day: number;
  month: number;
  name: string;
}

/** A day is wrong when the target has it, has its month too, and gives that month other days only: dates whose days changed places. */
function ofDays({ source, target, targetNumbers }: PairText): Outcome {
  const here = datesIn(source.folded.text, 'source', DAY_BEFORE, null);
  if (here.length === 0) return SILENT;
  const there = datesIn(target.text, 'target', ENGLISH_DAYS_BEFORE, ENGLISH_DAYS_AFTER);
  const wrong = here.flatMap((one): Found[] => {
    const sameMonth = there.filter(({ month }) => month === one.month);
    const isMoved = sameMonth.length > 0 && targetNumbers.values.has(one.day) && !sameMonth.some(({ day }) => day === one.day);
    if (!isMoved) return [];
    const span = source.spanOfFolded(one.start, one.end);
    const values = { source: `${one.day} ${one.name}`, written: source.wordsAt(span), target: `${sameMonth[0]!.day} ${one.name}` };
    return [{ message: 'date.differs', values, source: span, target: spanOf(sameMonth[0]!) }];
  });
  return { found: wrong, agreed: here.filter(({ day, month }) => there.some((other) => other.day === day && other.month === month)).length };
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

function datesIn(text: string, side: 'source' | 'target', before: RegExp, after: RegExp | null): DayOfMonth[] {
  return MONTHS.flatMap((name) =>
    Array.from(text.matchAll(name[side])).flatMap((match): DayOfMonth[] => {
      const [start, end] = [match.index, match.index + match[0].length];
      const earlier = before.exec(text.slice(Math.max(0, start - REACH), start))?.[0] ?? '';
      const later = after?.exec(text.slice(end, end + REACH))?.[0] ?? '';
      const days = `${earlier} ${later}`.match(/\d+/g) ?? [];
      return days.map((day) => ({ day: Number(day), month: name.number, name: name.english, start: start - earlier.length, end: end + later.length }));
    }),
  );
}

const HIJRI_YEAR = /(?<=\d ?)هـ?(?![\p{L}])|(?<!\p{L})هجري(?:ه|ا)?(?!\p{L})|(?<!\p{L})للهجره/u;
const BEFORE_CHRIST = /(?<!\p{L})ق\.? ?م(?!\p{L})|قبل الميلاد/u;
const SAYS_HIJRI = /\bA\.?H\b|\bhij|hegira/i;
const SAYS_AD = /\d ?(?:A\.?D|C\.?E)\b|\b(?:A\.?D|C\.?E)\.? ?\d/;
const SAYS_BC = /\bB\.?C|before (?:Christ|the Common)|pre-Christian/i;

function ofEras({ source, target }: PairText): Found[] {
  const hijri = HIJRI_YEAR.exec(source.folded.text);
  const ad = SAYS_AD.exec(target.text);
  if (hijri && ad && !SAYS_HIJRI.test(target.text) && !/ميلادي|(?<=\d ?)م(?!\p{L})/u.test(source.folded.text)) {
    return [{ message: 'date.hijri', source: placeOf(source, hijri), target: { start: ad.index, end: ad.index + ad[0].length } }];
  }
  const before = BEFORE_CHRIST.exec(source.folded.text);
  return before && !SAYS_BC.test(target.text) && /\d/.test(target.text) ? [{ message: 'date.beforeChrist', source: placeOf(source, before) }] : [];
}

function placeOf(source: ReadText, match: RegExpExecArray): Span {
  return source.spanOfFolded(match.index, match.index + match[0].length);
}
