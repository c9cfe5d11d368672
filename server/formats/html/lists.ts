/** What stands before the items of HTML's lists. */
import type { Block, ListMarker } from '../../core/model.ts';
import { LISTS } from './elements.ts';
import type { StartTag } from './scan.ts';

/** A block element that is open. */
export interface OpenElement {
  name: string;
  start: number;
  /** Of a numbered list: what its next item counts, if anybody can say, and which way it counts. */
  next?: number;
  step?: 1 | -1;
  /** Of an item: what stands before its next paragraph; none of them for a bullet. */
  marker?: ListMarker;
}

const WHOLE_NUMBER = /^\s*([+-]?\d{1,9})/;

/** @param open the elements around it, outermost first; a list among them counts its item */
export function openElement(tag: StartTag, open: readonly OpenElement[]): OpenElement {
  const element = { name: tag.name, start: tag.start };
  if (tag.name === 'ol') return { ...element, ...countOf(tag) };
  if (tag.name === 'dt' || tag.name === 'dd') return { ...element, marker: 'none' };
  const list = open.findLast(({ name }) => LISTS.has(name));
  if (tag.name !== 'li' || list?.name !== 'ol') return element;
  const marker = numberIn(tag, 'value') ?? list.next;
  if (marker === undefined) return element;
  list.next = marker + (list.step ?? 1);
  return { ...element, marker };
}

/** A list that counts down from nowhere counts from how many items it has, which nobody knows yet. */
function countOf(tag: StartTag): Pick<OpenElement, 'next' | 'step'> {
  const start = numberIn(tag, 'start');
  if (!tag.attributes.has('reversed')) return { next: start ?? 1, step: 1 };
  return { ...(start === undefined ? {} : { next: start }), step: -1 };
}

function numberIn(tag: StartTag, name: string): number | undefined {
  const digits = WHOLE_NUMBER.exec(tag.attributes.get(name)?.value ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** What stands before a paragraph of the innermost item. The item's further paragraphs have nothing before them. */
export function takeMarker(open: readonly OpenElement[]): Pick<Block, 'marker'> {
  const item = open.findLast(({ name }) => name === 'li' || name === 'dt' || name === 'dd');
  if (!item) return {};
  const { marker } = item;
  item.marker = 'none';
  return marker === undefined ? {} : { marker };
}
