/** What a text says in numbers, in a form in which two languages can be compared. */
import type { Span } from '../../model.ts';

/** A number written in digits. */
export interface Figure extends Span {
  /** As it is written, digits 0–9. */
  written: string;
  /** What it may mean: 1.250 is 1.25 or, where the full stop groups, 1250. Empty for what is no number (1.2.3). */
  values: readonly number[];
  /** What the words behind it multiply it with: 1 000 000 for million; 1 without any. */
  scale: number;
  /** Minutes since midnight when it can be a time of day (23:45), else null. */
  minutes: number | null;
  /** A letter of any alphabet stands directly before it: CO2, G20. */
  isGlued: boolean;
  /** All digits of the telephone or account number it is part of; '' for a number with a fraction, or of one or two digits. Long enough to be no chance. */
  run: string;
  /** What it may mean together with the figures beside it, as a group of three digits: 2264 for the 264 of `2 264`. */
  grouped: readonly number[];
}

export interface NumberReading {
  figures: readonly Figure[];
  /** Every value the text can be said to state: of figures with and without their scale, of words and of parts of them. */
  values: ReadonlySet<number>;
  /** Values of words alone. */
  words: ReadonlySet<number>;
  /** The multipliers that occur: thousand, million. */
  scales: ReadonlySet<number>;
  /** Last two digits of numbers that can be years, and two-digit numbers. */
  shortYears: ReadonlySet<number>;
  /** Times of day in minutes since midnight, on a clock of twelve hours. */
  clock: ReadonlySet<number>;
  /** Digits of neighbouring figures written together: 011 234 56 is 01123456. */
  runs: ReadonlySet<string>;
  /** Something says in which half of the day a time is. */
  hasHalfOfDay: boolean;
}

/** Number words of a text. */
export interface WordNumbers {
  values: Set<number>;
  scales: Set<number>;
}

const HALF_DAY_MINUTES = 12 * 60;

/** Puts figures and words together. */
export function readingOf(figures: readonly Figure[], words: WordNumbers, hasHalfOfDay: boolean): NumberReading {
  const values = new Set(words.values);
  const scales = new Set(words.scales);
  const shortYears = new Set<number>();
  const clock = new Set<number>();
  const runs = new Set(figures.map(({ run }) => run).filter(Boolean));
  for (const figure of figures) {
    if (figure.scale > 1) scales.add(figure.scale);
    for (const value of [...figure.values, ...figure.grouped]) values.add(scaled(value, figure.scale));
    const years = figure.values.filter((value) => isYearOrTwoDigits(value, figure));
    for (const year of years) shortYears.add(year % 100);
    if (figure.minutes !== null) addClock(figure.minutes, values, clock);
  }
  return { figures, values, words: words.values, scales, shortYears, clock, runs, hasHalfOfDay };
}

function isYearOrTwoDigits(value: number, { written, scale }: Figure): boolean {
  return scale === 1 && Number.isInteger(value) && value < 2100 && (value >= 1000 || /^\d\d$/.test(written));
}

function addClock(minutes: number, values: Set<number>, clock: Set<number>): void {
  const hour = Math.floor(minutes / 60);
  clock.add(minutes % HALF_DAY_MINUTES);
  for (const value of [hour, minutes % 60, hour * 100 + (minutes % 60)]) values.add(value);
}

/** The product, without the noise of binary fractions. */
export function scaled(value: number, scale: number): number {
  return scale === 1 ? value : Math.round(value * scale * 1000) / 1000;
}

/** Whether a number that the text read as `own` tells in words is told by the text read as `other`, in whatever way. */
export function isTold(value: number, own: NumberReading, other: NumberReading): boolean {
  return hasCounterpart({ start: 0, end: 0, written: '', values: [value], scale: 1, minutes: null, isGlued: false, run: '', grouped: [] }, own, other);
}

/** Whether `figure` of the text read as `own` has a counterpart in the text read as `other`. */
export function hasCounterpart(figure: Figure, own: NumberReading, other: NumberReading): boolean {
  if (figure.values.length === 0) return other.runs.has(figure.run);
  return (
    figure.grouped.some((value) => other.values.has(value)) ||
    figure.values.some((value) => isTrifle(value, figure) || isStated(value, figure, { own, other })) ||
    isSameClock(figure, other) ||
    other.runs.has(figure.run)
  );
}

function isTrifle(value: number, figure: Figure): boolean {
  return value <= 1 && Number.isInteger(value) && figure.scale === 1;
}

interface Sides {
  own: NumberReading;
  other: NumberReading;
}

function isStated(value: number, figure: Figure, { own, other }: Sides): boolean {
  if (figure.scale > 1) return other.values.has(scaled(value, figure.scale)) || (other.values.has(value) && other.scales.has(figure.scale));
  if (other.values.has(value)) return true;
  for (const scale of own.scales) if (other.values.has(scaled(value, scale))) return true;
  return isYear(value, figure, other) || isOtherHalfOfDay(value, own, other) || isWithFraction(value, other);
}

/** 1995 for ’95 and the reverse. */
function isYear(value: number, { written }: Figure, other: NumberReading): boolean {
  if (!Number.isInteger(value) || value >= 2100) return false;
  if (value < 100) return /^\d\d$/.test(written) && other.shortYears.has(value);
  return value >= 1000 && ((other.shortYears.has(value % 100) && other.values.has(value % 100)) || isDecade(value, other) || isCentury(value, other));
}

/** The seventies for 1970s. */
function isDecade(value: number, other: NumberReading): boolean {
  return value % 10 === 0 && value % 100 > 0 && other.words.has(value % 100);
}

/** The nineteenth century for 1800s. */
function isCentury(value: number, other: NumberReading): boolean {
  return value % 100 === 0 && other.words.has(value / 100 + 1);
}

function isOtherHalfOfDay(value: number, own: NumberReading, other: NumberReading): boolean {
  if (!(own.hasHalfOfDay || other.hasHalfOfDay) || value > 24) return false;
  return other.values.has(value + 12) || other.values.has(value - 12);
}

/** Two and a half for 2.5, an hour and a half for 1.5. */
function isWithFraction(value: number, other: NumberReading): boolean {
  const fraction = value % 1;
  return fraction > 0 && other.words.has(fraction) && (value < 2 || other.values.has(Math.floor(value)));
}

function isSameClock(figure: Figure, other: NumberReading): boolean {
  if (figure.minutes === null) return false;
  if (other.clock.has(figure.minutes % HALF_DAY_MINUTES)) return true;
  const [hour, minute] = [Math.floor(figure.minutes / 60), figure.minutes % 60];
  return (other.values.has(hour) || other.values.has(hour % 12)) && (minute === 0 || other.values.has(minute) || (minute === 30 && other.words.has(0.5)));
}

/** The digits of what is written, alone. */
export function digitsOf(written: string): string {
  return written.replace(/\D/g, '');
}
