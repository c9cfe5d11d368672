/** What stands in a paragraph, in order, whatever runs and wrappers Word put around it. */
import type { LeftOutCounter } from '../left-out.ts';
import type { StyleFacts, Styles } from './styles.ts';
import { lookOf, type Look } from './looks.ts';
import { child, isOn, type XmlElement } from './xml.ts';

/** `markup` is what a paragraph needs to hold the item again. */
export type Item = { markup: string } & (
  | { type: 'text'; text: string; look: Look }
  /** `inRun` is what a run of the text needs to hold it: it looks as the text around it does. */
  | { type: 'atom'; code: 'break' | 'image' | 'other'; inRun?: string }
  | { type: 'field'; mark: 'begin' | 'separate' | 'end' }
  | { type: 'instruction'; text: string }
  | { type: 'open'; pair: object; isLink: boolean; href?: string }
  | { type: 'close'; pair: object }
  /** Bookmarks, comments and the like: they go before or behind the text. */
  | { type: 'marker'; side: 'before' | 'after' }
);

export interface PartContext {
  xml: string;
  styles: Styles;
  leftOut: LeftOutCounter;
  /** Where a relation leads that a link names. */
  addressOf(relationId: string): string | undefined;
}

/** Elements around runs that mean nothing here; what is in them counts. */
const TRANSPARENT = new Set(['w:smartTag', 'w:customXml', 'w:bdo', 'w:dir', 'w:sdtContent', 'w:ins', 'w:moveTo']);
const BEFORE = new Set(['w:bookmarkStart', 'w:commentRangeStart', 'w:permStart']);
const AFTER = new Set(['w:bookmarkEnd', 'w:commentRangeEnd', 'w:permEnd']);
/** They say nothing to a reader, and Word makes them anew. */
const DROPPED = new Set(['w:pPr', 'w:proofErr', 'w:rPr', 'w:lastRenderedPageBreak', 'w:smartTagPr', 'w:customXmlPr', 'w:sdtPr', 'w:sdtEndPr']);
const CHARACTERS: Record<string, string> = { 'w:noBreakHyphen': '\u2011', 'w:softHyphen': '\u00ad' };
const PICTURES = new Set(['w:drawing', 'w:pict', 'mc:AlternateContent', 'w:object']);

/** Whether markup that stays as it is has words in it. */
export const HOLDS_TEXT = /<w:t[\s>]/;

export class ItemReader {
  readonly items: Item[] = [];
  readonly #context: PartContext;
  readonly #style: StyleFacts;

  constructor(context: PartContext, style: StyleFacts) {
    this.#context = context;
    this.#style = style;
  }

  readAll(container: XmlElement): void {
    for (const element of container.children) this.#read(element);
  }

