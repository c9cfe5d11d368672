/** The lists of an edition's Word file. Each side counts its own, so that what stands between them counts for neither. */
import type { ListMarker } from '../core/model.ts';
import { xmlPart } from './edition-docx-parts.ts';

const BULLETS = 1;
/** Further paragraphs of an item: as far in as it, with nothing before them. */
const NOTHING = 2;
const FIRST_COUNT = 3;
const DEEPEST = 4;
/** What Word counts up to. */
const HIGHEST_NUMBER = 32_767;

/** A list that counts. `next`: what its next item is. */
interface Count {
  id: number;
  depth: number;
  start: number;
  next: number;
}

export class EditionLists {
  readonly #counts: Count[] = [];
  /** By side and depth, the lists that may go on. */
  readonly #running = new Map<object, (Count | undefined)[]>();

  /** Properties of an item's paragraph. @param side whose text it is */
  item({ level, marker }: { level: number | null; marker: ListMarker | null }, side: object): string {
    const depth = Math.min(level ?? 1, DEEPEST) - 1;
    const running = this.#running.get(side) ?? [];
    this.#running.set(side, running);
    running.splice(depth + 1);
    const id = marker === null ? BULLETS : marker === 'none' ? NOTHING : this.#countOf(marker, depth, running);
    return `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${id}"/></w:numPr>`;
  }

  /** The part that says how they look. Call it when the text is written. */
  part(): string {
    const bullets = Array.from({ length: DEEPEST }, (_, depth) => level(depth, { format: 'bullet', text: depth % 2 === 0 ? '•' : '–' }));
    const nothing = Array.from({ length: DEEPEST }, (_, depth) => level(depth, { format: 'none', text: '' }));
    const patterns = [
      pattern(BULLETS, bullets.join('')),
      pattern(NOTHING, nothing.join('')),
      ...this.#counts.map(({ id, depth, start }) => pattern(id, level(depth, { format: 'decimal', text: `%${depth + 1}.`, start }))),
    ];
    const lists = patterns.map((_, index) => `<w:num w:numId="${index + 1}"><w:abstractNumId w:val="${index + 1}"/></w:num>`);
    return xmlPart('numbering', patterns.join('') + lists.join(''));
  }

  #countOf(number: number, depth: number, running: (Count | undefined)[]): number {
    const known = running[depth];
    const count = known?.next === number ? known : { id: FIRST_COUNT + this.#counts.length, depth, start: number, next: number };
    if (count !== known) this.#counts.push(count);
    running[depth] = count;
    count.next += 1;
    return count.id;
  }
}

function pattern(id: number, levels: string): string {
  return `<w:abstractNum w:abstractNumId="${id}"><w:multiLevelType w:val="hybridMultilevel"/>${levels}</w:abstractNum>`;
}

function level(depth: number, { format, text, start = 1 }: { format: string; text: string; start?: number }): string {
  // Some programs put the number of a right-to-left list outside of where it begins; it must not leave its column.
  const indent =
    format === 'decimal' ? `<w:ind w:left="${200 + 400 * (depth + 1)}" w:hanging="400"/>` : `<w:ind w:left="${360 * (depth + 1)}" w:hanging="260"/>`;
  const first = Math.min(Math.max(start, 0), HIGHEST_NUMBER);
  return `<w:lvl w:ilvl="${depth}"><w:start w:val="${first}"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr>${indent}</w:pPr></w:lvl>`;
}
