import { expect, test } from 'vitest';
import { formatById } from '../../server/formats/registry.ts';
import { arabicParagraph, arabicRun, makeDocx, partOf, STYLES, W, type DocxParts } from '../support/docx.ts';
import { fileOf, requestFor, shown } from './files.ts';

const docx = formatById('docx');
const fileWith = (parts: DocxParts) => fileOf('a.docx', makeDocx({ styles: STYLES, ...parts }));
const bodyOf = (bytes: Uint8Array) => /<w:body>(.*)<\/w:body>/s.exec(partOf(bytes, 'word/document.xml'))![1]!;

function written(parts: DocxParts, text: string): Uint8Array {
  const file = fileWith(parts);
  return docx.write(requestFor(file, docx.read(file), () => text));
}

test('what only complex scripts had in a style, the English has too', () => {
  const heading = (run: string) => `<w:style w:type="paragraph" w:styleId="h"><w:name w:val="Title AR"/><w:rPr>${run}</w:rPr></w:style>`;
  const stylesFor = (run: string) =>
    partOf(written({ body: arabicParagraph('نص', { properties: '<w:pStyle w:val="h"/>|' }), styles: heading(run) }, 'Text'), 'word/styles.xml');
  expect(stylesFor('<w:bCs/><w:iCs w:val="0"/><w:szCs w:val="36"/>')).toContain(
    heading('<w:b/><w:bCs/><w:i w:val="0"/><w:iCs w:val="0"/><w:sz w:val="36"/><w:szCs w:val="36"/>'),
  );
  expect(stylesFor('<w:b w:val="0"/><w:bCs/><w:sz w:val="20"/><w:szCs w:val="36"/>')).toContain('<w:b w:val="0"/><w:bCs/><w:sz w:val="20"/>');
});

test('words that are not bold in a style that is, for complex scripts only, keep the difference', () => {
  const styles = `${STYLES}<w:style w:type="paragraph" w:styleId="h"><w:name w:val="Title AR"/><w:rPr><w:bCs/></w:rPr></w:style>`;
  const body = `<w:p><w:pPr><w:pStyle w:val="h"/><w:bidi/></w:pPr>${arabicRun('عنوان طويل جدا ')}${arabicRun('رقيق', '<w:bCs w:val="0"/>')}</w:p>`;
  expect(docx.read(fileWith({ body, styles })).blocks.map(shown)).toEqual(['عنوان طويل جدا <1>رقيق</1>']);
  expect(bodyOf(written({ body, styles }, 'Long title \ue001thin\ue002'))).toMatch(/<w:b w:val="0"\/><w:bCs w:val="0"\/>.*thin/);
});

test('pages and notes count in Latin figures', () => {
  const body = `${arabicParagraph('نص')}<w:sectPr><w:pgNumType w:fmt="hindiNumbers" w:start="3"/></w:sectPr>`;
  const settings = `<w:settings xmlns:w="${W}"><w:footnotePr><w:numFmt w:val="arabicAbjad"/></w:footnotePr></w:settings>`;
  const out = written({ body, extra: { 'word/settings.xml': { content: settings, type: 'settings' } } }, 'Text');
  expect(bodyOf(out)).toContain('<w:pgNumType w:fmt="decimal" w:start="3"/>');
  expect(partOf(out, 'word/settings.xml')).toContain('<w:footnotePr><w:numFmt w:val="lowerLetter"/></w:footnotePr>');
});
