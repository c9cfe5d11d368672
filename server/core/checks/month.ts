/** Months by their four Gregorian naming systems and of the Hijri year. */
import type { Span } from '../model.ts';
import { HIJRI_MONTHS, MONTHS, type CalendarName } from './calendar-words.ts';
import type { Check, Found } from './check.ts';
import type { PairText } from './pair-text.ts';

const NEAR = 12;
const MONTH_BEFORE = /(?:شهر|شهري|اشهر) (?:من )?$/;
const IN_BEFORE = /(?<!\p{L})(?:في|منذ|حتي|نهايه|مطلع|اوائل|اواخر|منتصف|بدايه) $/u;

export const month: Check = {
  id: 'month',
  severity: 'high',
  run(pair) {
    const here = [...MONTHS, ...HIJRI_MONTHS].flatMap((name) => {
      const span = mentionOf(name, pair.source.folded.text);
      return span ? [{ name, span: pair.source.spanOfFolded(span.start, span.end) }] : [];
    });
    if (here.length === 0) return { found: [] };
    const lost = here.filter(({ name }) => !isNamed(name, pair));
    const spare = lost.length === 1 ? spareMonth(here, pair) : null;
    return { found: lost.map(({ name, span }): Found => found(name.english, span, spare)), agreed: here.length - lost.length };
  },
};

function found(name: string, source: Span, spare: { name: string; span: Span } | null): Found {
  return spare
    ? { message: 'month.differs', values: { source: name, target: spare.name }, source, target: spare.span }
    : { message: 'month.missing', values: { source: name }, source };
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

function isNamed(name: CalendarName, { target }: PairText): boolean {
  name.target.lastIndex = 0;
  if (name.number > 100) return name.target.test(target.folded.text);
  return name.target.test(target.text) || figurePattern(name.number).test(target.folded.text);
}

/** 3/11, 2023-11-05. */
function figurePattern(number: number): RegExp {
  return new RegExp(`(?<!\\d)0?${number}[/.-]\\d|\\d[/.-]0?${number}(?!\\d)`);
}

/** The one month that the target names and the source does not. */
function spareMonth(here: readonly { name: CalendarName }[], { target }: PairText): { name: string; span: Span } | null {
  const known = new Set(here.map(({ name }) => name.number));
  const spare = MONTHS.filter((name) => !known.has(name.number)).flatMap((name) => {
    name.target.lastIndex = 0;
    const match = name.target.exec(target.text);
    return match ? [{ name: name.english, span: { start: match.index, end: match.index + match[0].length } }] : [];
  });
  return spare.length === 1 ? spare[0]! : null;
}
