/** What an edition shows → a Word file: both texts side by side or one above the other. The same view gives the same bytes. */
import { noteOfAnchor, noteOfCode } from '../core/edition/notes.ts';
import { pack, writeZip } from '../formats/zip-writer.ts';
import type { Translate } from '../http/locale.ts';
import { takeTurns } from '../http/turns.ts';
import { EditionLists } from './edition-docx-lists.ts';
import * as parts from './edition-docx-parts.ts';
import { blockParagraph, language, paragraph, runs, sentenceParagraph, textRun, type ListItem, type Side, type Surroundings } from './edition-docx-text.ts';
import { pairOf, type EditionView, type Pair } from './edition-view.ts';
import type { Paragraph } from './paragraphs.ts';

/** @param paragraphs those the view was made of @param t words in the language that the edition is read in */
export async function editionDocx(view: EditionView, paragraphs: readonly Paragraph[], t: Translate): Promise<Uint8Array> {
  const writer = new DocxEdition(view, paragraphs, t);
  const document = await writer.document();
  return writeZip([
    pack('[Content_Types].xml', parts.contentTypes()),
    pack('_rels/.rels', parts.packageRelations()),
    pack('docProps/core.xml', parts.coreProperties({ title: view.title, lang: view.lang })),
    pack('word/document.xml', document),
    pack('word/_rels/document.xml.rels', parts.documentRelations(writer.links)),
    pack('word/styles.xml', parts.styles()),
    pack('word/numbering.xml', writer.numbering()),
    pack('word/settings.xml', parts.settings()),
    pack('word/footer.xml', parts.footer()),
    pack('word/footnotes.xml', writer.footnotes()),
  ]);
}

const PAGE_WIDTH = 11906;
const MARGIN = 1134;
const COLUMN = (PAGE_WIDTH - 2 * MARGIN) / 2;

class DocxEdition implements Surroundings {
  readonly links = new Map<string, string>();
  readonly #lists = new EditionLists();
  readonly #view: EditionView;
  readonly #t: Translate;
  readonly #source: Side;
  readonly #target: Side;
  readonly #body: Paragraph[];
  /** The paragraphs of each note. */
  readonly #notes = new Map<string, Paragraph[]>();
  /** Notes in the order of their first mark, which gives them their number; the source is written first. */
  readonly #numbers = new Map<string, number>();
  readonly #written: string[] = [];

  constructor(view: EditionView, paragraphs: readonly Paragraph[], t: Translate) {
    this.#view = view;
    this.#t = t;
    this.#source = { lang: view.sourceLang, dir: view.sourceDir };
    this.#target = { lang: view.lang, dir: view.dir };
    const shown = new Set(view.pairs.map(({ number }) => number));
    this.#body = paragraphs.filter(({ anchor, number }) => noteOfAnchor(anchor) === null && shown.has(number));
    for (const note of paragraphs) {
      const name = noteOfAnchor(note.anchor);
      if (name !== null) this.#notes.set(name, [...(this.#notes.get(name) ?? []), note]);
    }
  }

