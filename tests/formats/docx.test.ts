import { describe, expect, test } from 'vitest';
import type { TranslatedBlock } from '../../server/formats/format.ts';
import { formatById } from '../../server/formats/registry.ts';
import { readZip } from '../../server/formats/zip-reader.ts';
import { arabicParagraph, arabicRun, makeDocx, partOf, REPORT, REPORT_IN_ENGLISH, STYLES, withCodes, type DocxParts } from '../support/docx.ts';
import { fileOf, requestFor, shown } from './files.ts';

const docx = formatById('docx');
const readParts = (parts: DocxParts) => docx.read(fileOf('a.docx', makeDocx({ styles: STYLES, ...parts })));
const blocksOf = (parts: DocxParts) => readParts(parts).blocks.map((block) => `${block.kind}${block.level ?? ''}: ${shown(block)}`);
const textsOf = (body: string) => readParts({ body }).blocks.map(shown);
const p = (content: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;
const run = (text: string, properties = '') => `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;

function written(parts: DocxParts, translate: (block: TranslatedBlock) => string | null): Uint8Array {
  const file = fileOf('a.docx', makeDocx({ styles: STYLES, ...parts }));
  return docx.write(requestFor(file, docx.read(file), translate));
}

const field = (instruction: string, result: string) =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${result}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const bodyOf = (bytes: Uint8Array) => /<w:body>(.*)<\/w:body>/s.exec(partOf(bytes, 'word/document.xml'))![1]!;

describe('reading a Word document', () => {
  test('everything of a report becomes blocks, in order, notes at the end', () => {
    expect(blocksOf(REPORT)).toEqual([
      'heading1: تقرير عن المياه',
      'paragraph: يقول <1>الوزير</1> إن المشروع <3>مهم</3> للبلاد<5/>.',
      'paragraph: اقرأ <1>التقرير الكامل</1> اليوم.',
      'heading2: الخطوات',
      'list-item1: الخطوة الأولى',
      'list-item1: الخطوة الثانية',
      'list-item1: نقطة',
      'list-item2: نقطة داخلية',
      'table-cell: الاسم',
      'table-cell: العدد',
      'table-cell: دجلة',
      'table-cell: ٣٢',
      'paragraph: إلى اليسار في النهاية',
      'paragraph: مسافة بادئة',
      'paragraph: فقرة محاذاة لليمين بلا اتجاه',
      'paragraph: انظر الملحق الأول',
    ]);
    expect(readParts(REPORT)).toMatchObject({ title: 'تقرير عن المياه', leftOut: [] });
    expect(readParts(REPORT).blocks[2]!.codes[0]).toMatchObject({ type: 'link', href: 'https://example.org/taqrir?a=1&b=2' });
  });

  test('runs that look the same are one, whatever Word wrote around them', () => {
    const parts = [
      '<w:bookmarkStart w:id="0" w:name="x"/>',
      '<w:r w:rsidR="00A1"><w:rPr><w:rFonts w:hint="cs"/><w:rtl/></w:rPr><w:t>الس</w:t></w:r><w:proofErr w:type="spellStart"/>',
      '<w:r w:rsidR="00B2"><w:rPr><w:rtl/><w:lang w:bidi="ar-IQ"/></w:rPr><w:t>لام</w:t></w:r><w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="0"/>',
      `<w:smartTag w:element="place">${arabicRun(' عليكم')}</w:smartTag>`,
      `<w:sdt><w:sdtPr/><w:sdtContent>${run(' Hello', '<w:noProof/>')}</w:sdtContent></w:sdt>`,
    ];
    expect(textsOf(p(parts.slice(0, 4).join('')))).toEqual(['السلام عليكم']);
    expect(textsOf(p(parts.join('')))).toEqual(['السلام عليكم<1> Hello</1>']);
  });

  test.each([
    ['bold of Arabic is bCs', arabicRun('عادي كثير ') + arabicRun('ثخين', '<w:bCs/>'), 'عادي كثير <1>ثخين</1>'],
    ['bold of Latin letters says nothing of Arabic', arabicRun('عادي كثير ') + arabicRun('كذلك', '<w:b/>'), 'عادي كثير كذلك'],
    ['what all of a paragraph looks like needs no codes', arabicRun('كل هذا', '<w:b/><w:bCs/>') + arabicRun(' ثخين', '<w:b/><w:bCs/>'), 'كل هذا ثخين'],
    ['one that is not bold among bold ones', arabicRun('كل هذا ثخين ', '<w:bCs/>') + arabicRun('إلا', ''), 'كل هذا ثخين <1>إلا</1>'],
    ['bold and italic nest', arabicRun('عادي كثير جدا ') + arabicRun('أ', '<w:bCs/>') + arabicRun('ب', '<w:bCs/><w:iCs/>'), 'عادي كثير جدا <1>أ<2>ب</2></1>'],
    [
      'a space is as bold as its neighbours',
      arabicRun('أ', '<w:bCs/>') + arabicRun(' ') + arabicRun('ب', '<w:bCs/>') + arabicRun(' عادي كثير'),
      '<1>أ ب</1> عادي كثير',
    ],
    ['colour and highlight are pairs', arabicRun('عادي كثير ') + arabicRun('أحمر', '<w:color w:val="FF0000"/>'), 'عادي كثير <1>أحمر</1>'],
    ['a font is none', arabicRun('عادي كثير ') + arabicRun('خط', '<w:rFonts w:cs="Amiri"/><w:color w:val="auto"/>'), 'عادي كثير خط'],
  ])('%s', (_name, content, text) => {
    expect(textsOf(p(content))).toEqual([text]);
  });

  test.each([
    ['a break inside', `${run('سطر')}<w:r><w:br/></w:r>${run('آخر')}`, 'سطر<1/>آخر'],
    ['a tab inside', `<w:r><w:t>قبل</w:t><w:tab/><w:t>بعد</w:t></w:r>`, 'قبل<1/>بعد'],
    ['tabs, breaks and pictures at the ends', `<w:r><w:tab/><w:drawing/></w:r>${run(' نص ')}<w:r><w:br w:type="page"/></w:r>`, 'نص'],
    ['a picture inside', `${run('قبل ')}<w:r><w:drawing/></w:r>${run(' بعد')}`, 'قبل <1/> بعد'],
    ['characters of their own', `<w:r><w:t>قبل</w:t><w:noBreakHyphen/><w:t>بعد</w:t></w:r>`, 'قبل‑بعد'],
    ['hidden text', `${run('قبل ')}${run('سر', '<w:vanish/>')}${run(' بعد')}`, 'قبل <1/> بعد'],
    ['a simple field', `${run('صفحة ')}<w:fldSimple w:instr=" PAGE ">${run('3')}</w:fldSimple>${run(' هنا')}`, 'صفحة <1/> هنا'],
    ['a character of ours', run('قبل\ue001بعد'), 'قبل<1/>بعد'],
    [
      'spaces that count and spaces that do not',
      `<w:r><w:t xml:space="preserve">أ </w:t></w:r><w:r><w:t> ب </w:t></w:r><w:r><w:t xml:space="preserve"> ج</w:t></w:r>`,
      'أ ب ج',
    ],
  ])('%s', (_name, content, text) => {
    expect(textsOf(p(content))).toEqual([text]);
  });

  test('links in notes know where they go, by relations of their own', () => {
    const link = (id: string) => `<w:p><w:hyperlink r:id="${id}">${arabicRun('رابط')}</w:hyperlink></w:p>`;
    const relations = '<Relationships><Relationship Id="r" Type="x/hyperlink" Target="https://note.example/" TargetMode="External"/></Relationships>';
    const { blocks } = readParts({
      body: link('r'),
      links: { r: 'https://text.example/' },
      footnotes: `<w:footnote w:id="1">${link('r')}</w:footnote>`,
      extra: { 'word/_rels/footnotes.xml.rels': { content: relations, type: 'x' } },
    });
    expect(blocks.map(({ codes }) => codes[0]?.href)).toEqual(['https://text.example/', 'https://note.example/']);
  });

  test('a HYPERLINK field is a link, any other field one code', () => {
    const [link, date] = readParts({
      body:
        p(run('انظر ') + field('HYPERLINK "https://example.org/" \\l "part"', run('هنا')) + run(' الآن')) +
        p(run('في ') + field('DATE', run('١ مارس')) + run(' كان')),
    }).blocks;
    expect(shown(link!)).toBe('انظر <1>هنا</1> الآن');
    expect(link!.codes[0]!.href).toBe('https://example.org/#part');
    expect(shown(date!)).toBe('في <1/> كان');
  });

  test('a field over several paragraphs leaves their text to be translated', () => {
    const [begin, end] = field('TOC', '|').split('|');
    expect(textsOf(p(begin! + run('الفصل الأول')) + p(run('الفصل الثاني') + end!))).toEqual(['الفصل الأول', 'الفصل الثاني']);
  });

  test('comments, headers, text boxes and pictures stay and are counted', () => {
    const box = '<w:r><w:pict><v:textbox xmlns:v="urn:v"><w:txbxContent><w:p><w:r><w:t>مربع</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>';
    const body = p(
      `<w:commentRangeStart w:id="1"/>${run('نص')}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>${box}<w:r><w:drawing/></w:r>`,
    );
    const read = readParts({ body, extra: { 'word/header1.xml': { content: '<w:hdr/>', type: 'header' } } });
    expect(read.blocks.map(shown)).toEqual(['نص']);
    expect(read.leftOut).toEqual(
      expect.arrayContaining(['word-comments', 'word-headers', 'word-text-boxes', 'word-pictures'].map((what) => ({ what, count: 1 }))),
    );
    expect(read.leftOut).toHaveLength(4);
  });
});

describe('what is easily lost', () => {
  test('a space that does not break is part of a text that has no marked ends', () => {
    expect(textsOf(p('<w:r><w:t> كلمة&#160;\n</w:t></w:r><w:r><w:t>أخرى</w:t></w:r>'))).toEqual(['كلمة\u00a0أخرى']);
  });

  test('words in markup that is not read are counted', () => {
    const inside = p(run('بديل'));
    const body = `${p(run('نص'))}<w:unknown>${inside}</w:unknown>${p(`<w:ruby><w:rubyBase>${run('غ')}</w:rubyBase></w:ruby>${run('متن')}`)}`;
    expect(readParts({ body }).leftOut).toEqual([{ what: 'embedded', count: 2 }]);
  });

  test('the space between the number of a note and its text stays', () => {
    const footnotes = `<w:footnote w:id="1">${p(`<w:r><w:footnoteRef/></w:r>${run(' حاشية')}`)}</w:footnote>`;
    const note = partOf(
      written({ body: p(run('نص')), footnotes }, () => 'Note'),
      'word/footnotes.xml',
    );
    expect(note).toContain('<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r><w:r>');
  });

  test.each([
    ['before a text', '<w:r><w:tab/></w:r><w:r><w:br/></w:r>' + run('نص')],
    ['behind it', run('نص') + '<w:r><w:rPr><w:b/></w:rPr><w:cr/><w:ptab/></w:r>'],
    ['in the result of a field', run('نص ') + field('TOC', `<w:r><w:t>١</w:t><w:tab/><w:t>٢</w:t></w:r>`) + run(' نص')],
  ])('tabs and breaks %s stand in runs', (_name, content) => {
    const back = bodyOf(written({ body: p(content) }, ({ text }) => text.replaceAll('نص', 'text')));
    expect(back.match(/<w:(?:tab|br|cr|ptab)\/>/g)!.length).toBe(content.match(/<w:(?:tab|br|cr|ptab)\/>/g)!.length);
    expect(back.replace(/<w:r>.*?<\/w:r>/gs, '')).not.toMatch(/<w:(?:tab|br|cr|ptab)\/>/);
  });

  test.each([
    ['a style of paragraphs', STYLES.replace('<w:name w:val="Body RTL"/>', '<w:name w:val="Body RTL"/><w:rPr><w:rtl/></w:rPr>'), ['rtl']],
    ['the whole file', STYLES.replace('<w:rPrDefault><w:rPr>', '<w:rPrDefault><w:rPr><w:rtl/><w:cs/>'), ['rtl', 'cs']],
    ['nobody', STYLES, []],
  ])('runs take off the marks of right-to-left script that %s puts on them', (_name, styles, marks) => {
    const back = bodyOf(written({ styles, body: p('<w:r><w:t>نص</w:t></w:r>', '<w:pStyle w:val="rtl"/>') }, () => 'Text (one).'));
    expect(Array.from(back.matchAll(/<w:(rtl|cs) w:val="0"\/>/g), ([, mark]) => mark)).toEqual(marks);
  });

  test('the strict form of the standard knows neither left nor right', () => {
    const back = bodyOf(written({ body: p(run('نص'), '<w:jc w:val="end"/>') }, () => 'Text'));
    expect(back).toContain('<w:jc w:val="start"/>');
  });
});

describe('tracked changes count as accepted', () => {
  const by = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"';
  const gone = (text: string) => `<w:del ${by}><w:r><w:delText>${text}</w:delText></w:r></w:del>`;
  const deletedMark = `<w:rPr><w:del ${by}/></w:rPr>`;
  const row = (text: string, mark = '') => `<w:tr>${mark}<w:tc>${p(run(text))}</w:tc></w:tr>`;

  test.each([
    ['inserted and deleted text', p(`${run('هذا ')}${gone('قديم')}<w:ins ${by}>${run('جديد')}</w:ins>`), ['هذا جديد']],
    ['moved text', `${p(`<w:moveFrom ${by}>${run('منقول')}</w:moveFrom>${run('باق')}`)}${p(`<w:moveTo ${by}>${run('منقول')}</w:moveTo>`)}`, ['باق', 'منقول']],
    ['a deleted paragraph mark', p(run('أول '), deletedMark) + p(run('ثان')), ['أول ثان']],
    ['marks of three paragraphs', p(run('أ'), deletedMark) + p(gone('ب'), deletedMark) + p(run('ج')), ['أج']],
    ['a deleted paragraph at the end of a cell', `<w:tbl><w:tr><w:tc>${p(run('أ'))}${p(gone('ب'), deletedMark)}</w:tc></w:tr></w:tbl>`, ['أ']],
    [
      'marks with places between the paragraphs',
      `${p(run('أول '), deletedMark)}<w:bookmarkStart w:id="7" w:name="x"/><w:bookmarkEnd w:id="7"/>${p(run('ثان'))}`,
      ['أول ثان'],
    ],
    ['a deleted row', `<w:tbl>${row('أ')}${row('ب', `<w:trPr><w:del ${by}/></w:trPr>`)}${row('ج', `<w:trPr><w:ins ${by}/></w:trPr>`)}</w:tbl>`, ['أ', 'ج']],
    ['a look that was another', p(`<w:r><w:rPr><w:rPrChange ${by}><w:rPr><w:b/><w:bCs/></w:rPr></w:rPrChange></w:rPr><w:t>نص</w:t></w:r>`), ['نص']],
  ])('%s', (_name, body, texts) => {
    const read = readParts({ body });
    expect(read.blocks.map(shown)).toEqual(texts);
    expect(read.leftOut.map(({ what }) => what)).toEqual(['word-changes']);
    const back = written({ body }, ({ text }) => `${text} in English`);
    expect(bodyOf(back)).not.toMatch(/w:ins|w:del|w:move|Change/);
    expect(docx.read(fileOf('b.docx', back)).blocks.map(shown)).toEqual(texts.map((text) => `${text} in English`));
  });

  test('a cell keeps a paragraph to end with, and a row whose cells are all deleted goes', () => {
    const cell = (content: string, mark = '') => `<w:tc><w:tcPr><w:tcW w:w="1" w:type="dxa"/>${mark}</w:tcPr>${content}</w:tc>`;
    const emptied = `<w:tr>${cell(p(gone('ب'), deletedMark))}${cell(p(run('أ')))}</w:tr>`;
    const back = written({ body: `<w:tbl>${emptied}<w:tr>${cell(p(run('ج')), `<w:cellDel ${by}/>`)}</w:tr></w:tbl>` }, () => 'English');
    expect(
      bodyOf(back)
        .match(/<w:tc>.*?<\/w:tc>/gs)!
        .map((one) => one.split('<w:p>').length - 1),
    ).toEqual([1, 1]);
    expect(bodyOf(back).split('<w:tr>')).toHaveLength(2);
  });

  test('joined paragraphs take the properties of the last', () => {
    const body = p(run('عنوان'), `<w:pStyle w:val="berschrift1"/>${deletedMark}`) + p(run(' متن'), '<w:bidi/>');
    expect(blocksOf({ body })).toEqual(['paragraph: عنوان متن']);
  });
});

describe('writing the English back', () => {
  test('a source that is its own translation comes back with all its text and every other part', () => {
    const file = fileOf('a.docx', makeDocx(REPORT));
    const read = docx.read(file);
    const back = docx.write(requestFor(file, read, ({ text }) => text));
    expect(docx.read(fileOf('b.docx', back)).blocks).toEqual(read.blocks);
    const poured = docx.write(requestFor(file, read, ({ text }) => `${text}!`));
    const again = docx.read(fileOf('b.docx', poured)).blocks;
    expect(again.map(({ kind, level, text }) => ({ kind, level, text }))).toEqual(
      read.blocks.map(({ kind, level, text }) => ({ kind, level, text: `${text}!` })),
    );
  });

  test('parts without text to translate keep their very bytes, packed as they were', () => {
    const picture = new Uint8Array(5000).map((_, index) => (index * 7919) % 251);
    const bytes = makeDocx({ ...REPORT, extra: { 'word/media/image1.png': { content: picture, type: 'image' } } });
    const file = fileOf('a.docx', bytes);
    let at = 0;
    const out = readZip(docx.write(requestFor(file, docx.read(file), () => withCodes(REPORT_IN_ENGLISH[at++]!))));
    const changed: string[] = [];
    for (const [name, entry] of readZip(bytes)) if (Buffer.compare(out.get(name)!.packed, entry.packed) !== 0) changed.push(name);
    expect([...out.keys()]).toEqual([...readZip(bytes).keys()]);
    expect(changed).toEqual(['word/document.xml', 'word/numbering.xml', 'word/footnotes.xml']);
  });

  test('the same request gives the same bytes', () => {
    const make = () => written({ body: arabicParagraph('نص') }, () => 'Text');
    expect(Buffer.compare(make(), make())).toBe(0);
  });

  test.each([
    ['its own direction goes', arabicParagraph('نص'), /^<w:p><w:pPr><\/w:pPr>/],
    [
      'a direction of its style is taken back',
      p(run('نص'), '<w:pStyle w:val="rtl"/><w:jc w:val="both"/>'),
      /<w:pStyle w:val="rtl"\/><w:bidi w:val="0"\/><w:jc w:val="both"\/>/,
    ],
    ['alignment to look Arabic is turned', p(run('نص'), '<w:jc w:val="right"/>'), /<w:pPr><w:jc w:val="left"\/><\/w:pPr>/],
    ['the end of a line stays the end', arabicParagraph('نص', { properties: '|<w:jc w:val="right"/>' }), /<w:pPr><w:jc w:val="right"\/><\/w:pPr>/],
    [
      'runs say their language and no direction',
      arabicParagraph('نص', { run: '<w:bCs/><w:szCs w:val="30"/><w:lang w:bidi="ar-SA"/>' }),
      /<w:rPr><w:b\/><w:bCs\/><w:sz w:val="30"\/><w:szCs w:val="30"\/><w:lang w:val="en-US"\/><\/w:rPr>/,
    ],
    ['a table runs from the left', `<w:tbl><w:tblPr><w:bidiVisual/></w:tblPr><w:tr><w:tc>${p(run('نص'))}</w:tc></w:tr></w:tbl>`, /<w:tblPr><\/w:tblPr>/],
    ['a section too', `${arabicParagraph('نص')}<w:sectPr><w:bidi/><w:cols w:num="2"/></w:sectPr>`, /<w:sectPr><w:cols w:num="2"\/><\/w:sectPr>/],
  ])('%s', (_name, body, expected) => {
    expect(bodyOf(written({ body }, () => 'Text'))).toMatch(expected);
  });

  test('lists count in Latin letters', () => {
    const file = fileOf('a.docx', makeDocx(REPORT));
    const out = docx.write(requestFor(file, docx.read(file), () => 'Text'));
    expect(partOf(out, 'word/numbering.xml')).toContain('<w:numFmt w:val="lowerLetter"/>');
  });

  test('a paragraph without a translation stays letter by letter', () => {
    const [first, second] = [arabicParagraph('أول'), arabicParagraph('ثان')];
    expect(bodyOf(written({ body: first + second }, ({ text }) => (text === 'أول' ? 'First' : null)))).toContain(second);
    expect(bodyOf(written({ body: first + second }, () => null))).toBe(first + second);
  });

  test('what stands around a text stays: pictures, bookmarks, comments, notes a translation forgot', () => {
    const body = p(
      `<w:r><w:drawing/></w:r><w:bookmarkStart w:id="0" w:name="x"/>${run('نص')}<w:bookmarkEnd w:id="0"/>${run(' هنا')}<w:r><w:footnoteReference w:id="7"/></w:r>${run('.')}`,
    );
    const out = bodyOf(written({ body }, () => 'Text here.'));
    expect(out).toMatch(/<w:drawing\/>.*<w:bookmarkStart.*Text here\..*<w:footnoteReference w:id="7"\/>.*<w:bookmarkEnd/s);
  });

  test('new lines, tabs and characters of XML are written as what they are', () => {
    expect(bodyOf(written({ body: arabicParagraph('نص') }, () => 'a\nb\tc & <d> \u0001"e"'))).toContain(
      '<w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b</w:t><w:tab/><w:t xml:space="preserve">c &amp; &lt;d&gt; &quot;e&quot;</w:t>',
    );
  });

  test('codes in any order leave well-formed markup', () => {
    const body = p(`${arabicRun('عادي كثير ')}<w:hyperlink r:id="r">${arabicRun('رابط')}</w:hyperlink>${arabicRun(' ثم ')}${arabicRun('ثخين', '<w:bCs/>')}`);
    const marks = ['\ue001', '\ue002', '\ue003', '\ue004', 'a', 'b'];
    for (let seed = 0; seed < 300; seed++) {
      const text = Array.from({ length: 9 }, (_, index) => marks[(seed * 31 + index * (seed % 7) + index * index) % marks.length]).join('');
      const out = written({ body, links: { r: 'https://example.org' } }, () => `x${text}`);
      const back = docx.read(fileOf('b.docx', out)).blocks[0]!;
      expect(back.text.replace(/[\ue000-\uf8ff]/g, '')).toBe(`x${text.replace(/[\ue000-\uf8ff]/g, '')}`);
    }
  });
});
