/** Tracked changes, taken as accepted. */
import { child, type XmlElement } from './xml.ts';

const INSERTED = new Set(['w:ins', 'w:moveTo']);
const DELETED = new Set(['w:del', 'w:moveFrom']);
/** How a thing looked before, and where moved text begins and ends. */
const RECORDS = new Set([
  ...[
    'w:rPrChange',
    'w:pPrChange',
    'w:sectPrChange',
    'w:tblPrChange',
    'w:tblPrExChange',
    'w:tblGridChange',
    'w:trPrChange',
    'w:tcPrChange',
    'w:numberingChange',
  ],
  ...['w:moveFromRangeStart', 'w:moveFromRangeEnd', 'w:moveToRangeStart', 'w:moveToRangeEnd', 'w:cellIns', 'w:cellMerge'],
]);
const QUICK = /<w:(?:ins|del|moveFrom|moveTo|cellIns|cellDel|cellMerge|\w+Change|\w+RangeStart)\b/;

/** Elements between paragraphs that mark where something begins or ends. */
const PLACE_MARKS = /^w:(?:(?:bookmark|commentRange|perm|moveFromRange|moveToRange)(?:Start|End)|proofErr)$/;
const TEXT_ELEMENTS = new Set(['w:p', 'w:tbl', 'w:sdt']);

export interface Accepted {
  xml: string;
  /** How many changes there were. */
  count: number;
}

/**
 * The part as Word shows it once all changes are accepted: inserted text stays, deleted and moved-away text goes, with whole table rows and
 * with paragraph marks, whose paragraphs then join the next one and take its properties. Without changes the same text, letter by letter.
 */
export function acceptChanges(xml: string, root: XmlElement): Accepted {
  if (!QUICK.test(xml)) return { xml, count: 0 };
  const writer = new AcceptedWriter(xml);
  const accepted = xml.slice(0, root.start) + writer.render(root) + xml.slice(root.end);
  return { xml: accepted, count: writer.count };
}

class AcceptedWriter {
  count = 0;
  readonly #xml: string;

  constructor(xml: string) {
    this.#xml = xml;
  }

  render(element: XmlElement): string {
    if (this.#isGone(element)) return '';
    if (INSERTED.has(element.name)) {
      this.count++;
      return this.#inside(element);
    }
    if (element.children.length === 0) return this.#xml.slice(element.start, element.end);
    return this.#xml.slice(element.start, element.innerStart) + this.#inside(element) + this.#xml.slice(element.innerEnd, element.end);
  }

  #isGone(element: XmlElement): boolean {
    const { name } = element;
    if (RECORDS.has(name)) {
      if (name.endsWith('Change')) this.count++;
      return true;
    }
    const isGone = DELETED.has(name) || isDeletedRow(element) || isDeletedTable(element) || isDeletedCell(element);
    if (isGone) this.count++;
    return isGone;
  }

  /** What an element holds, with paragraphs joined whose mark is gone. */
  #inside({ children, innerStart, innerEnd }: XmlElement): string {
    const parts: string[] = [];
    let at = innerStart;
    for (let index = 0; index < children.length; index++) {
      parts.push(this.#xml.slice(at, children[index]!.start));
      const chain = chainFrom(children, index);
      parts.push(chain.length > 1 ? this.#join(chain) : this.#single(chain[0]!, isLastText(children, index)));
      index += chain.length - 1;
      at = children[index]!.end;
    }
    return parts.join('') + this.#xml.slice(at, innerEnd);
  }

  /** A paragraph without a next one cannot join it; it goes when nothing is left in it, unless it is what a cell or a note must end with. */
  #single(element: XmlElement, isLast: boolean): string {
    const rendered = this.render(element);
    if (!hasDeletedMark(element) || isLast) return rendered;
    return element.children.slice(1).every((inner) => this.render(inner) === '') ? '' : rendered;
  }

  #join(chain: readonly XmlElement[]): string {
    const [first, last] = [chain[0]!, chain.at(-1)!];
    this.count += chain.filter(({ name }) => name === 'w:p').length - 1;
    const properties = child(last, 'w:pPr');
    const contents = chain.flatMap((part) => (part.name === 'w:p' ? part.children.filter(({ name }) => name !== 'w:pPr') : [part]));
    return [
      this.#xml.slice(first.start, first.innerStart),
      properties ? this.render(properties) : '',
      ...contents.map((content) => this.render(content)),
      '</w:p>',
    ].join('');
  }
}

/** The paragraph at `index` with those it runs on into, and what marks places between them. */
function chainFrom(siblings: readonly XmlElement[], index: number): XmlElement[] {
  let end = index;
  while (hasDeletedMark(siblings[end]!)) {
    const next = siblings.findIndex(({ name }, at) => at > end && !PLACE_MARKS.test(name));
    if (siblings[next]?.name !== 'w:p') break;
    end = next;
  }
  return siblings.slice(index, end + 1);
}

/** Whether no further paragraph or table stands behind the one at `index`. */
function isLastText(siblings: readonly XmlElement[], index: number): boolean {
  return !siblings.slice(index + 1).some(({ name }) => TEXT_ELEMENTS.has(name));
}

function hasDeletedMark(element: XmlElement): boolean {
  if (element.name !== 'w:p') return false;
  const mark = child(child(element, 'w:pPr'), 'w:rPr');
  return mark?.children.some(({ name }) => DELETED.has(name)) ?? false;
}

function isDeletedRow(element: XmlElement): boolean {
  if (element.name !== 'w:tr') return false;
  const cells = element.children.filter(({ name }) => name === 'w:tc');
  return child(child(element, 'w:trPr'), 'w:del') !== undefined || (cells.length > 0 && cells.every(isDeletedCell));
}

function isDeletedCell(element: XmlElement): boolean {
  return element.name === 'w:tc' && child(child(element, 'w:tcPr'), 'w:cellDel') !== undefined;
}

function isDeletedTable(element: XmlElement): boolean {
  if (element.name !== 'w:tbl') return false;
  const rows = element.children.filter(({ name }) => name === 'w:tr');
  return rows.length > 0 && rows.every(isDeletedRow);
}
