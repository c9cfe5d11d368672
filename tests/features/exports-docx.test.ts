import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExportOptions } from '../../server/exports/options.ts';
import type { ExportedFile, Exports } from '../../server/exports/service.ts';
import { formatById } from '../../server/formats/registry.ts';
import { readZip } from '../../server/formats/zip-reader.ts';
import { shown } from '../formats/files.ts';
import { addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addFile, addRevision, addTranslatedArticle, article } from '../support/document.ts';
import { arabicParagraph, makeDocx, partOf, REPORT, REPORT_IN_ENGLISH, withCodes } from '../support/docx.ts';
import { exportsOf } from '../support/exports.ts';
import { missingForPages, wordsOnPages } from '../support/libreoffice.ts';

const AT = '2026-11-24T10:00:00.000Z';
const missing = missingForPages();
if (missing) console.warn(`\n*** ${missing} is missing: no page of a Word file was looked at. apt-get install libreoffice-writer poppler-utils ***\n`);

let world: TestDb;
let exports: Exports;

beforeEach(async () => {
  world = await openTestDb();
  exports = exportsOf(world.db);
});
afterEach(() => world.remove());

async function addReport(english: (string | null)[] = REPORT_IN_ENGLISH) {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addFile(world.db, projectId, { name: 'تقرير.ar.docx', format: 'docx', text: makeDocx(REPORT) });
  expect(segments).toHaveLength(REPORT_IN_ENGLISH.length);
  for (const [index, id] of segments.entries()) {
    const text = english[index];
    if (text != null) await addRevision(world.db, id, { text: withCodes(text), state: 'translated', authorId: amal, at: AT });
  }
  return { amal, documentId };
}

function exported(personId: string, documentId: string, options: Partial<ExportOptions> = {}): Promise<ExportedFile> {
  return exports.exportOf({ personId, isAdmin: false }, documentId, ExportOptions.parse({ kind: 'bilingual-docx', ...options }));
}

const readBack = (bytes: Uint8Array) => formatById('docx').read({ name: 'back.docx', bytes });
const blocksOf = (bytes: Uint8Array) => readBack(bytes).blocks.map((block) => `${block.kind}${block.level ?? ''}: ${shown(block)}`);
/** pdftotext tells the places of letters from left to right. */
const inPrint = (arabic: string) => [...arabic].reverse().join('');
/** A paragraph of the part that says `text`, as markup. */
const paragraphWith = (xml: string, text: string) => xml.match(/<w:p>.*?<\/w:p>/gs)?.find((one) => one.replace(/<[^>]+>/g, '').includes(text)) ?? '';

