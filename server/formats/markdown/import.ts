import type { List, Nodes, Paragraph, PhrasingContent, Root, RootContent, Table } from 'mdast';
import { stripCodes } from '../../core/inline/codes.ts';
import { isBlank } from '../../core/language/direction.ts';
import type { Block } from '../../core/model.ts';
import { BlockBuilder } from '../block-builder.ts';
import { decodeFile } from '../charset.ts';
import type { ImportedFile, SourceFile } from '../format.ts';
import { hashOf } from '../hole.ts';
import { LeftOutCounter, lostCharacters } from '../left-out.ts';
import { checkBlockCount, checkDepth } from '../limits.ts';
import { frontMatterLength } from './front-matter.ts';
import { addInline } from './inline.ts';
import { checkMarkdown, parseMarkdown, placeOf } from './parse.ts';
import type { MarkdownHole, MarkdownSkeleton } from './skeleton.ts';

/**
 * GitHub-flavoured Markdown: paragraphs, headings, list items, quotes and table cells become blocks, in reading order. Emphasis, links,
 * code, images, breaks and raw HTML inside them become inline codes that hold their markup. A soft line break is a space in the block;
 * a block that is not translated keeps its own line breaks. Code blocks, HTML blocks, rules, definitions and front matter stay in the file.
 */
export function readMarkdown(file: SourceFile): ImportedFile {
  const { text, encoding, certainty, lostCharacters: lost } = decodeFile(file);
  checkMarkdown(text, file.name);
  const offset = frontMatterLength(text);
  const body = text.slice(offset);
  const root = parseMarkdown(body);
  const reader = new MarkdownReader({ fileName: file.name, text: body, offset, root });
  if (offset > 0) reader.leftOut.add('front-matter');
  reader.read();
  const skeleton: MarkdownSkeleton = { holes: reader.holes, rawHtml: reader.rawHtml, alignments: reader.alignments };
  const title = stripCodes(reader.blocks.find((block) => block.kind === 'heading')?.text ?? '').text;
  return { blocks: reader.blocks, skeleton, title, encoding, encodingCertainty: certainty, leftOut: [...reader.leftOut.list(), ...lostCharacters(lost)] };
}

/** What the nearest container makes of a paragraph. */
type Place = Pick<Block, 'kind' | 'level' | 'marker'>;

class MarkdownReader {
  readonly blocks: Block[] = [];
  readonly holes: MarkdownHole[] = [];
  readonly rawHtml: { start: number; end: number }[] = [];
  readonly alignments: { start: number; end: number }[] = [];
  readonly leftOut = new LeftOutCounter();
  readonly #fileName: string;
  readonly #text: string;
  readonly #offset: number;
  readonly #root: Root;
  readonly #definitions: Map<string, string>;

  constructor(source: { fileName: string; text: string; offset: number; root: Root }) {
    this.#fileName = source.fileName;
    this.#text = source.text;
    this.#offset = source.offset;
    this.#root = source.root;
    this.#definitions = definitionsIn(source.root);
  }

  read(): void {
    this.#walk(this.#root.children, { kind: 'paragraph' }, 1);
  }

  #walk(nodes: readonly RootContent[], place: Place, depth: number): void {
    checkDepth(depth, this.#fileName);
    for (const node of nodes) {
      if (node.type === 'table') this.#noteAlignment(node);
      this.#visit(node, place, depth);
    }
  }

  #visit(node: RootContent, place: Place, depth: number): void {
    switch (node.type) {
      case 'paragraph':
        return this.#addBlock(node, place, 'paragraph');
      case 'heading':
        return this.#addBlock(node, { kind: 'heading', level: node.depth }, 'heading');
      case 'tableCell':
        return this.#addBlock(node, { kind: 'table-cell' }, 'cell');
      case 'blockquote':
        return this.#walk(node.children, { kind: 'quote' }, depth + 1);
      case 'list':
        return this.#walkList(node, place.kind === 'list-item' ? place.level! + 1 : 1, depth + 1);
      case 'code':
        return this.leftOut.add('code-blocks');
      case 'html':
        return this.#keepHtml(node);
      default:
        if ('children' in node) this.#walk(node.children, place, depth + 1);
    }
  }

  /** Only what an item begins with has its bullet or number. */
  #walkList(list: List, level: number, depth: number): void {
    const place: Place = { kind: 'list-item', level };
    for (const [index, { children }] of list.children.entries()) {
      this.#walk(children.slice(0, 1), list.ordered ? { ...place, marker: (list.start ?? 1) + index } : place, depth + 1);
      this.#walk(children.slice(1), { ...place, marker: 'none' }, depth + 1);
    }
  }

  #keepHtml(node: Nodes): void {
    const { start, end } = placeOf(node);
    this.rawHtml.push({ start: start + this.#offset, end: end + this.#offset });
    if (!isBlank(this.#text.slice(start, end).replace(/<!--[^]*?-->|<[^>]*>/g, ''))) this.leftOut.add('html-blocks');
  }

  /** The row of dashes stands between the head and the next row. */
  #noteAlignment(table: Table): void {
    const [head, next] = table.children;
    if (!head) return;
    const end = next ? placeOf(next).start : placeOf(table).end;
    this.alignments.push({ start: placeOf(head).end + this.#offset, end: end + this.#offset });
  }

  #addBlock(node: Paragraph | { type: string; children: PhrasingContent[] }, place: Place, context: MarkdownHole['context']): void {
    const [first, last] = [node.children[0], node.children.at(-1)];
    if (!first || !last) return;
    const builder = new BlockBuilder(this.#fileName);
    addInline(node.children, { text: this.#text, builder, leftOut: this.leftOut, definitions: this.#definitions, depth: 1, fileName: this.#fileName });
    if (isBlank(builder.text)) return;
    checkBlockCount(this.blocks.length + 1, this.#fileName);
    const block = builder.build({ ...place, anchor: `b${this.blocks.length + 1}` });
    const [start, end] = [placeOf(first).start, placeOf(last).end];
    this.blocks.push(block);
    this.holes.push({
      anchor: block.anchor,
      start: start + this.#offset,
      end: end + this.#offset,
      hash: hashOf(block.text),
      context,
      prefix: this.#prefixAt(start),
    });
  }

  /** What a further line of the block begins with: the quote marks of its first line, and white space for the rest. */
  #prefixAt(offset: number): string {
    const lineStart = Math.max(this.#text.lastIndexOf('\n', offset - 1), this.#text.lastIndexOf('\r', offset - 1)) + 1;
    return this.#text.slice(lineStart, offset).replace(/[^>\s]/g, ' ');
  }
}

function definitionsIn(root: Root): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (nodes: readonly Nodes[]): void => {
    for (const node of nodes) {
      if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
      else if ('children' in node && node.type !== 'paragraph' && node.type !== 'table') visit(node.children);
    }
  };
  visit(root.children);
  return found;
}
