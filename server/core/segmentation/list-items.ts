/** Lists that were written into one line: each item begins a sentence, whether the one before it ends with a stop or not. */
import type { Span } from '../model.ts';
import { DIGIT, toAsciiDigits } from '../language/digits.ts';
import { MARKS } from './stops.ts';

/** Signs that only ever stand before an item of a list. */
export const BULLETS = '•⁃‣◦▪▫●○■□▸►❖✓✔➢➤';
/** `1)` `1.)` `(1)` `[1]` `1-` `1.` and the same with a letter, or a bullet, each at the beginning or behind white space. */
const MARKER = new RegExp(`(?<=^|\\s)(?:([${BULLETS}])|([([]?)([${DIGIT}]{1,2}|\\p{L})(\\.\\)|[.)\\]]|-(?=\\s)))(?=\\s*\\S)`, 'gu');
const BEHIND_STOP = new RegExp(`[${MARKS}][”"»’)\\]]*\\s*$`, 'u');
/** The orders in which letters count; Arabic has two. */
const ORDERS = ['abcdefghijklmnopqrstuvwxyz', 'أبجدهوزحطيكلمنسعفصقرشتثخذضظغ', 'أبتثجحخدذرزسشصضطظعغفقكلمنهوي'];
/** What stands before a number that counts nothing off: the sentence is under way. */
const UNDER_WAY =
  /(?:[،؛:,;(]|(?:^|\s)(?:\p{Ll}{1,3}|and|from|with|over|than|part|section|chapter|article|figure|table|step|page|version|[وبلف]?(?:في|من|إلى|على|رقم|عن|أو|و|المادة|البند|الفقرة|القسم|الفصل|الجزء|الصفحة|الجدول|الشكل|الإصدار)))\s*$/iu;

interface Marker {
  start: number;
  end: number;
  /** Brackets and stops around the number, the same for all items of a list. */
  form: string;
  label: string;
  /** The text of the item begins with a capital. */
  isBeforeCapital: boolean;
}

/** The line in its items: one span for a line without a list, else what stands before the list and every item. Without gaps. Linear time. */
export function itemsOf(line: string): Span[] {
  const starts = itemStarts(markersIn(line), line).filter((start) => start > 0);
  return [0, ...starts].map((start, index) => ({ start, end: starts[index] ?? line.length }));
}

function markersIn(line: string): Marker[] {
  return [...line.matchAll(MARKER)].map((match) => {
    const [all, bullet, open = '', label = '', close = ''] = match;
    const behind = line.slice(match.index + all.length, match.index + all.length + 20);
    return {
      start: match.index,
      end: match.index + all.length,
      form: bullet ?? open + close,
      label: toAsciiDigits(label).toLowerCase(),
      isBeforeCapital: /^\s*\p{Lu}/u.test(behind),
    };
  });
}

/** Follows each list from a first marker at the beginning of a line or behind a stop to the last marker that counts on. */
function itemStarts(markers: readonly Marker[], line: string): number[] {
  const starts: number[] = [];
  for (let at = 0; at < markers.length; at++) {
    if (!isAtBeginning(line, markers[at]!)) continue;
    const list = [markers[at]!];
    for (; at + 1 < markers.length; at++) {
      const next = markers[at + 1]!;
      if (isNext(list.at(-1)!, next) && hasItem(line, list.at(-1)!, next) && !isUnderWay(line, next)) list.push(next);
      else if (next.form === list[0]!.form) break;
    }
    if (isList(list, line)) starts.push(...list.map(({ start }) => start));
  }
  return starts;
}

/** At the beginning of the line or behind a stop; a number in square brackets behind a stop is a footnote. */
function isAtBeginning(line: string, { start, form }: Marker): boolean {
  if (line.slice(0, start).trim() === '') return true;
  return form !== '[]' && BEHIND_STOP.test(line.slice(Math.max(0, start - 6), start));
}

function isNext(before: Marker, next: Marker): boolean {
  if (before.form !== next.form) return false;
  if (/\d/.test(before.label)) return Number(next.label) === Number(before.label) + 1;
  return before.label === '' || ORDERS.some((order) => order.includes(before.label) && order[order.indexOf(before.label) + 1] === next.label);
}

/** Initials in a row hold no words between them. */
function hasItem(line: string, before: Marker, next: Marker): boolean {
  return /[\p{L}\p{N}]{2}/u.test(line.slice(before.end, Math.min(next.start, before.end + 40)));
}

function isUnderWay(line: string, { start }: Marker): boolean {
  return UNDER_WAY.test(line.slice(Math.max(0, start - 20), start));
}

/** A number or letter with a full stop also ends sentences and shortens names: such lists need more items, capitals or stops to be told. */
function isList(list: readonly Marker[], line: string): boolean {
  const [first, ...others] = list;
  if (first === undefined || others.length === 0) return false;
  if (first.form !== '.' || others.every((item) => isAtBeginning(line, item))) return true;
  if (/\d/.test(first.label)) return others.length > 1 || others.every((item) => item.isBeforeCapital);
  return others.length > 1 && /^[a-z]$/.test(line[first.start] ?? '');
}
