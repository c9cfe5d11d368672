/** The items of a paragraph → the text of a block, its codes, and what stands around it. */
import { isBlank } from '../../core/language/direction.ts';
import { BlockBuilder } from '../block-builder.ts';
import { markupOf } from './fields.ts';
import type { Item } from './items.ts';
import { differences, usualLook, type Difference, type Look } from './looks.ts';

export interface ReadParagraph {
  builder: BlockBuilder;
  before: string;
  after: string;
  look: string;
}

type Open = Extract<Item, { type: 'open' }>;
type Text = Extract<Item, { type: 'text' }>;

/** null when there is nothing to read in it. */
export function readParagraph(items: readonly Item[], fileName: string): ReadParagraph | null {
  const range = textRange(items);
  if (!range) return null;
  const inside = items.slice(range.start, range.end);
  const markers = (side: 'before' | 'after') => markupOf(inside.filter((item) => item.type === 'marker' && item.side === side));
  const content = inside.filter((item) => item.type !== 'marker');
  const base = usualLook(textsOutsideLinks(content))!;
  const builder = new BlockBuilder(fileName);
  new ParagraphBuilder(builder, base).addAll(content);
  if (isBlank(builder.text)) return null;
  const [leading, trailing] = [markupOf(items.slice(0, range.start)), markupOf(items.slice(range.end))];
  return {
    builder,
    before: leading + (leading === '' ? '' : spaceRun(content.find(isText), /^\s+/)) + markers('before'),
    after: markers('after') + (trailing === '' ? '' : spaceRun(content.findLast(isText), /\s+$/)) + trailing,
    look: base.properties,
  };
}

/** White space at the ends belongs to no sentence, but keeps a number or a picture off the text. */
function spaceRun(text: Text | undefined, end: RegExp): string {
  const space = end.exec(text?.text ?? '')?.[0];
  return space === undefined ? '' : `<w:r><w:t xml:space="preserve">${space}</w:t></w:r>`;
}

function isText(item: Item): item is Text {
  return item.type === 'text';
}

/** The texts that set the tone; a link's look is its own unless there is nothing else. */
function textsOutsideLinks(items: readonly Item[]): Text[] {
  const links = new Set<object>();
  const outside: Text[] = [];
  for (const item of items) {
    if (item.type === 'open' && item.isLink) links.add(item.pair);
    else if (item.type === 'close') links.delete(item.pair);
    else if (isText(item) && links.size === 0) outside.push(item);
  }
  return outside.some(({ text }) => text.trim() !== '') ? outside : items.filter(isText);
}

/** From the first readable text to the last, with the pairs that hold a part of it. Content controls around all of it stay outside. */
function textRange(items: readonly Item[]): { start: number; end: number } | null {
  const isReadable = (item: Item) => isText(item) && item.text.trim() !== '';
  let [first, last] = [items.findIndex(isReadable), items.findLastIndex(isReadable)];
  if (first < 0) return null;
  const waiting = new Set(pairsIn(items));
  for (let grown: Pair | undefined; (grown = [...waiting].find((pair) => belongs(pair, first, last))); waiting.delete(grown))
    [first, last] = [Math.min(first, grown.open), Math.max(last, grown.close)];
  return { start: first, end: last + 1 };
}

interface Pair {
  open: number;
  close: number;
  isLink: boolean;
}

function belongs({ open, close, isLink }: Pair, first: number, last: number): boolean {
  if (open < first && close > last) return isLink;
  return open <= last && close >= first;
}

function pairsIn(items: readonly Item[]): Pair[] {
  const closing = new Map<object, number>();
  items.forEach((item, index) => {
    if (item.type === 'close') closing.set(item.pair, index);
  });
  return items.flatMap((item, open) => (item.type === 'open' ? [{ open, close: closing.get(item.pair)!, isLink: item.isLink }] : []));
}

class ParagraphBuilder {
  readonly #builder: BlockBuilder;
  readonly #bases: Look[];
  readonly #wrappers = new Map<object, number>();
  #differences: { difference: Difference; opened: number }[] = [];

  constructor(builder: BlockBuilder, base: Look) {
    this.#builder = builder;
    this.#bases = [base];
  }

  addAll(items: readonly Item[]): void {
    const [first, last] = [items.find(isText), items.findLast(isText)];
    items.forEach((item, index) => {
      if (item.type === 'text') this.#addText(item, { isFirst: item === first, isLast: item === last });
      else if (item.type === 'atom') this.#builder.addStandalone(item.code, item.inRun ?? item.markup);
      else if (item.type === 'open') this.#open(item, items.slice(index + 1));
      else if (item.type === 'close') this.#close(item);
    });
    this.#keep(0);
  }

  #close({ pair, markup }: Extract<Item, { type: 'close' }>): void {
    this.#keep(0);
    this.#bases.pop();
    this.#builder.close(this.#wrappers.get(pair)!, markup);
  }

  /** White space at the ends belongs to no sentence. */
  #addText({ text, look }: Text, edge: { isFirst: boolean; isLast: boolean }): void {
    const start = edge.isFirst ? text.trimStart() : text;
    const shown = edge.isLast ? start.trimEnd() : start;
    // A space looks the same in bold.
    if (shown.trim() !== '') this.#match(differences(look, this.#bases.at(-1)!));
    this.#builder.addText(shown);
  }

  /** A pair around runs. What a link looks like is part of its opening, not a pair of its own inside. */
  #open(item: Open, rest: readonly Item[]): void {
    this.#keep(0);
    const own = item.isLink
      ? usualLook(
          rest
            .slice(
              0,
              rest.findIndex((other) => other.type === 'close' && other.pair === item.pair),
            )
            .filter(isText),
        )
      : undefined;
    this.#bases.push(own ?? this.#bases.at(-1)!);
    const data = own ? `${item.markup}<w:rPr>${own.properties}</w:rPr>` : item.markup;
    this.#wrappers.set(item.pair, this.#builder.open(item.isLink ? 'link' : 'span', data, item.href));
  }

  #match(wanted: readonly Difference[]): void {
    const same = this.#differences.findIndex(({ difference }, index) => difference.key !== wanted[index]?.key);
    this.#keep(same < 0 ? this.#differences.length : same);
    for (const difference of wanted.slice(this.#differences.length))
      this.#differences.push({ difference, opened: this.#builder.open(difference.type, difference.data) });
  }

  /** Closes all pairs of looks but the outer ones. */
  #keep(count: number): void {
    for (const { opened } of this.#differences.splice(count).reverse()) this.#builder.close(opened, '');
  }
}
