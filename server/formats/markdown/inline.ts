/** Inline content of Markdown → text with codes. */
import type { Break, Html, Image, ImageReference, InlineCode, PhrasingContent } from 'mdast';
import type { InlineCode as Code } from '../../core/model.ts';
import type { BlockBuilder } from '../block-builder.ts';
import type { LeftOutCounter } from '../left-out.ts';
import { checkDepth } from '../limits.ts';
import { placeOf } from './parse.ts';

export interface InlineContext {
  /** The text the tree was made from. */
  text: string;
  builder: BlockBuilder;
  leftOut: LeftOutCounter;
  /** Where the links go that are defined elsewhere in the file, by identifier. */
  definitions: ReadonlyMap<string, string>;
  /** Levels of markup around; the file's name is for refusals. */
  depth: number;
  fileName: string;
}

/** A soft break, with the white space around it: in a paragraph it is one space. */
const SOFT_BREAK = /[ \t]*(?:\r\n|\r|\n)[ \t]*/g;

/** Adds the content of a paragraph, heading or cell to the builder. */
export function addInline(nodes: readonly PhrasingContent[], context: InlineContext): void {
  checkDepth(context.depth, context.fileName);
  const pairs: HtmlPairs = { ...pairHtml(nodes), opened: new Map() };
  nodes.forEach((node, index) => {
    if (node.type === 'html') addHtml(node, pairs, context);
    else if (node.type === 'break') addBreak(node, nodes[index + 1], context);
    else addNode(node, context);
  });
}

/** A hard break, with what begins the next line: quote marks, white space. */
function addBreak(node: Break, next: PhrasingContent | undefined, { builder, text }: InlineContext): void {
  const { start, end } = placeOf(node);
  builder.addStandalone('break', text.slice(start, next ? placeOf(next).start : end));
}

const EMPHASIS = { strong: 'bold', emphasis: 'italic', delete: 'other' } as const;

function addNode(node: Exclude<PhrasingContent, Html | Break>, context: InlineContext): void {
  const { builder, text } = context;
  switch (node.type) {
    case 'text':
      return builder.addText(node.value.replace(SOFT_BREAK, ' '));
    case 'strong':
    case 'emphasis':
    case 'delete':
      return addPair(node.children, context, EMPHASIS[node.type], edgesOf(node, text));
    case 'inlineCode':
      return builder.close(addCode(node, builder), '`');
    case 'link':
    case 'linkReference':
      return addLink(node, context);
    case 'image':
    case 'imageReference':
      return addImage(node, context);
    default:
      return builder.addStandalone('other', sliceOf(node, text));
  }
}

function addCode(node: InlineCode, builder: BlockBuilder): number {
  const opened = builder.open('code', '`');
  builder.addText(node.value);
  return opened;
}

function addImage(node: Image | ImageReference, { builder, text, leftOut }: InlineContext): void {
  if (node.alt) leftOut.add('image-descriptions');
  builder.addStandalone('image', sliceOf(node, text));
}

type Parent = Extract<PhrasingContent, { children: PhrasingContent[] }>;

function addPair(children: readonly PhrasingContent[], context: InlineContext, type: Code['type'], [before, after]: [string, string]): void {
  const opened = context.builder.open(type, before);
  addInline(children, { ...context, depth: context.depth + 1 });
  context.builder.close(opened, after);
}

function addLink(node: Extract<PhrasingContent, { type: 'link' | 'linkReference' }>, context: InlineContext): void {
  const { text, builder } = context;
  if (node.type === 'link' && node.title) context.leftOut.add('link-titles');
  if (isBareAddress(node, text)) return addInline(node.children, context);
  if (node.children.length === 0) return builder.addStandalone('link', sliceOf(node, text));
  const url = node.type === 'link' ? node.url : context.definitions.get(node.identifier);
  const opened = builder.open('link', '[', url);
  addInline(node.children, { ...context, depth: context.depth + 1 });
  builder.close(opened, closingOf(node, text));
}

/** An address written out (`www.example.com`) makes its own link wherever it stands. */
function isBareAddress(node: Parent | Extract<PhrasingContent, { type: 'linkReference' }>, text: string): boolean {
  return node.type === 'link' && !/^[[<]/.test(sliceOf(node, text));
}

/** The text of a link may change in translation, so `<url>`, `[text]` and `[text][]` are written back with their destination spelt out. */
function closingOf(node: Extract<PhrasingContent, { type: 'link' | 'linkReference' }>, text: string): string {
  if (node.type === 'linkReference' && node.referenceType !== 'full') return `][${node.label ?? node.identifier}]`;
  if (text[placeOf(node).start] === '<') return `](<${node.type === 'link' ? node.url : ''}>)`;
  return edgesOf(node, text)[1];
}

/** The markup before the first child and after the last. */
function edgesOf(node: Parent, text: string): [string, string] {
  const { start, end } = placeOf(node);
  return [text.slice(start, placeOf(node.children[0]!).start), text.slice(placeOf(node.children.at(-1)!).end, end)];
}

function sliceOf(node: PhrasingContent, text: string): string {
  const { start, end } = placeOf(node);
  return text.slice(start, end);
}

const HTML_TYPES: Record<string, Code['type']> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  a: 'link',
  code: 'code',
  kbd: 'code',
  span: 'span',
  br: 'break',
  img: 'image',
};

interface HtmlPairs {
  /** Closing tag → its opening tag. */
  openingOf: ReadonlyMap<Html, Html>;
  /** Opening tags that are closed. */
  closed: ReadonlySet<Html>;
  /** Opening tag of a pair → its code, once it was added. */
  opened: Map<Html, number>;
}

function addHtml(node: Html, { openingOf, closed, opened }: HtmlPairs, { builder }: InlineContext): void {
  const type = HTML_TYPES[tagName(node) ?? ''] ?? 'other';
  const opening = openingOf.get(node);
  if (opening) builder.close(opened.get(opening)!, node.value);
  else if (closed.has(node)) opened.set(node, builder.open(type, node.value, type === 'link' ? hrefOf(node) : undefined));
  else builder.addStandalone(type, node.value);
}

/** Tags among the same siblings that open and close each other. */
function pairHtml(nodes: readonly PhrasingContent[]): Omit<HtmlPairs, 'opened'> {
  const openingOf = new Map<Html, Html>();
  const open: Html[] = [];
  for (const node of nodes) {
    if (node.type !== 'html') continue;
    if (!node.value.startsWith('</')) open.push(node);
    else {
      const at = open.findLastIndex((candidate) => tagName(candidate) === tagName(node));
      if (at >= 0) openingOf.set(node, open.splice(at)[0]!);
    }
  }
  return { openingOf, closed: new Set(openingOf.values()) };
}

function tagName(node: Html): string | undefined {
  return /^<\/?([a-z][a-z0-9-]*)/i.exec(node.value)?.[1]?.toLowerCase();
}

function hrefOf(node: Html): string | undefined {
  return /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^"'\s>]+))/i
    .exec(node.value)
    ?.slice(1)
    .find((value) => value !== undefined);
}
