import { describe, expect, test } from 'vitest';
import { formatById } from '../../server/formats/registry.ts';
import { arabicParagraph, makeDocx, STYLES } from '../support/docx.ts';
import { fileOf } from './files.ts';

/** `1 3. text`: depth, what stands before it, text. */
function itemsOf(format: string, content: string | Uint8Array): string[] {
  const { blocks } = formatById(format).read(fileOf('a', content));
  return blocks.map(({ kind, level, marker, text }) => {
    const sign = marker === undefined ? '•' : marker === 'none' ? ' ' : `${marker}.`;
    return kind === 'list-item' ? `${level} ${sign} ${text}` : text;
  });
}

describe('what stands before an item of a Markdown list', () => {
  test.each([
    ['numbers, from where the list starts', '3. جيم\n4. دال\n9. هاء', ['1 3. جيم', '1 4. دال', '1 5. هاء']],
    ['bullets', '- ألف\n- باء', ['1 • ألف', '1 • باء']],
    ['nothing before further paragraphs', '1. ألف\n\n   تتمة\n\n2. باء', ['1 1. ألف', '1   تتمة', '1 2. باء']],
    ['lists inside lists', '1. ألف\n   - نقطة\n   - نقطة\n\n   0. صفر\n2. باء', ['1 1. ألف', '2 • نقطة', '2 • نقطة', '2 0. صفر', '1 2. باء']],
  ])('%s', (_name, markdown, items) => {
    expect(itemsOf('markdown', markdown)).toEqual(items);
  });
});

describe('what stands before an item of an HTML list', () => {
  test.each([
    ['numbers', '<ol><li>ألف<li>باء</ol>', ['1 1. ألف', '1 2. باء']],
    ['a start and a value', '<ol start=5><li>ألف<li value="9">باء<li>جيم</ol>', ['1 5. ألف', '1 9. باء', '1 10. جيم']],
    ['counting down', '<ol reversed start=2><li>ألف<li>باء</ol>', ['1 2. ألف', '1 1. باء']],
    ['counting down from nowhere', '<ol reversed><li>ألف<li>باء</ol>', ['1 • ألف', '1 • باء']],
    ['bullets', '<ul><li>ألف</ul>', ['1 • ألف']],
    ['lists inside lists', '<ol><li>ألف<ul><li>نقطة</ul>تتمة<li>باء<ol><li>داخل</ol></ol>', ['1 1. ألف', '2 • نقطة', '1   تتمة', '1 2. باء', '2 1. داخل']],
    ['further paragraphs', '<ul><li><p>ألف<p>تتمة</ul>', ['1 • ألف', '1   تتمة']],
    ['an item without words counts', '<ol><li><li>باء</ol>', ['1 2. باء']],
    ['terms and what they mean', '<dl><dt>ألف<dd>باء</dl>', ['1   ألف', '1   باء']],
    ['nonsense', '<ol start="x"><li value="">ألف</ol>', ['1 1. ألف']],
  ])('%s', (_name, html, items) => {
    expect(itemsOf('html', html)).toEqual(items);
  });
});

describe('what stands before an item of a Word list', () => {
  const level = (depth: number, { format = 'decimal', text = `%${depth + 1}.`, start = 1, more = '' } = {}) =>
    `<w:lvl w:ilvl="${depth}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`;
  const pattern = (id: number, levels: string) => `<w:abstractNum w:abstractNumId="${id}">${levels}</w:abstractNum>`;
  const list = (id: number, of: number, more = '') => `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${more}</w:num>`;
  const item = (id: number, depth: number, text = 'س') =>
    arabicParagraph(text, { properties: `<w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="${id}"/></w:numPr>|` });
  const items = (numbering: string, body: string, styles = '') =>
    itemsOf('docx', makeDocx({ styles: STYLES + styles, numbering, body })).map((one) => one.replace(/ س$/, ''));
  const start = (depth: number, at: number) => `<w:lvlOverride w:ilvl="${depth}"><w:startOverride w:val="${at}"/></w:lvlOverride>`;

  test('inner lists begin anew under each outer item, unless they are told not to', () => {
    const body = item(1, 0) + item(1, 1) + item(1, 1) + item(1, 0) + item(1, 1);
    expect(items(pattern(0, level(0) + level(1, { format: 'arabicAbjad' })) + list(1, 0), body)).toEqual(['1 1.', '2 1.', '2 2.', '1 2.', '2 1.']);
    const goesOn = level(1, { more: '<w:lvlRestart w:val="0"/>' });
    expect(items(pattern(0, level(0) + goesOn) + list(1, 0), body)).toEqual(['1 1.', '2 1.', '2 2.', '1 2.', '2 3.']);
  });

  test('lists of one pattern count on from each other, unless one says where it starts', () => {
    const body = item(1, 0) + item(2, 0) + item(3, 0) + item(3, 0) + item(4, 0);
    const numbering = pattern(0, level(0, { start: 4 })) + list(1, 0) + list(2, 0) + list(3, 0, start(0, 1)) + pattern(1, level(0)) + list(4, 1);
    expect(items(numbering, body)).toEqual(['1 4.', '1 5.', '1 1.', '1 2.', '1 1.']);
  });

  test('bullets, signs, and levels that show nothing', () => {
    const levels = level(0, { format: 'bullet', text: '•' }) + level(1, { text: '—' }) + level(2, { format: 'none' }) + level(3, { text: '' });
    const body = [0, 1, 2, 3, 4].map((depth) => item(1, depth)).join('');
    expect(items(pattern(0, levels) + list(1, 0), body)).toEqual(['1 •', '2 •', '3  ', '4  ', '5 •']);
  });

  test('a level of the list’s own, and a pattern that points at a style', () => {
    const own = `<w:lvlOverride w:ilvl="0">${level(0, { start: 7 })}</w:lvlOverride>`;
    const numbering = [
      pattern(0, level(0, { format: 'bullet', text: '•' })),
      pattern(1, '<w:numStyleLink w:val="L"/>'),
      pattern(2, `<w:styleLink w:val="L"/>${level(0)}`),
      list(1, 0, own),
      list(2, 1),
    ];
    expect(items(numbering.join(''), item(1, 0) + item(2, 0))).toEqual(['1 7.', '1 1.']);
  });

  test('a list of the style, headings and blank paragraphs count too', () => {
    const style = '<w:style w:type="paragraph" w:styleId="LN"><w:name w:val="List Number"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>';
    const styled = (properties: string, text = 'س') => arabicParagraph(text, { properties: `<w:pStyle w:val="LN"/>${properties}|` });
    const body =
      styled('') + styled('', ' ') + styled('<w:outlineLvl w:val="0"/>') + styled('') + styled('<w:numPr><w:numId w:val="0"/></w:numPr>') + styled('');
    expect(items(pattern(0, level(0)) + list(1, 0), body, style)).toEqual(['1 1.', 'س', '1 4.', 'س', '1 5.']);
  });

  test('a list that nobody describes has bullets', () => {
    expect(items('', item(9, 0))).toEqual(['1 •']);
  });
});
