/** Text of an edition as paragraphs and runs of a Word file, each with its language and direction. */
import type { InlineNode } from '../core/edition/inline-tree.ts';
import { escapeXml } from '../core/edition/xml.ts';
import type { Direction } from '../core/language/direction.ts';
import type { BlockKind, ListMarker } from '../core/model.ts';
import type { Sentence } from './edition-view.ts';

export interface Side {
  lang: string;
  dir: Direction;
}

/** What runs need from the file around them. */
export interface Surroundings {
  /** The relation that leads to an address. */
  linkTo(href: string): string;
  /** The mark that stands for a note, '' for one the edition does not have. */
  noteMark(note: string, side: Side): string;
  /** What puts a paragraph of that side into its list. */
  listItem(item: ListItem, side: Side): string;
}

/** Depth from 1; marker null for a bullet. */
export interface ListItem {
  level: number | null;
  marker: ListMarker | null;
}

const STYLES: Partial<Record<BlockKind, string>> = { quote: 'Quote', code: 'Code', caption: 'Caption' };

/** The paragraph of one block in one language. */
export function blockParagraph(block: ListItem & { kind: BlockKind }, nodes: readonly InlineNode[], side: Side, around: Surroundings): string {
  const list = block.kind === 'list-item' ? around.listItem(block, side) : '';
  return paragraph(styleOf(block), runs(nodes, side, around), { side, properties: list });
}

function styleOf({ kind, level, marker }: ListItem & { kind: BlockKind }): string {
  if (kind === 'heading') return `Heading${Math.min(level ?? 1, 6)}`;
  if (kind === 'list-item') return marker === null ? 'ListBullet' : marker === 'none' ? 'ListContinue' : 'ListNumber';
  return STYLES[kind] ?? '';
}

/** A paragraph of words and inserted names. */
export function sentenceParagraph(style: string, parts: Sentence, side: Side): string {
  return paragraph(style, parts.map(({ text }) => textRun(text, side, '')).join(''), { side });
}

/** @param properties what comes between style and direction, in the order of the standard */
export function paragraph(style: string, content: string, { side, properties = '' }: { side: Side; properties?: string }): string {
  const direction = side.dir === 'rtl' ? '<w:bidi/>' : '';
  return `<w:p><w:pPr>${style === '' ? '' : `<w:pStyle w:val="${style}"/>`}${properties}${direction}</w:pPr>${content}</w:p>`;
}

/** Marks of the elements around a text, in the order of the standard. */
interface Marks {
  isLink?: boolean;
  isCode?: boolean;
  isBold?: boolean;
  isItalic?: boolean;
  isUnderlined?: boolean;
}

const MARKS: Record<Extract<InlineNode, { type: 'element' }>['tag'], Marks> = {
  a: { isLink: true },
  code: { isCode: true },
  strong: { isBold: true },
  em: { isItalic: true },
  u: { isUnderlined: true },
};

export function runs(nodes: readonly InlineNode[], side: Side, around: Surroundings, marks: Marks = {}): string {
  return nodes.map((node) => nodeRuns(node, { side, around, marks })).join('');
}

function nodeRuns(node: InlineNode, { side, around, marks }: { side: Side; around: Surroundings; marks: Marks }): string {
  if (node.type === 'break') return '<w:r><w:br/></w:r>';
  if (node.type === 'element') {
    const inside = runs(node.children, side, around, { ...marks, ...MARKS[node.tag] });
    return node.href === undefined ? inside : `<w:hyperlink r:id="${around.linkTo(node.href)}">${inside}</w:hyperlink>`;
  }
  if (node.type === 'note') return around.noteMark(node.note, side);
  return textRun(node.text, side, markup(marks));
}

function markup({ isLink, isCode, isBold, isItalic, isUnderlined }: Marks): string {
  return [
    isLink ? '<w:rStyle w:val="Hyperlink"/>' : '',
    isCode ? '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' : '',
    isBold ? '<w:b/><w:bCs/>' : '',
    isItalic ? '<w:i/><w:iCs/>' : '',
    isUnderlined ? '<w:u w:val="single"/>' : '',
  ].join('');
}

/** A run; new lines and tabs of the text are the ones of Word. @param properties those of the look, in the order of the standard */
export function textRun(text: string, side: Side, properties: string): string {
  const content = text
    .split(/(\r\n|\r|\n|\t)/)
    .filter((part) => part !== '')
    .map((part) => (part === '\t' ? '<w:tab/>' : /^[\r\n]/.test(part) ? '<w:br/>' : `<w:t xml:space="preserve">${escapeXml(part)}</w:t>`));
  return `<w:r><w:rPr>${properties}${language(side)}</w:rPr>${content.join('')}</w:r>`;
}

/** Complex scripts have an attribute of their own for their language. */
export function language({ lang, dir }: Side): string {
  if (dir === 'rtl') return `<w:rtl/><w:lang w:bidi="${lang === 'ar' ? 'ar-SA' : lang}"/>`;
  return `<w:lang w:val="${lang === 'en' ? 'en-US' : lang}"/>`;
}
