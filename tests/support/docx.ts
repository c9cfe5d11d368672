/** Word files for tests, put together from the parts a test cares about. */
import { readZip, unpack } from '../../server/formats/zip-reader.ts';
import { pack, writeZip } from '../../server/formats/zip-writer.ts';

export const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMESPACES = `xmlns:w="${W}" xmlns:r="${R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`;
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export interface DocxParts {
  /** What stands inside `<w:body>`. */
  body: string;
  /** What stands inside `<w:styles>`, `<w:numbering>`, `<w:footnotes>`, `<w:endnotes>`. */
  styles?: string;
  numbering?: string;
  footnotes?: string;
  endnotes?: string;
  /** Addresses of links, by relation id. */
  links?: Record<string, string>;
  /** Further parts by name, and what the main part calls them. */
  extra?: Record<string, { content: string | Uint8Array; type: string }>;
}

export function makeDocx({ body, links = {}, extra = {}, ...parts }: DocxParts): Uint8Array {
  const named = Object.entries(parts).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const relations = [
    ...named.map(([name]) => relation(`rId-${name}`, name, `${name}.xml`)),
    ...Object.entries(links).map(([id, target]) => relation(id, 'hyperlink', target, ' TargetMode="External"')),
    ...Object.entries(extra).map(([name, { type }], index) => relation(`rId-x${index}`, type, name.replace(/^word\//, ''))),
  ];
  return writeZip([
    pack('[Content_Types].xml', contentTypes([...named.map(([name]) => name), 'document'])),
    pack('_rels/.rels', relationships([relation('rId1', 'officeDocument', 'word/document.xml')])),
    pack('word/document.xml', `${HEAD}<w:document ${NAMESPACES}><w:body>${body}</w:body></w:document>`),
    pack('word/_rels/document.xml.rels', relationships(relations)),
    ...named.map(([name, content]) => pack(`word/${name}.xml`, `${HEAD}<w:${name} ${NAMESPACES}>${content}</w:${name}>`)),
    ...Object.entries(extra).map(([name, { content }]) => pack(name, content)),
  ]);
}

function relation(id: string, type: string, target: string, mode = ''): string {
  return `<Relationship Id="${id}" Type="${R}/${type}" Target="${target}"${mode}/>`;
}

function relationships(relations: readonly string[]): string {
  return `${HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations.join('')}</Relationships>`;
}

function contentTypes(names: readonly string[]): string {
  const kind = (name: string) => (name === 'document' ? 'document.main' : name);
  const overrides = names.map(
    (name) => `<Override PartName="/word/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.${kind(name)}+xml"/>`,
  );
  return `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join('')}</Types>`;
}

/** The text of a part of a Word file. */
export function partOf(bytes: Uint8Array, name: string): string {
  const entry = readZip(bytes).get(name);
  if (!entry) throw new Error(`no part ${name}`);
  return new TextDecoder('utf-8', { fatal: true }).decode(unpack(entry));
}

/** A paragraph of one run as Arabic Word writes it: from right to left, marked as complex script. */
export function arabicParagraph(text: string, { properties = '', run = '' } = {}): string {
  return `<w:p><w:pPr>${properties.replace('|', '<w:bidi/>') || '<w:bidi/>'}</w:pPr>${arabicRun(text, run)}</w:p>`;
}

export function arabicRun(text: string, properties = ''): string {
  return `<w:r><w:rPr>${properties}<w:rtl/></w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
}

/** Heading styles under the ids that Word gives them in a German or Arabic installation; the names stay English. */
export const STYLES = `
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif" w:cs="DejaVu Sans"/><w:sz w:val="22"/><w:szCs w:val="26"/><w:lang w:val="ar-SA" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="32"/><w:szCs w:val="36"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="rtl"><w:name w:val="Body RTL"/><w:basedOn w:val="a"/><w:pPr><w:bidi/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="cap"><w:name w:val="caption"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr></w:style>`;

/** List 1 is numbered in Arabic letters, list 2 has bullets. */
export const NUMBERING = `
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="arabicAlpha"/><w:lvlText w:val="%1-"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr><w:rPr><w:rtl/></w:rPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="–"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1440" w:hanging="360"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`;

const listed = (list: number, level = 0) => `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>|`;
const cell = (text: string) => `<w:tc><w:tcPr><w:tcW w:w="4500" w:type="dxa"/></w:tcPr>${arabicParagraph(text)}</w:tc>`;
const note = (id: number) => `<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/><w:rtl/></w:rPr><w:footnoteReference w:id="${id}"/></w:r>`;

/** A report with one of everything. */
export const REPORT: DocxParts = {
  styles: STYLES,
  numbering: NUMBERING,
  links: { rId9: 'https://example.org/taqrir?a=1&amp;b=2' },
  footnotes: `<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="1"><w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>${arabicRun(' انظر الملحق الأول')}</w:p></w:footnote>`,
  body: [
    arabicParagraph('تقرير عن المياه', { properties: '<w:pStyle w:val="berschrift1"/>|' }),
    `<w:p><w:pPr><w:bidi/><w:jc w:val="both"/></w:pPr>${arabicRun('يقول ')}${arabicRun('الوزير', '<w:b/><w:bCs/>')}${arabicRun(' إن المشروع ')}${arabicRun('مهم', '<w:i/><w:iCs/>')}${arabicRun(' للبلاد')}${note(1)}${arabicRun('.')}</w:p>`,
    `<w:p><w:pPr><w:bidi/></w:pPr>${arabicRun('اقرأ ')}<w:hyperlink r:id="rId9">${arabicRun('التقرير الكامل', '<w:color w:val="0563C1"/><w:u w:val="single"/>')}</w:hyperlink>${arabicRun(' اليوم.')}</w:p>`,
    arabicParagraph('الخطوات', { properties: '<w:pStyle w:val="2"/>|' }),
    arabicParagraph('الخطوة الأولى', { properties: listed(1) }),
    arabicParagraph('الخطوة الثانية', { properties: listed(1) }),
    arabicParagraph('نقطة', { properties: listed(2) }),
    arabicParagraph('نقطة داخلية', { properties: listed(2, 1) }),
    `<w:tbl><w:tblPr><w:tblStyle w:val="grid"/><w:bidiVisual/><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4500"/><w:gridCol w:w="4500"/></w:tblGrid><w:tr>${cell('الاسم')}${cell('العدد')}</w:tr><w:tr>${cell('دجلة')}${cell('٣٢')}</w:tr></w:tbl>`,
    arabicParagraph('إلى اليسار في النهاية', { properties: '|<w:jc w:val="right"/>' }),
    arabicParagraph('مسافة بادئة', { properties: '|<w:ind w:left="1440"/>' }),
    `<w:p><w:pPr><w:jc w:val="right"/></w:pPr><w:r><w:t>فقرة محاذاة لليمين بلا اتجاه</w:t></w:r></w:p>`,
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"/><w:bidi/></w:sectPr>',
  ].join(''),
};

/** The report in English, block by block: `‹` and `›` open and close the codes of a block in order, `¤` is a code that stands alone. */
export const REPORT_IN_ENGLISH = [
  'Report on water',
  'The ‹minister› says the project is ‹important› to the country¤.',
  'Read ‹the full report› today.',
  'The steps',
  'First step',
  'Second step',
  'A point',
  'A point inside',
  'Name',
  'Number',
  'Tigris',
  '32',
  'At the end of the line',
  'Indented',
  'Aligned to look Arabic',
  'See annex one',
];

/** Puts a block's codes, which are numbered in the order of their first appearance, in place of the marks. */
export function withCodes(marked: string): string {
  let number = 0;
  return marked.replace(/[‹›¤]/g, () => String.fromCharCode(0xe001 + number++));
}
