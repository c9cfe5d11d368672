import { describe, expect, test } from 'vitest';
import type { TranslatedBlock } from '../../server/formats/format.ts';
import { formatById } from '../../server/formats/registry.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { encode } from './encode.ts';
import { article, exported, fileOf, randomFrom, refusal, shown } from './files.ts';

const html = formatById('html');
const read = (content: string) => html.read(fileOf('a.html', content));
const blocksOf = (content: string) => read(content).blocks.map((block) => `${block.kind}${block.level ?? ''}: ${shown(block)}`);
const written = (content: string, translate: (block: TranslatedBlock) => string | null) => exported(html, fileOf('a.html', content), translate);
const same = (block: TranslatedBlock) => block.text;

const PAGE = `<!DOCTYPE html>
<html lang="ar" dir="rtl">
<head><meta charset="utf-8"><title>عنوان الصفحة</title>
<style>body { direction: rtl; text-align: right; margin: 0 10px 0 20px } .side { float: right; padding-left: 1em }</style>
<script>var s = '<p>ليس نصا</p>';</script></head>
<body>
<!-- تعليق -->
<h1>عنوان <b>المقال</b></h1>
<div>نص قبل <p class=a>فقرة   أولى
  وسطر &amp; &laquo;ثان&raquo;</p> نص بعد</div>
<ul><li>بند<ul><li>داخلي</ul><li>آخر</ul>
<table align="right"><tr><td align="left">خلية<td>ثانية</table>
<blockquote><p>اقتباس</p></blockquote>
<figure><img src="a.png" alt="وصف"><figcaption>شرح</figcaption></figure>
<p>سطر<br>وآخر <a href="/x?a=1&amp;b=2">رابط</a> <img src="b.png"> نهاية</p>
سطر أول<br>سطر ثان<br><br>فقرة أخرى
<pre>  نص  محفوظ </pre>
<textarea>حقل</textarea><svg><title>رسم</title><path d="M0"/></svg>
</body></html>
`;

describe('reading HTML', () => {
  test('the text between block elements is blocks, in order, white space collapsed and references decoded', () => {
    expect(blocksOf(PAGE)).toEqual([
      'caption: عنوان الصفحة',
      'heading1: عنوان <1>المقال</1>',
      'paragraph: نص قبل',
      'paragraph: فقرة أولى وسطر & «ثان»',
      'paragraph: نص بعد',
      'list-item1: بند',
      'list-item2: داخلي',
      'list-item1: آخر',
      'table-cell: خلية',
      'table-cell: ثانية',
      'quote: اقتباس',
      'caption: شرح',
      'paragraph: سطر<1/>وآخر <2>رابط</2> <4/> نهاية',
      'paragraph: سطر أول<1/>سطر ثان',
      'paragraph: فقرة أخرى',
    ]);
  });

  test('what stays behind is listed', () => {
    expect(read(PAGE).leftOut).toEqual([
      { what: 'styles', count: 1 },
      { what: 'scripts', count: 1 },
      { what: 'comments', count: 1 },
      { what: 'attribute-texts', count: 1 },
      { what: 'preformatted', count: 1 },
      { what: 'form-fields', count: 1 },
      { what: 'drawings', count: 1 },
    ]);
  });

  test('the title is the page’s, or its first heading', () => {
    expect(read(PAGE).title).toBe('عنوان الصفحة');
    expect(read('<p>نص</p><h2>رأس <i>ثان</i></h2>').title).toBe('رأس ثان');
    expect(read('<p>نص</p>').title).toBe('');
  });

  test('links know where they go, with references decoded', () => {
    expect(
      read(PAGE)
        .blocks.flatMap((block) => block.codes)
        .flatMap((code) => code.href ?? []),
    ).toEqual(['/x?a=1&b=2']);
  });

  test('tags that do not pair in their paragraph stand alone in its middle and stay outside at its ends', () => {
    expect(blocksOf('<b>أول<p>ثان</b> وثالث</p><a href=x><div>رابع</div></a>')).toEqual(['paragraph: أول', 'paragraph: ثان<1/> وثالث', 'paragraph: رابع']);
  });

  test('elements marked as not to be translated are kept whole', () => {
    const file = read('<p>كلمة <span translate="no">Dragoman <b>x</b></span> هنا</p><div translate="no"><p>لا</p></div>');
    expect(file.blocks.map(shown)).toEqual(['كلمة <1/> هنا']);
    expect(file.leftOut).toEqual([{ what: 'not-for-translation', count: 2 }]);
  });

  test('scripts and markup inside them are never taken for text', () => {
    expect(
      blocksOf('<script><!-- <p>a</p> --></script><style>p:before{content:"<p>"}</style><p>نص<script>1</script>.</p><noscript><p>بديل</p></noscript>'),
    ).toEqual(['paragraph: نص<1/>.', 'paragraph: بديل']);
  });

  test('the page’s title is text, whatever stands in it', () => {
    expect(blocksOf('<title>أ <b> &amp; ب</title>')).toEqual(['caption: أ <b> & ب']);
  });

  test('what a page says of its encoding counts', () => {
    const page = (charset: string) => `<meta charset="${charset}"><p>سس</p>`;
    expect(html.read(fileOf('a.html', encode(page('iso-8859-6'), 'iso-8859-6'))).encoding).toBe('iso-8859-6');
    expect(html.read(fileOf('a.html', encode(page('windows-1256'), 'windows-1256'))).encoding).toBe('windows-1256');
  });

  test('a plain article reads as in plain text', () => {
    const paragraphs = article
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    expect(read(paragraphs.map((line) => `<p>${line}</p>`).join('\n')).blocks.map((block) => block.text)).toEqual(paragraphs);
  });

  test('private-use characters, written or as references, become codes', () => {
    expect(read('<p>شعار \ue001 و&#xE123;</p>').blocks[0]!.codes.map((code) => `${code.type} ${code.data.charCodeAt(0).toString(16)}`)).toEqual([
      'private e001',
      'private e123',
    ]);
  });

  test('a file without a word has no blocks', () => {
    expect(read('<!doctype html><p>&nbsp;</p><br><img alt="">').blocks).toEqual([]);
  });
});

