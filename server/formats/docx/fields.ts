/** Fields that Word writes as marks around runs: begin, instruction, separate, result, end. */
import type { LeftOutCounter } from '../left-out.ts';
import { linkOf, type Item } from './items.ts';

type Mark = Extract<Item, { type: 'field' }>;

/**
 * A link becomes an open and a close around what it shows; any other field that begins and ends here becomes one atom, its result included,
 * for Word works it out anew. Marks whose partner is in another paragraph, as of a table of contents, become atoms.
 */
export function foldFields(items: readonly Item[], leftOut: LeftOutCounter): Item[] {
  const folded: Item[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    const end = isMark(item, 'begin') ? endOf(items, at) : -1;
    if (item.type === 'instruction' || (item.type === 'field' && end < 0)) addLoose(folded, item);
    else if (end < 0) folded.push(item);
    else {
      folded.push(...foldOne(items.slice(at, end + 1), leftOut));
      at = end;
    }
  }
  return folded;
}

/** Marks and instructions side by side are one thing. */
function addLoose(folded: Item[], { markup }: Item): void {
  const last = folded.at(-1);
  if (last?.type === 'atom' && last.code === 'other' && last.markup.includes('w:fldChar')) last.markup += markup;
  else folded.push({ type: 'atom', code: 'other', markup });
}

function foldOne(field: readonly Item[], leftOut: LeftOutCounter): Item[] {
  const separate = separateOf(field);
  const head = field.slice(0, separate < 0 ? undefined : separate + 1);
  const instruction = head.map((item) => (item.type === 'instruction' ? item.text : '')).join('');
  const href = linkOf(instruction);
  const result = separate < 0 ? [] : foldFields(field.slice(separate + 1, -1), leftOut);
  if (href === undefined || !result.some((item) => item.type === 'text')) {
    leftOut.add('word-fields');
    return [{ type: 'atom', code: 'other', markup: markupOf(field) }];
  }
  const pair = {};
  return [{ type: 'open', pair, isLink: true, href, markup: markupOf(head) }, ...result, { type: 'close', pair, markup: markupOf(field.slice(-1)) }];
}

export function markupOf(items: readonly Item[]): string {
  return items.map(({ markup }) => markup).join('');
}

function isMark(item: Item, mark: Mark['mark']): boolean {
  return item.type === 'field' && item.mark === mark;
}

/** Where the field that begins at `begin` ends; -1 when it does not end here. */
function endOf(items: readonly Item[], begin: number): number {
  let depth = 0;
  for (let at = begin; at < items.length; at++) {
    if (isMark(items[at]!, 'begin')) depth++;
    else if (isMark(items[at]!, 'end') && --depth === 0) return at;
  }
  return -1;
}

/** The mark between instruction and result, not that of a field inside. */
function separateOf(field: readonly Item[]): number {
  let depth = 0;
  return field.findIndex((item) => {
    if (isMark(item, 'begin')) depth++;
    else if (isMark(item, 'end')) depth--;
    return depth === 1 && isMark(item, 'separate');
  });
}
