/** Walks a part and gathers its blocks. */
import { noteAnchor, type NoteKind } from '../../core/edition/notes.ts';
import type { Block, BlockKind, ListMarker } from '../../core/model.ts';
import { hashOf } from '../hole.ts';
import { checkBlockCount } from '../limits.ts';
import { foldFields } from './fields.ts';
import { HOLDS_TEXT, ItemReader, type PartContext } from './items.ts';
import type { Numbering } from './numbering.ts';
import { readParagraph } from './paragraph.ts';
import type { WordHole } from './skeleton.ts';
import type { StyleFacts } from './styles.ts';
import { child, valueOf, type XmlElement } from './xml.ts';

/** Elements around paragraphs; what is in them counts. */
const CONTAINERS = new Set(['w:body', 'w:tbl', 'w:tr', 'w:tc', 'w:sdt', 'w:sdtContent', 'w:customXml', 'w:footnote', 'w:endnote']);
const KINDS_BY_STYLE: Record<string, BlockKind> = { caption: 'caption', quote: 'quote', 'intense quote': 'quote' };
const HIGHEST_LEVEL = 6;

/** What all parts of a file are gathered into. */
export interface Gathered {
  blocks: Block[];
  holes: WordHole[];
  /** The anchor of the first paragraph in the style for titles. */
  titleAnchor: string | null;
}

export interface PartFacts extends PartContext {
  part: string;
  fileName: string;
  /** One for all parts: lists count on through the file. */
  numbering: Numbering;
}

export class PartReader {
  readonly #facts: PartFacts;
  readonly #gathered: Gathered;

  constructor(facts: PartFacts, gathered: Gathered) {
    this.#facts = facts;
    this.#gathered = gathered;
  }

  /** The running text. */
  readBody(root: XmlElement): void {
    const body = child(root, 'w:body');
    if (body) this.#walk(body, { nextAnchor: () => `b${this.#gathered.blocks.length + 1}` });
  }

  /** Every note but the lines that part notes from the text. */
  readNotes(root: XmlElement, kind: NoteKind): void {
    for (const note of root.children) {
      const { 'w:id': id = '', 'w:type': type = 'normal' } = note.attributes;
      if (type !== 'normal' || !/^\d+$/.test(id)) continue;
      let paragraphs = 0;
      this.#walk(note, { nextAnchor: () => noteAnchor(kind, id, ++paragraphs) });
    }
  }

  #walk(container: XmlElement, place: { nextAnchor(): string; isInTable?: boolean }): void {
    const inside = container.name === 'w:tc' ? { ...place, isInTable: true } : place;
    for (const element of container.children) {
      if (element.name === 'w:p') this.#readParagraph(element, inside);
      else if (CONTAINERS.has(element.name)) this.#walk(element, inside);
      else if (element.name === 'w:altChunk' || HOLDS_TEXT.test(this.#facts.xml.slice(element.start, element.end))) this.#facts.leftOut.add('embedded');
    }
  }

  #readParagraph(paragraph: XmlElement, { nextAnchor, isInTable = false }: { nextAnchor(): string; isInTable?: boolean }): void {
    const { fileName, part, styles, leftOut } = this.#facts;
    const properties = child(paragraph, 'w:pPr');
    const style = styles.paragraph(valueOf(child(properties, 'w:pStyle')));
    const reader = new ItemReader(this.#facts, style);
    reader.readAll(paragraph);
    const list = this.#listOf(properties, style);
    const read = readParagraph(foldFields(reader.items, leftOut), fileName);
    if (!read) return;
    checkBlockCount(this.#gathered.blocks.length + 1, fileName);
    const anchor = nextAnchor();
    const block = read.builder.build({ ...kindOf(properties, style, { list, isInTable }), anchor });
    if (style.name === 'title') this.#gathered.titleAnchor ??= anchor;
    this.#gathered.blocks.push(block);
    const { before, after, look } = read;
    const range = { start: properties?.end ?? paragraph.innerStart, end: paragraph.innerEnd };
    this.#gathered.holes.push({ anchor, part, ...range, hash: hashOf(block.text), before, after, look });
  }

  /** Counts the paragraph in its list; null outside of lists. */
  #listOf(properties: XmlElement | undefined, style: StyleFacts): ListPlace | null {
    const numbering = child(properties, 'w:numPr');
    const number = valueOf(child(numbering, 'w:numId')) ?? style.listNumber ?? '0';
    if (number === '0') return null;
    const named = Number(valueOf(child(numbering, 'w:ilvl')) ?? style.listDepth ?? 0);
    const depth = Number.isInteger(named) && named >= 0 && named < 9 ? named : 0;
    return { depth, marker: this.#facts.numbering.count(number, depth) };
  }
}

interface ListPlace {
  /** 0 for the outermost list. */
  depth: number;
  marker: ListMarker | undefined;
}

type Place = Pick<Block, 'kind' | 'level' | 'marker'>;

function kindOf(properties: XmlElement | undefined, style: StyleFacts, { list, isInTable }: { list: ListPlace | null; isInTable: boolean }): Place {
  const outline = Number(valueOf(child(properties, 'w:outlineLvl')) ?? style.outlineLevel ?? 9);
  if (style.name === 'title') return { kind: 'heading', level: 1 };
  if (outline >= 0 && outline < 9) return { kind: 'heading', level: Math.min(outline + 1, HIGHEST_LEVEL) };
  if (list) return { kind: 'list-item', level: list.depth + 1, ...(list.marker === undefined ? {} : { marker: list.marker }) };
  if (isInTable) return { kind: 'table-cell' };
  return { kind: KINDS_BY_STYLE[style.name] ?? 'paragraph' };
}