  async document(): Promise<string> {
    const giveWay = takeTurns();
    const rows: string[] = [];
    for (const one of this.#body) {
      rows.push(this.#row(this.#pair(one)));
      await giveWay();
    }
    const section = [
      `<w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="${PAGE_WIDTH}" w:h="16838"/>`,
      `<w:pgMar w:top="${MARGIN}" w:right="${MARGIN}" w:bottom="${MARGIN}" w:left="${MARGIN}" w:header="567" w:footer="567" w:gutter="0"/>`,
    ].join('');
    const body = `${this.#front()}${this.#isParallel ? table(rows) : rows.join('')}${this.#colophon()}`;
    return parts.xmlPart('document', `<w:body>${body}<w:sectPr>${section}</w:sectPr></w:body>`);
  }

  /** All notes with a mark in the text. Call it when the text is written. */
  footnotes(): string {
    const line = (id: number, type: string) => `<w:footnote w:type="${type}" w:id="${id}"><w:p><w:r><w:${type}/></w:r></w:p></w:footnote>`;
    return parts.xmlPart('footnotes', `${line(-1, 'separator')}${line(0, 'continuationSeparator')}${this.#written.join('')}`);
  }

  /** All lists of the text. Call it when the text is written. */
  numbering(): string {
    return this.#lists.part();
  }

  listItem(item: ListItem, side: Side): string {
    return this.#lists.item(item, side);
  }

  linkTo(href: string): string {
    const id = this.links.get(href) ?? `link${this.links.size + 1}`;
    this.links.set(href, id);
    return id;
  }

  /** Word counts the marks of one language; the other repeats the number, so that a note is one note with two texts. */
  noteMark(note: string, side: Side): string {
    const paragraphs = this.#notes.get(note);
    if (!paragraphs) return '';
    const known = this.#numbers.get(note);
    if (known !== undefined) return noteRun(`<w:t>${known}</w:t>`, side);
    const id = this.#numbers.size + 1;
    this.#numbers.set(note, id);
    const sides = [this.#source, this.#target].filter((one) => this.#shows(one));
    const texts = sides.flatMap((one) => paragraphs.map((paragraph) => ({ content: this.#noteText(paragraph, one), side: one })));
    const written = texts.map(({ content, side: own }, index) =>
      paragraph('FootnoteText', index === 0 ? noteRun('<w:footnoteRef/>', own) + textRun(' ', own, '') + content : content, { side: own }),
    );
    this.#written.push(`<w:footnote w:id="${id}">${written.join('')}</w:footnote>`);
    return noteRun(`<w:footnoteReference w:id="${id}"/>`, side);
  }

  #noteText(one: Paragraph, side: Side): string {
    // A note cannot hold another one.
    const pair = pairOf({ ...one, codes: one.codes.map((code) => (noteOfCode(code) === null ? code : { ...code, data: '' })) });
    if (side === this.#source) return runs(pair.source, side, this);
    const standing = pair.standing === 'confirmed' ? '' : ` (${this.#t(`edition.standing.${pair.standing}`)})`;
    return runs(pair.target ?? [], side, this) + (standing === '' ? '' : textRun(standing, side, ''));
  }

  get #isParallel(): boolean {
    return this.#view.layout === 'parallel';
  }

  #shows(side: Side): boolean {
    return !(['en', 'ar'] as string[]).includes(this.#view.layout) || side === (this.#view.layout === 'ar' ? this.#source : this.#target);
  }

  #pair(one: Paragraph): Pair {
    const lines = (text: string) => (this.#view.keepsLines ? text : text.replace(/[\r\n]+/g, ' '));
    return pairOf({ ...one, source: lines(one.source), target: lines(one.target) });
  }

  #row(pair: Pair): string {
    const source = this.#shows(this.#source) ? blockParagraph(pair, pair.source, this.#source, this) : '';
    const target = this.#shows(this.#target) ? this.#targetOf(pair) : '';
    if (!this.#isParallel) return source + target;
    const cells = this.#view.arabicSide === 'right' ? [target, source] : [source, target];
    return `<w:tr>${cells.map(cell).join('')}</w:tr>`;
  }

  #targetOf(pair: Pair): string {
    const text = pair.target === null ? '' : blockParagraph(pair, pair.target, this.#target, this);
    if (pair.standing === 'confirmed') return text;
    return text + paragraph('Small', textRun(this.#t(`edition.standing.${pair.standing}`), this.#target, ''), { side: this.#target });
  }

  #front(): string {
    const { source, target, lines } = this.#view.front;
    const title = (text: string, side: Side) => (text === '' || !this.#shows(side) ? '' : paragraph('Title', textRun(text, side, ''), { side }));
    return title(source, this.#source) + title(target, this.#target) + lines.map((line) => sentenceParagraph('By', line, this.#target)).join('');
  }

  #colophon(): string {
    const { lines, hashes } = this.#view.colophon;
    const rule = '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="999999"/></w:pBdr></w:pPr></w:p>';
    const texts = lines.map((line) => sentenceParagraph('Small', line, this.#target));
    const sums = hashes.map(({ name, value }) => paragraph('Small', textRun(`${name} sha-256 ${value}`, this.#target, ''), { side: this.#target }));
    return rule + texts.join('') + sums.join('');
  }
}

function noteRun(content: string, side: Side): string {
  return `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/>${language(side)}</w:rPr>${content}</w:r>`;
}

function cell(content: string): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${COLUMN}" w:type="dxa"/></w:tcPr>${content || '<w:p/>'}</w:tc>`;
}

function table(rows: readonly string[]): string {
  if (rows.length === 0) return '';
  const margins = '<w:tblCellMar><w:left w:w="170" w:type="dxa"/><w:right w:w="170" w:type="dxa"/></w:tblCellMar>';
  const properties = `<w:tblPr><w:tblW w:w="${2 * COLUMN}" w:type="dxa"/><w:tblLayout w:type="fixed"/>${margins}</w:tblPr>`;
  const column = `<w:gridCol w:w="${COLUMN}"/>`;
  return `<w:tbl>${properties}<w:tblGrid>${column}${column}</w:tblGrid>${rows.join('')}</w:tbl>`;
}
