/** Months by their four Gregorian naming systems and of the Hijri year. */
import { fold } from '../language/fold.ts';
import type { Span } from '../model.ts';
import { HIJRI_MONTHS, MONTHS, placeInEnglish, type CalendarName } from './calendar-words.ts';
import type { Check, Found } from './check.ts';
import type { PairText } from './pair-text.ts';

const NEAR = 12;
const MONTH_BEFORE = /(?:شهر|شهري|اشهر) (?:من )?$/;
const IN_BEFORE = /(?<!\p{L})(?:في|منذ|حتي|نهايه|مطلع|اوائل|اواخر|منتصف|بدايه) $/u;

export const month: Check = {
  id: 'month',
  severity: 'high',
  run(pair) {
    const here = namesIn(pair);
    if (here.length === 0) return exchanged(pair);
    const lost = here.filter((one) => !isNamed(one, pair));
    const spare = lost.length === 1 ? spareMonth(here, pair) : null;
    return { found: lost.map((one) => found(one, pair, spare)), agreed: here.length - lost.length };
  },
};

interface Named {
  name: CalendarName;
  span: Span;
}

function namesIn({ source }: PairText): Named[] {
  return [...MONTHS, ...HIJRI_MONTHS].flatMap((name) => {
    const span = mentionOf(name, source.folded.text);
    return span ? [{ name, span: source.spanOfFolded(span.start, span.end) }] : [];
  });
}

/** What may be another word is a month where it stands as months do, and the target names a month that the source does not: في أوت, in October. */
function exchanged({ source, target }: PairText): { found: readonly Found[] } {
  const { text } = source.folded;
  const maybe = MONTHS.flatMap((name) => {
    const match = name.isAmbiguous && [...text.matchAll(name.source)].find(({ index }) => IN_BEFORE.test(text.slice(Math.max(0, index - NEAR), index)));
    return match ? [{ name, span: source.spanOfFolded(match.index, match.index + match[0].length) }] : [];
  });
  const spare = maybe.length === 1 && placeInEnglish(maybe[0]!.name, target.text) === null ? spareMonth(maybe, { target }) : null;
  return { found: spare ? [found(maybe[0]!, { source }, spare)] : [] };
}

function found({ name, span }: Named, { source }: Pick<PairText, 'source'>, spare: { name: string; span: Span } | null): Found {
  const values = { source: name.english, written: source.wordsAt(span) };
  return spare
    ? { message: 'month.differs', values: { ...values, target: spare.name }, source: span, target: spare.span }
    : { message: 'month.missing', values, source: span };
}

/** The first place where the name means a month. */
export function mentionOf(name: CalendarName, folded: string): Span | null {
  for (const match of folded.matchAll(name.source)) {
    const span = { start: match.index, end: match.index + match[0].length };
    if (!name.isAmbiguous?.test(match[0]) || standsInDate(folded, span, name.number > 100)) return span;
  }
  return null;
}

function standsInDate(folded: string, { start, end }: Span, isHijri: boolean): boolean {
  const before = folded.slice(Math.max(0, start - NEAR), start);
  if (MONTH_BEFORE.test(before)) return true;
  const after = folded.slice(end, end + (isHijri ? 0 : NEAR));
  return isHijri
    ? /\d (?:من )?$/.test(before) || /^ (?:عام |سنه )?1[0-4]\d\d(?!\d)/.test(folded.slice(end, end + NEAR))
    : /\d (?:من )?$/.test(before) ||
        /^[ /]{0,3}\d/.test(after) ||
        (IN_BEFORE.test(before) && /^ (?:من )?(?:ال)?(?:عام|سنه|ماضي|مقبل|جاري|قادم|\d)/.test(after));
}

function isNamed({ name, span }: Named, { source, target }: PairText): boolean {
  if (name.number > 100) return placeInEnglish(name, target.folded.text) !== null;
  return (
    placeInEnglish(name, target.text) !== null ||
    figurePattern(name.number).test(target.folded.text) ||
    namedAfter(name, source.text.slice(Math.max(0, span.start - NEAR), span.start))?.test(target.text) === true
  );
}

/** M23, of the movement of 23 March. */
function namedAfter({ english }: CalendarName, before: string): RegExp | null {
  const day = /(\p{Nd}{1,2}) $/u.exec(before)?.[1];
  return day === undefined ? null : new RegExp(`\\b${english[0]}-?${fold(day).text}\\b`);
}

/** 3/11, 2023-11-05. */
function figurePattern(number: number): RegExp {
  return new RegExp(`(?<!\\d)0?${number}[/.-]\\d|\\d[/.-]0?${number}(?!\\d)`);
}

/** The one month that the target names and the source does not. */
function spareMonth(here: readonly Named[], { target }: Pick<PairText, 'target'>): { name: string; span: Span } | null {
  const known = new Set(here.map(({ name }) => name.number));
  const spare = MONTHS.filter((name) => !known.has(name.number)).flatMap((name) => {
    const span = placeInEnglish(name, target.text);
    return span ? [{ name: name.english, span }] : [];
  });
  return spare.length === 1 ? spare[0]! : null;
}