describe('a bilingual edition as a Word document', () => {
  test('is named after its source', async () => {
    const { amal, documentId } = await addReport();
    const { fileName, mediaType } = await exported(amal, documentId);
    expect(fileName).toBe('تقرير.ar-en.bilingual.docx');
    expect(mediaType).toBe('application/vnd.openxmlformats-officedocument.wordprocessingml.document');
    const { fileNames } = await exports.choicesFor({ personId: amal, isAdmin: false }, documentId);
    expect(fileNames['bilingual-docx']).toBe(fileName);
  });

  test('sets the article in a table of two columns, English left and Arabic right, each with its language and direction', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { bytes } = await exported(amal, documentId);
    const xml = partOf(bytes, 'word/document.xml');
    const rows = [...xml.matchAll(/<w:tr>(.*?)<\/w:tr>/gs)].map(([, row]) => [...row!.matchAll(/<w:tc>(.*?)<\/w:tc>/gs)].map(([, cell]) => cell!));
    const textOf = (cell: string) =>
      cell
        .replace(/<[^>]+>/g, '')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
    expect(rows.map(([english]) => textOf(english!))).toEqual(article.english);
    expect(rows.map(([, arabic]) => textOf(arabic!))).toEqual(article.arabic);
    for (const [english, arabic] of rows) {
      expect(english).not.toMatch(/<w:bidi\/>|<w:rtl\/>/);
      expect(english).toContain('<w:lang w:val="en-US"/>');
      expect(arabic).toContain('<w:bidi/>');
      expect(arabic).toContain('<w:rtl/><w:lang w:bidi="ar-SA"/>');
    }
    expect(xml).not.toContain('bidiVisual');
    expect(xml.replace(/<[^>]+>/g, ' ')).toMatch(/Made with Dragoman on\s+24 November 2026\s+, from version\s+1\s+of the text/);
  });

  test('sets the Arabic on the left when asked to', async () => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const { bytes } = await exported(amal, documentId, { arabicSide: 'left' });
    expect(/<w:tr>(.*?)<\/w:tc>/s.exec(partOf(bytes, 'word/document.xml'))![1]).toContain('<w:bidi/>');
  });

  test.each([
    ['stacked', true, true],
    ['en', false, true],
    ['ar', true, false],
  ] as const)('%s has no table', async (layout, hasArabic, hasEnglish) => {
    const { amal, documentId } = await addTranslatedArticle(world.db);
    const blocks = blocksOf((await exported(amal, documentId, { layout })).bytes);
    expect(blocks.some((block) => block.includes(article.arabic[3]!))).toBe(hasArabic);
    expect(blocks.some((block) => block.includes(article.english[3]!))).toBe(hasEnglish);
    expect(blocks.some((block) => block.startsWith('table-cell'))).toBe(false);
  });

  test('keeps headings, lists, looks, links and notes on both sides', async () => {
    const { amal, documentId } = await addReport();
    const blocks = blocksOf((await exported(amal, documentId, { layout: 'stacked' })).bytes);
    expect(blocks).toContain('heading1: Report on water');
    expect(blocks).toContain('heading2: الخطوات');
    expect(blocks).toContain('list-item2: A point inside');
    expect(blocks).toContain('paragraph: يقول <1>الوزير</1> إن المشروع <3>مهم</3> للبلاد<5/>.');
    expect(blocks).toContain('paragraph: The <1>minister</1> says the project is <3>important</3> to the country<5>1</5>.');
    expect(blocks).toContain('paragraph: Read <1>the full report</1> today.');
    expect(blocks.slice(-2)).toEqual(['paragraph: انظر الملحق الأول', 'paragraph: See annex one']);
    const back = readBack((await exported(amal, documentId)).bytes);
    expect(back.blocks.flatMap(({ codes }) => codes.flatMap(({ href }) => href ?? []))).toEqual(Array(2).fill('https://example.org/taqrir?a=1&b=2'));
  });

  test.each(['parallel', 'stacked'] as const)('counts the items of a list on each side by itself (%s)', async (layout) => {
    const amal = await addPerson(world.db, 'Amal Haddad');
    const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
    const text = '3. جيم\n4. دال\n\n   تتمة\n   - نقطة\n\n5. هاء\n\nفقرة\n\n1. ألف';
    const { documentId, segments } = await addFile(world.db, projectId, { name: 'a.md', format: 'markdown', text });
    for (const [index, english] of ['C', 'D', 'more', 'point', 'E', 'paragraph', 'A'].entries())
      await addRevision(world.db, segments[index]!, { text: english, state: 'translated', authorId: amal, at: AT });
    const { blocks } = readBack((await exported(amal, documentId, { layout })).bytes);
    const markers = blocks.filter(({ kind }) => kind === 'list-item').map(({ marker, level, text }) => `${marker ?? '•'} ${level} ${text}`);
    expect(markers.filter((item) => /[a-z]/i.test(item.split(' ')[2]!))).toEqual(['3 1 C', '4 1 D', 'none 1 more', '• 2 point', '5 1 E', '1 1 A']);
    expect(markers.filter((item) => /[\u0600-\u06ff]/.test(item))).toEqual(['3 1 جيم', '4 1 دال', 'none 1 تتمة', '• 2 نقطة', '5 1 هاء', '1 1 ألف']);
  });

  test('gives a note the same number in both languages, and both texts at the foot of the page', async () => {
    const { amal, documentId } = await addReport();
    const { bytes } = await exported(amal, documentId);
    const xml = partOf(bytes, 'word/document.xml');
    expect(xml.match(/<w:footnoteReference w:id="1"\/>/g)).toHaveLength(1);
    expect(xml.match(/<w:rStyle w:val="FootnoteReference"\/><w:lang w:val="en-US"\/><\/w:rPr><w:t>1<\/w:t>/g)).toHaveLength(1);
    const notes = partOf(bytes, 'word/footnotes.xml');
    expect(paragraphWith(notes, 'See annex one')).not.toContain('<w:bidi/>');
    expect(paragraphWith(notes, 'انظر الملحق الأول')).toContain('<w:bidi/>');
    const english = await exported(amal, documentId, { layout: 'en' });
    expect(partOf(english.bytes, 'word/document.xml')).toContain('<w:footnoteReference w:id="1"/>');
    expect(partOf(english.bytes, 'word/footnotes.xml')).not.toContain('انظر');
  });

  test('says of each paragraph that nobody signed for it', async () => {
    const { amal, documentId } = await addReport(REPORT_IN_ENGLISH.map((text, index) => (index === 4 ? null : text)));
    const xml = partOf((await exported(amal, documentId)).bytes, 'word/document.xml');
    expect(xml.match(/Not translated yet/g)).toHaveLength(1);
    expect(xml.replace(/<[^>]+>/g, '')).toContain('Unfinished: 1 of 16 paragraphs');
  });

  test('is the same to the byte at any time, and says no time', async () => {
    const { amal, documentId } = await addReport();
    const first = await exported(amal, documentId);
    const second = await exported(amal, documentId);
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(partOf(first.bytes, 'docProps/core.xml')).not.toMatch(/created|modified|\d{4}-\d\d/);
    for (const { modified } of readZip(first.bytes).values()) expect(modified).toBe(0x00210000);
  });

  test('holds whatever a text says as text', async () => {
    const { amal, documentId } = await addReport(
      REPORT_IN_ENGLISH.map((text, index) => (index === 0 ? '</w:t> & "quoted" \u0007]]>\ufdd0footnote-1\ufdd1' : text)),
    );
    expect(blocksOf((await exported(amal, documentId, { layout: 'en' })).bytes)[0]).toContain('</w:t> & "quoted" ]]>');
  });
});