describe('files made to be slow', () => {
  test.each([
    ['elements 600 deep', '<div>'.repeat(600) + 'نص', 'invalid import.tooDeep'],
    ['20,001 paragraphs', '<p>س'.repeat(20_001), 'invalid import.tooManyParagraphs'],
    ['a paragraph of 10,000 tags', `<p>س${'<b>'.repeat(10_000)}س</p>`, 'invalid import.tooManyCodes'],
    ['300,000 unclosed inline elements without text', '<b>'.repeat(300_000), 'accepted'],
  ])('%s', (_, content, answer) => {
    const begun = performance.now();
    expect(refusal(() => read(content))).toBe(answer);
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  test('a tag with sixty thousand attributes is refused in time or read in time', () => {
    const begun = performance.now();
    refusal(() => read(`<p ${Array.from({ length: 60_000 }, (_, index) => `a${index}`).join(' ')}>نص</p>`));
    expect(performance.now() - begun).toBeLessThan(15_000);
  });

  test('a picture of 4 MB inside a tag costs no more than its length', () => {
    expect(cpuTimeMs(() => read(`<img src="data:image/png;base64,${'A'.repeat(4_000_000)}"><p>نص</p>`))).toBeLessThan(4000);
  });

  test('20 MB of ordinary page are read in a few seconds', () => {
    const filler = `<div class="${'x'.repeat(1000)}"><img src="data:image/png;base64,${'A'.repeat(19_000)}"></div>\n`;
    const begun = performance.now();
    expect(read(`${filler.repeat(1000)}<p>نص</p>`).blocks).toHaveLength(1);
    expect(performance.now() - begun).toBeLessThan(8000);
  });
});

describe('writing HTML', () => {
  test('pours translations in, escaped, with their tags', () => {
    expect(written('<p>كلمة <b class="x">مهمة</b> &amp; <br/>أخرى</p>', () => 'R&D <\ue001b\ue002> \ue003\u00a0end')).toBe(
      '<p>R&amp;D &lt;<b class="x">b</b>&gt; <br/>&nbsp;end</p>',
    );
  });

  test('a new line of the translation becomes a line break, in the page’s title a space', () => {
    expect(written('<title>عنوان</title><p>نص</p>', () => 'one\ntwo')).toBe('<title>one two</title><p>one<br>two</p>');
  });

  test('turns the page round', () => {
    const page = written(PAGE, ({ anchor }) => `Text of ${anchor}`);
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('body { direction: ltr; text-align: left; margin: 0 20px 0 10px } .side { float: left; padding-right: 1em }');
    expect(page).toContain('<table align="left"><tr><td align="right">Text of b9<td>Text of b10</table>');
    expect(page).toContain("<script>var s = '<p>ليس نصا</p>';</script>");
    expect(page).toContain('<ul><li>Text of b6<ul><li>Text of b7</ul><li>Text of b8</ul>');
    const inArabic = /<(?:pre|textarea|title) lang="ar" dir="rtl">/g;
    expect(page.match(inArabic)).toHaveLength(3);
    expect(page.replace(inArabic, '')).not.toMatch(/rtl|lang="ar"/);
  });

  test('only what was turned or translated is touched', () => {
    const tags = /<html[^>]*>|<style>[^]*?<\/style>|<table[^>]*>|<td[^>]*>/g;
    const rest = (page: string) => page.replace(tags, '').replace(/>[^<>]*(?=<)/g, '>');
    expect(rest(written(PAGE, same))).toBe(rest(PAGE));
    expect(written(PAGE, same).replace(tags, '')).toBe(PAGE.replace(tags, ''));
    const neutral = '<p>كلمة &amp; <b>أخرى</b>\r\n</p>\r\n<!-- x --><img src=a>';
    expect(written(neutral, same)).toBe(neutral);
  });

  test.each([
    ['<p dir="rtl" lang="ar-EG" xml:lang=ar>س</p>', '<p dir="ltr" lang="en" xml:lang="en">T</p>'],
    ['<p DIR=RTL>س</p>', '<p dir="ltr">T</p>'],
    ['<p align=right>س</p>', '<p align="left">T</p>'],
    ['<p align=left>س</p>', '<p align=left>T</p>'],
    [
      '<div dir=rtl><p align=left style="margin-left:1em;float:right">س</p></div><p align=left>س</p>',
      '<div dir="ltr"><p align="right" style="margin-right:1em;float:left">T</p></div><p align=left>T</p>',
    ],
    ['<div dir=rtl><p dir=ltr style="float:left">س</p></div>', '<div dir="ltr"><p dir=ltr style="float:left">T</p></div>'],
    ['<div dir=rtl><div></div><p align=left>س</p></div><p align=left>س</p>', '<div dir="ltr"><div></div><p align="right">T</p></div><p align=left>T</p>'],
    ['<p style="direction: rtl; text-align:right; color: red">س</p>', '<p style="direction: ltr; text-align:left; color: red">T</p>'],
    ['<p>س <bdo dir="rtl">x</bdo> <font face="Traditional Arabic">y</font></p>', '<p>T</p>'],
    ['<bdo dir="rtl"></bdo><p>س</p>', '<bdo dir="rtl"></bdo><p>T</p>'],
    ['<ol dir="rtl"><li>س</ol>', '<ol dir="ltr"><li>T</ol>'],
    ['<p lang="fr">س</p>', '<p lang="fr">T</p>'],
  ])('%s becomes %s', (source, expected) => {
    expect(written(source, () => 'T')).toBe(expected);
  });

  test('what nobody could translate stays Arabic and says so', () => {
    expect(written('<div dir=rtl><p>س</p><pre align=right>نص  محفوظ</pre><pre>x = 1</pre></div>', () => 'T')).toBe(
      '<div dir="ltr"><p>T</p><pre lang="ar" dir="rtl" align=right>نص  محفوظ</pre><pre>x = 1</pre></div>',
    );
    expect(written('<p>س <span translate="no" dir="rtl">ش</span></p>', ({ text }) => text.replace('س', 'T'))).toBe(
      '<p>T <span lang="ar" translate="no" dir="rtl">ش</span></p>',
    );
  });

  test('tags inside a translation are turned as well', () => {
    expect(written('<p>س <span dir="rtl" lang="ar">ش</span></p>', () => 'a \ue001b\ue002')).toBe('<p>a <span dir="ltr" lang="en">b</span></p>');
    expect(written('<p><span dir="rtl">BBC</span></p>', same)).toBe('<p><span dir="ltr">BBC</span></p>');
  });

  test.each([
    ['<html><body>س</body></html>', '<html lang="en" dir="ltr"><meta charset="utf-8"><body>T</body></html>'],
    ['<!doctype html><p>س', '<!doctype html><html lang="en" dir="ltr"><meta charset="utf-8"><p>T'],
    [
      '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"><meta http-equiv=content-language content=ar></head><p>س',
      '<html lang="en" dir="ltr"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta http-equiv=content-language content="en"></head><p>T',
    ],
    [
      '<?xml version="1.0" encoding="windows-1256"?><html lang=ar dir=rtl><meta charset=utf-8><p>س',
      '<?xml version="1.0" encoding="utf-8"?><html lang="en" dir="ltr"><meta charset="utf-8"><p>T',
    ],
  ])('the page %s says its language and encoding', (source, expected) => {
    const file = fileOf('a.html', encode(source, 'utf-8'));
    expect(exported(html, file, () => 'T').replace('<meta charset=utf-8>', '<meta charset="utf-8">')).toBe(expected);
  });

  test('from windows-1256 to UTF-8', () => {
    const file = fileOf('a.html', encode('<meta charset="windows-1256"><p>مرحبا بكم</p>', 'windows-1256'));
    expect(exported(html, file, () => 'Café ʿAmmān')).toBe('<meta charset="utf-8"><p>Café ʿAmmān</p>');
  });

  test('a block without a translation stays Arabic and says so, on its own element where it has one', () => {
    const source =
      '<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>عنوان</title></head><body><p>أول</p><p class="x" dir="rtl">ثان</p><ul><li>ثالث<ul><li>رابع</ul></ul><p>خامس';
    expect(written(source, ({ anchor }) => (anchor === 'b2' ? 'First' : null))).toBe(
      '<html lang="en" dir="ltr"><head><meta charset="utf-8"><title lang="ar" dir="rtl">عنوان</title></head><body><p>First</p><p lang="ar" class="x" dir="rtl">ثان</p>' +
        '<ul><li><span lang="ar" dir="rtl">ثالث</span><ul><li lang="ar" dir="rtl">رابع</ul></ul><p lang="ar" dir="rtl">خامس',
    );
  });
});

describe('any page', () => {
  const random = randomFrom(5);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const BITS = [
    'كلمة ',
    'نص',
    ' ',
    '\n',
    '<p>',
    '</p>',
    '<div>',
    '</div>',
    '<b>',
    '</b>',
    '<a href=x>',
    '</a>',
    '<br>',
    '<ul>',
    '<li>',
    '</ul>',
    '<table>',
    '<tr>',
    '<td>',
    '</table>',
    '<!-- x -->',
    '&amp;',
    '&lt;b&gt;',
    '&nbsp;',
    '<img>',
    '<pre>',
    '</pre>',
    '<script>',
    '</script>',
    '<',
    '>',
    '</',
    '<span',
    '"',
    "'",
    '<svg>',
    '</svg>',
    '\ue005',
    '😀',
    '\r\n',
    '<i/>',
    '<title>',
    '</title>',
    '<h2>',
    '</h2>',
  ];
  const page = () => Array.from({ length: 30 }, () => pick(BITS)).join('');

  test('comes back letter by letter when each block says the same', () => {
    for (let round = 0; round < 200; round++) {
      const content = page();
      if (content.trim() === '') continue;
      expect(written(content, same)).toBe(content);
    }
  });

  test('reads back with the same texts and codes when blocks were poured anew', () => {
    const wordsOf = (content: string) => read(content).blocks.map(shown);
    for (let round = 0; round < 200; round++) {
      const content = page();
      const poured = written(content, ({ text }) => `${text}. A & B <c>`);
      expect([content, wordsOf(poured)]).toEqual([content, wordsOf(content).map((text) => `${text}. A & B <c>`)]);
    }
  });
});
