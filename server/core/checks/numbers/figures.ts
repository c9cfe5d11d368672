/** Numbers in digits, which both languages write alike once Arabic digits are folded. */
import { digitsOf, type Figure } from './mention.ts';

const FIGURE = /\d+(?:[.,:/-]\d+|\u060c\d{3}(?!\d))*|(?<![\p{L}\d.])\.\d+/gu;
const PARTS = /[^:/-]+/g;
const GROUPED_BY_COMMAS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const GROUPED_BY_STOPS = /^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/;
const CLOCK = /^(\d{1,2})[:.](\d\d)$/;
const PLAIN = /^(?:\d+(?:\.\d+)?|\.\d+)$/;
const DECIMAL_COMMA = /^\d+,\d+$/;
/** What stands between groups of one telephone or account number. */
const LEAST_OF_RUN = 3;
/** A thousand billion. */
const MOST_GROUPS = 5;
const WITHIN_RUN = /^[ ().+/-]{0,3}$/;

/** Where a full stop may group thousands and a comma begin the fraction, as in Arabic texts. */
export type Grouping = 'english' | 'either';

/** What multiplies the number that ends at an offset of the text; 1 for nothing. */
export type ScaleAt = (end: number) => number;

/** The figures of a folded text (see core/language/fold.ts), spans in it. Linear time. */
export function figuresIn(text: string, grouping: Grouping, scaleAt: ScaleAt): Figure[] {
  const figures = Array.from(text.matchAll(FIGURE)).flatMap((match) => figuresOf(match[0], { at: match.index, text, grouping, scaleAt }));
  return withRuns(text, figures);
}

interface Place {
  at: number;
  text: string;
  grouping: Grouping;
  scaleAt: ScaleAt;
}

function figuresOf(written: string, place: Place): Figure[] {
  const whole = written.replaceAll('\u060c', ',');
  const minutes = minutesOf(whole);
  if (minutes !== null && whole.includes(':')) return [figure(whole, place, { start: place.at, minutes })];
  return Array.from(whole.matchAll(PARTS), (part) => figure(part[0], place, { start: place.at + part.index, minutes: minutesOf(part[0]) }));
}

function figure(written: string, { text, grouping, scaleAt }: Place, { start, minutes }: { start: number; minutes: number | null }): Figure {
  const end = start + written.length;
  const values = minutes !== null && written.includes(':') ? [] : valuesOf(written, grouping);
  const isGlued = /\p{L}|(?<=\p{L})-/u.test(text.slice(Math.max(0, start - 2), start).slice(-1)) || /\p{L}-$/u.test(text.slice(Math.max(0, start - 2), start));
  return {
    start,
    end,
    written,
    values: values.length > 0 || minutes === null ? values : clockValues(minutes),
    scale: scaleAt(end),
    minutes,
    isGlued,
    run: '',
    grouped: [],
  };
}

function clockValues(minutes: number): number[] {
  return [Math.floor(minutes / 60) * 100 + (minutes % 60)];
}

function minutesOf(written: string): number | null {
  const match = CLOCK.exec(written);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return hour <= 24 && minute < 60 ? hour * 60 + minute : null;
}

function valuesOf(written: string, grouping: Grouping): number[] {
  const values: number[] = [];
  if (PLAIN.test(written)) values.push(Number(written));
  if (GROUPED_BY_COMMAS.test(written)) values.push(Number(written.replaceAll(',', '')));
  if (GROUPED_BY_STOPS.test(written) && (grouping === 'either' || digitsOf(written).length > 6))
    values.push(Number(written.replaceAll('.', '').replace(',', '.')));
  if (DECIMAL_COMMA.test(written) && (values.length === 0 || grouping === 'either')) values.push(Number(written.replace(',', '.')));
  return [...new Set(values)].filter((value) => Number.isFinite(value));
}

/** Figures that stand close together are parts of one telephone or account number. */
function withRuns(text: string, figures: readonly Figure[]): Figure[] {
  const runs: Figure[][] = [];
  let end = -1;
  for (const figure of figures) {
    const goesOn = end >= 0 && figure.start - end <= 3 && WITHIN_RUN.test(text.slice(end, figure.start));
    if (goesOn) runs.at(-1)!.push(figure);
    else runs.push([figure]);
    end = figure.end;
  }
  const grouped = new Map(groupsIn(text, figures).flatMap(({ members, values }) => members.map((figure) => [figure, values] as const)));
  return runs.flatMap((run) => {
    // 00 before the number of a country is a plus elsewhere.
    const digits = run
      .map(({ written }) => digitsOf(written))
      .join('')
      .replace(/^0+/, '');
    const isWhole = run.every(({ written }) => /^\d+$/.test(written) || !PLAIN.test(written));
    return run.map((figure) => ({ ...figure, run: isWhole && digits.length >= LEAST_OF_RUN ? digits : '', grouped: grouped.get(figure) ?? [] }));
  });
}

interface Group {
  members: readonly Figure[];
  values: readonly number[];
}

/**
 * Groups of three digits that a space parts: 2 264, or 264 2 where an Arabic text was typed as it looks. Whether they are one number only the
 * other side can tell.
 */
function groupsIn(text: string, figures: readonly Figure[]): Group[] {
  const rows: Figure[][] = [];
  for (const figure of figures) {
    const before = rows.at(-1)?.at(-1);
    const goesOn = before !== undefined && figure.start === before.end + 1 && /[ \u00a0\u202f]/.test(text[before.end]!) && isGroup(before) && isGroup(figure);
    if (goesOn) rows.at(-1)!.push(figure);
    else rows.push([figure]);
  }
  return rows
    .filter(({ length }) => length > 1 && length <= MOST_GROUPS)
    .map((members) => ({ members, values: readBothWays(members.map(({ written }) => written)) }));
}

function isGroup({ written }: Figure): boolean {
  return /^\d{1,3}$/.test(written);
}

function readBothWays(groups: readonly string[]): number[] {
  return [groups, groups.toReversed()].filter(([, ...others]) => others.every(({ length }) => length === 3)).map((order) => Number(order.join('')));
}