test('an edition in HTML shows the mark of a note in the text and before the note, each leading to the other', async () => {
  const { amal, documentId } = await addReport();
  const { bytes } = await exports.exportOf({ personId: amal, isAdmin: false }, documentId, ExportOptions.parse({ kind: 'bilingual' }));
  const html = Buffer.from(bytes).toString();
  const mark = (place: number) => `<sup><a href="#p${place}"><span class="sr">Note </span>1</a></sup>`;
  expect(html).toContain(` to the country${mark(16)}.</p>`);
  expect(html).toContain(` للبلاد${mark(16)}.</p>`);
  expect(html).toContain(`<p>${mark(2)} See annex one</p>`);
  expect(html).toContain(`<p>${mark(2)} انظر الملحق الأول</p>`);
  const { pairs, notes } = await exports.readingOf({ personId: amal, isAdmin: false }, documentId);
  expect(notes).toEqual({ 'footnote-1': { label: 1, markedAt: 2, place: 16 } });
  expect(pairs.at(-1)!.source[0]).toEqual({ type: 'note', note: 'footnote-1' });
});

describe('the English in the original Word file', () => {
  test('has the name, the text and the shapes of its source', async () => {
    const { amal, documentId } = await addReport();
    const { fileName, bytes } = await exported(amal, documentId, { kind: 'target' });
    expect(fileName).toBe('تقرير.en.docx');
    const source = blocksOf(makeDocx(REPORT));
    expect(blocksOf(bytes).map((block) => block.split(':')[0])).toEqual(source.map((block) => block.split(':')[0]));
    expect(readBack(bytes).blocks.map(({ text }) => text)).toEqual(REPORT_IN_ENGLISH.map(withCodes));
  });

  test('leaves paragraphs that the scope keeps back in Arabic, from right to left', async () => {
    const { amal, documentId } = await addReport(REPORT_IN_ENGLISH.map((text, index) => (index === 5 ? null : text)));
    const xml = partOf((await exported(amal, documentId, { kind: 'target', scope: 'confirmed' })).bytes, 'word/document.xml');
    expect(paragraphWith(xml, 'الخطوة الثانية')).toContain('<w:bidi/>');
    expect(paragraphWith(xml, 'First step')).not.toContain('<w:bidi');
  });
});

describe.skipIf(missing)(`Word files on paper${missing ? ` (not looked at: ${missing} is missing)` : ''}`, () => {
  test('the original layout is turned round', async () => {
    const { amal, documentId } = await addReport();
    const before = wordsOnPages(makeDocx(REPORT));
    const after = wordsOnPages((await exported(amal, documentId, { kind: 'target' })).bytes);
    const at = (words: typeof before, text: string) => words.find((word) => word.text === text)!;
    expect(at(before, inPrint('تقرير')).right).toBeGreaterThan(520);
    expect(at(after, 'Report').left).toBeLessThan(70);
    expect(at(before, inPrint('دجلة')).left).toBeGreaterThan(at(before, inPrint('العدد')).left);
    expect(at(after, 'Tigris').left).toBeLessThan(at(after, 'Number').left);
    expect(at(after, 'line').right).toBeGreaterThan(520);
    expect(at(after, 'Indented').left).toBeGreaterThan(110);
    expect(at(after, 'Aligned').left).toBeLessThan(70);
    expect(after.map(({ text }) => text)).toContain('b-');
    expect(after.filter(({ text }) => text === 'annex')).toHaveLength(1);
  }, 180_000);

  test('the edition has its columns side by side and the notes at the foot', async () => {
    const { amal, documentId } = await addReport();
    const words = wordsOnPages((await exported(amal, documentId)).bytes);
    const [english, arabic] = [words.find(({ text }) => text === 'minister')!, words.find(({ text }) => text === inPrint('الوزير'))!];
    expect(Math.abs(english.top - arabic.top)).toBeLessThan(8);
    expect(english.right).toBeLessThan(300);
    expect(arabic.left).toBeGreaterThan(295);
    expect(words.find(({ text }) => text === 'annex')!.top).toBeGreaterThan(600);
    const inRow = (word: string) => words.filter(({ top }) => Math.abs(top - words.find(({ text }) => text === word)!.top) < 8).map(({ text }) => text);
    expect(inRow('Second').filter((text) => /[1-9•]/.test(text))).toEqual(['2.', '2']);
    expect(inRow('point').filter((text) => /[1-9•]/.test(text))).toEqual(['•', '•']);
  }, 180_000);
});

test('a paragraph that nobody translated yet stands in the edition with its source', async () => {
  const amal = await addPerson(world.db, 'Amal');
  const projectId = await addProject(world.db, 'Desk', { [amal]: ['translator'] });
  const { documentId } = await addFile(world.db, projectId, { name: 'a.docx', format: 'docx', text: makeDocx({ body: arabicParagraph('نص') }) });
  expect(blocksOf((await exported(amal, documentId)).bytes)).toEqual(expect.arrayContaining(['table-cell: نص', 'table-cell: Not translated yet']));
});