  #read(element: XmlElement): void {
    const { name } = element;
    const markup = () => this.#slice(element.start, element.end);
    if (DROPPED.has(name)) return;
    if (name === 'w:r') this.#readRun(element);
    else if (TRANSPARENT.has(name)) this.readAll(element);
    else if (name === 'w:hyperlink') this.#wrap(element, { isLink: true, href: this.#hrefOf(element) });
    else if (name === 'w:sdt') this.#readControl(element);
    else if (name === 'w:fldSimple') this.#readSimpleField(element);
    else if (BEFORE.has(name)) this.items.push({ type: 'marker', side: 'before', markup: markup() });
    else if (AFTER.has(name)) this.items.push({ type: 'marker', side: 'after', markup: markup() });
    else this.#addAtom(name, markup());
  }

  #readControl(element: XmlElement): void {
    const content = child(element, 'w:sdtContent');
    if (content) this.#wrap(element, { isLink: false }, content);
    else this.#addAtom(element.name, this.#slice(element.start, element.end));
  }

  #readSimpleField(element: XmlElement): void {
    const href = linkOf(element.attributes['w:instr'] ?? '');
    if (href !== undefined) return this.#wrap(element, { isLink: true, href });
    this.#context.leftOut.add('word-fields');
    this.items.push({ type: 'atom', code: 'other', markup: this.#slice(element.start, element.end) });
  }

  /** What is inside, between two marks that keep the tags. `content` is the element that holds the runs. */
  #wrap(element: XmlElement, facts: { isLink: boolean; href?: string }, content = element): void {
    if (content.children.length === 0) return;
    this.items.push({ type: 'open', pair: element, ...facts, markup: this.#slice(element.start, content.innerStart) });
    this.readAll(content);
    this.items.push({ type: 'close', pair: element, markup: this.#slice(content.innerEnd, element.end) });
  }

  #readRun(run: XmlElement): void {
    const properties = child(run, 'w:rPr');
    const own = properties ? this.#slice(properties.start, properties.end) : '';
    const isHidden = isOn(child(properties, 'w:vanish')) === true;
    if (run.children.some(({ attributes }) => attributes['w:customMarkFollows'] === '1')) return this.#addAtom('w:r', this.#slice(run.start, run.end));
    for (const element of run.children) {
      const markup = `<w:r>${own}${this.#slice(element.start, element.end)}</w:r>`;
      const text = textOf(element);
      if (DROPPED.has(element.name)) continue;
      if (isHidden && text !== null) this.#addHidden(markup);
      else if (text !== null) this.items.push({ type: 'text', text, look: lookOf(properties, text, { ...this.#context, style: this.#style }), markup });
      else this.#readSpecial(element, markup);
    }
  }

  #addHidden(markup: string): void {
    this.#context.leftOut.add('word-hidden');
    this.items.push({ type: 'atom', code: 'other', markup });
  }

  #readSpecial(element: XmlElement, markup: string): void {
    const { name, attributes } = element;
    const verbatim = this.#slice(element.start, element.end);
    if (name === 'w:fldChar') this.items.push({ type: 'field', mark: attributes['w:fldCharType'] as 'begin' | 'separate' | 'end', markup });
    else if (name === 'w:instrText') this.items.push({ type: 'instruction', text: element.text, markup });
    else if (name === 'w:commentReference') {
      this.#context.leftOut.add('word-comments');
      this.items.push({ type: 'marker', side: 'after', markup });
    } else if (name === 'w:cr' || (name === 'w:br' && (attributes['w:type'] ?? 'textWrapping') === 'textWrapping'))
      this.items.push({ type: 'atom', code: 'break', markup, inRun: verbatim });
    else if (name === 'w:tab' || name === 'w:ptab') this.items.push({ type: 'atom', code: 'other', markup, inRun: verbatim });
    else this.#addAtom(name, markup);
  }

  #addAtom(name: string, markup: string): void {
    const isPicture = PICTURES.has(name);
    if (isPicture) this.#context.leftOut.add(markup.includes('<w:txbxContent') ? 'word-text-boxes' : 'word-pictures');
    else if (name.startsWith('m:oMath')) this.#context.leftOut.add('word-equations');
    else if (name !== 'w:r' && HOLDS_TEXT.test(markup)) this.#context.leftOut.add('embedded');
    this.items.push({ type: 'atom', code: isPicture ? 'image' : 'other', markup });
  }

  #hrefOf({ attributes }: XmlElement): string | undefined {
    const anchor = attributes['w:anchor'];
    const address = this.#context.addressOf(attributes['r:id'] ?? '');
    if (address === undefined) return anchor === undefined ? undefined : `#${anchor}`;
    return anchor === undefined ? address : `${address}#${anchor}`;
  }

  #slice(start: number, end: number): string {
    return this.#context.xml.slice(start, end);
  }
}

/** White space as XML has it; a space that does not break is none. */
const OUTER_SPACE = /^[ \t\r\n]+|[ \t\r\n]+$/g;

/** The characters an element of a run stands for, or null. Without `xml:space` the ends of a text do not count. */
function textOf({ name, text, attributes }: XmlElement): string | null {
  if (name !== 'w:t') return CHARACTERS[name] ?? null;
  const line = text.replace(/[\r\n]+/g, ' ');
  return attributes['xml:space'] === 'preserve' ? line : line.replace(OUTER_SPACE, '');
}

/** Where a HYPERLINK field leads; undefined for any other field. */
export function linkOf(instruction: string): string | undefined {
  const link = /^\s*HYPERLINK\s+(.*)$/s.exec(instruction)?.[1];
  if (link === undefined) return undefined;
  const anchor = /\\l\s+"([^"]*)"/.exec(link)?.[1];
  const address = /^"([^"]*)"/.exec(link)?.[1] ?? '';
  return anchor === undefined ? address : `${address}#${anchor}`;
}
