/** The parts of an edition's Word file that are the same, or nearly so, in every edition. */
import { escapeXml } from '../core/edition/xml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const WORD_TYPES = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
export const NAMESPACES = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}/relationships"`;

/** Parts in word/ besides the text itself, with the last word of their content type. */
const PARTS = ['styles', 'numbering', 'settings', 'footnotes', 'footer'] as const;

export function xmlPart(root: string, content: string): string {
  return `${HEAD}<w:${root} ${NAMESPACES}>${content}</w:${root}>`;
}

export function contentTypes(): string {
  const override = (name: string, type: string) => `<Override PartName="${name}" ContentType="${type}"/>`;
  return [
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">`,
    `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`,
    override('/word/document.xml', `${WORD_TYPES}.document.main+xml`),
    ...PARTS.map((name) => override(`/word/${name}.xml`, `${WORD_TYPES}.${name}+xml`)),
    override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties+xml'),
    '</Types>',
  ].join('');
}

export function packageRelations(): string {
  return relations([
    relation('rId1', `${OFFICE}/relationships/officeDocument`, 'word/document.xml'),
    relation('rId2', `${PACKAGE}/relationships/metadata/core-properties`, 'docProps/core.xml'),
  ]);
}

/** @param links address → relation id */
export function documentRelations(links: ReadonlyMap<string, string>): string {
  return relations([
    ...PARTS.map((name) => relation(name, `${OFFICE}/relationships/${name}`, `${name}.xml`)),
    ...Array.from(links, ([href, id]) => relation(id, `${OFFICE}/relationships/hyperlink`, href, ' TargetMode="External"')),
  ]);
}

function relation(id: string, type: string, target: string, mode = ''): string {
  return `<Relationship Id="${id}" Type="${type}" Target="${escapeXml(target)}"${mode}/>`;
}

function relations(all: readonly string[]): string {
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

/** Who and what, but not when: the same edition is the same file at any time. */
export function coreProperties({ title, lang }: { title: string; lang: string }): string {
  const namespaces = `xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"`;
  return `${HEAD}<cp:coreProperties ${namespaces}><dc:title>${escapeXml(title)}</dc:title><dc:creator>Dragoman</dc:creator><dc:language>${lang}</dc:language></cp:coreProperties>`;
}

export function settings(): string {
  const mode = '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>';
  return xmlPart('settings', `<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>${mode}`);
}

/** The page's number in the middle of its foot. */
export function footer(): string {
  const field = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const number = `${field('begin')}<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>${field('separate')}<w:r><w:t>1</w:t></w:r>${field('end')}`;
  return xmlPart('ftr', `<w:p><w:pPr><w:pStyle w:val="Small"/><w:jc w:val="center"/></w:pPr>${number}</w:p>`);
}

const FONT = 'Times New Roman';

export function styles(): string {
  const defaults = `<w:rFonts w:ascii="${FONT}" w:hAnsi="${FONT}" w:eastAsia="${FONT}" w:cs="${FONT}"/><w:sz w:val="22"/><w:szCs w:val="26"/>`;
  const sizes = [32, 28, 26, 24, 22, 22];
  return xmlPart(
    'styles',
    [
      `<w:docDefaults><w:rPrDefault><w:rPr>${defaults}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`,
      '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
      paragraphStyle('Title', 'Title', '<w:keepNext/><w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>', sized(40)),
      ...sizes.map((size, index) =>
        paragraphStyle(
          `Heading${index + 1}`,
          `heading ${index + 1}`,
          `<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="${index}"/>`,
          sized(size),
        ),
      ),
      paragraphStyle('ListBullet', 'List Bullet', ''),
      paragraphStyle('ListNumber', 'List Number', ''),
      paragraphStyle('ListContinue', 'List Continue', ''),
      paragraphStyle('Quote', 'Quote', '<w:ind w:left="480" w:right="480"/>', '<w:i/><w:iCs/>'),
      paragraphStyle('Code', 'Code', '', '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/><w:sz w:val="19"/><w:szCs w:val="19"/>'),
      paragraphStyle('Caption', 'caption', '', '<w:i/><w:iCs/><w:sz w:val="20"/><w:szCs w:val="22"/>'),
      paragraphStyle('By', 'By', '<w:jc w:val="center"/>', '<w:i/><w:iCs/>'),
      paragraphStyle('Small', 'Small', '<w:spacing w:after="40"/>', '<w:color w:val="595959"/><w:sz w:val="17"/><w:szCs w:val="19"/>'),
      paragraphStyle('FootnoteText', 'footnote text', '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>', '<w:sz w:val="18"/><w:szCs w:val="21"/>'),
      '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
      '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B5394"/><w:u w:val="single"/></w:rPr></w:style>',
    ].join(''),
  );
}

function paragraphStyle(id: string, name: string, paragraph: string, run = ''): string {
  return `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`;
}

/** Bold, and Arabic a little larger: its letters are smaller at the same size. */
function sized(size: number): string {
  return `<w:b/><w:bCs/><w:sz w:val="${size}"/><w:szCs w:val="${size + 4}"/>`;
}
