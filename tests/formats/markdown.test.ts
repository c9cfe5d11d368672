import { describe, expect, test } from 'vitest';
import type { TranslatedBlock } from '../../server/formats/format.ts';
import { formatById } from '../../server/formats/registry.ts';
import { article, exported, fileOf, randomFrom, refusal, shown } from './files.ts';

const markdown = formatById('markdown');
const read = (content: string) => markdown.read(fileOf('a.md', content));
const blocksOf = (content: string) => read(content).blocks.map((block) => `${block.kind}${block.level ?? ''}: ${shown(block)}`);
const written = (content: string, translate: (block: TranslatedBlock) => string | null) => exported(markdown, fileOf('a.md', content), translate);
const same = (block: TranslatedBlock) => block.text;

const EVERYTHING = `---
title: عنوان
lang: ar
---

# عنوان **المقال**

فقرة أولى فيها *مائل* و**عريض** و~~محذوف~~ و\`code\`
وسطر ثان.

عنوان ثان
---------

- بند أول
  - بند داخلي
- [ ] مهمة

1. واحد
2. اثنان

> اقتباس من
> سطرين

| رأس | رأس **ثان** |
| --- | :-: |
| خلية \\| بعمود | [رابط](https://example.com "عنوان الرابط") |

صورة ![وصف](a.png) وسطر جديد  
وحاشية[^1] و<https://example.org> و<b>وسم</b> و[مرجع][ref] و[ref] و\\*نجمة\\* و&amp;.

[^1]: نص الحاشية

[ref]: https://example.net

\`\`\`
code block
\`\`\`

* * *

<div dir="rtl">نص خام</div>
`;

describe('reading Markdown', () => {
  test('headings, lists, quotes, tables and footnotes are blocks in order', () => {
    expect(blocksOf(EVERYTHING)).toEqual([
      'heading1: عنوان <1>المقال</1>',
      'paragraph: فقرة أولى فيها <1>مائل</1> و<3>عريض</3> و<5>محذوف</5> و<7>code</7> وسطر ثان.',
      'heading2: عنوان ثان',
      'list-item1: بند أول',
      'list-item2: بند داخلي',
      'list-item1: مهمة',
      'list-item1: واحد',
      'list-item1: اثنان',
      'quote: اقتباس من سطرين',
      'table-cell: رأس',
      'table-cell: رأس <1>ثان</1>',
      'table-cell: خلية | بعمود',
      'table-cell: <1>رابط</1>',
      'paragraph: صورة <1/> وسطر جديد<2/>وحاشية<3/> و<4>https://example.org</4> و<6>وسم</6> و<8>مرجع</8> و<10>ref</10> و*نجمة* و&.',
      'paragraph: نص الحاشية',
    ]);
  });

  test('codes say what they are and where links go', () => {
    const codes = read(EVERYTHING).blocks.flatMap((block) => block.codes);
    expect(new Set(codes.map((code) => code.type))).toEqual(new Set(['bold', 'italic', 'other', 'code', 'link', 'image', 'break']));
    expect(codes.flatMap((code) => code.href ?? [])).toEqual(['https://example.com', 'https://example.org', 'https://example.net', 'https://example.net']);
  });

  test('what stays behind is listed', () => {
    expect(read(EVERYTHING).leftOut).toEqual([
      { what: 'front-matter', count: 1 },
      { what: 'link-titles', count: 1 },
      { what: 'image-descriptions', count: 1 },
      { what: 'code-blocks', count: 1 },
      { what: 'html-blocks', count: 1 },
    ]);
  });

  test('the title is the first heading, without its codes', () => {
    expect(read(EVERYTHING).title).toBe('عنوان المقال');
    expect(read('فقرة').title).toBe('');
  });

  test('an address written out is text; a picture alone is no paragraph', () => {
    expect(blocksOf('انظر https://example.com/a_b_c هنا\n\n![وصف](a.png)')).toEqual(['paragraph: انظر https://example.com/a_b_c هنا']);
  });

  test('a plain article reads as in plain text', () => {
    const { blocks } = markdown.read(fileOf('a.md', article.replaceAll('\n', '\n\n')));
    expect(blocks.map((block) => block.text)).toEqual(
      article
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
  });

  test('private-use characters become codes', () => {
    expect(read('**شعار** \ue001').blocks[0]!.codes.map((code) => code.type)).toEqual(['bold', 'bold', 'private']);
  });
});

describe('what would take minutes is refused at once', () => {
  const timed = (content: string) => {
    const begun = performance.now();
    return { answer: refusal(() => read(content)), isQuick: performance.now() - begun < 5000 };
  };
  test.each([
    ['quotes 600 deep', '>'.repeat(600) + ' a', 'invalid import.tooDeep'],
    ['lists 600 deep', '- '.repeat(600) + 'a', 'invalid import.tooDeep'],
    ['lists 1,200 deep by white space', Array.from({ length: 1200 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n'), 'invalid import.tooDeep'],
    ['emphasis 600 deep', '*a **b '.repeat(300) + 'c** d* '.repeat(300), 'invalid import.tooDeep'],
    ['a paragraph of asterisks', 'a*'.repeat(32_000), 'invalid import.tooMuchMarkup'],
    ['a paragraph of brackets', '[a]('.repeat(16_000), 'invalid import.tooMuchMarkup'],
    ['lists 490 deep by white space', Array.from({ length: 490 }, (_, level) => `${'  '.repeat(level)}- a`).join('\n'), 'invalid import.tooMuchMarkup'],
    ['many deep lines', `${'>'.repeat(400)} a\n\n`.repeat(2000), 'invalid import.tooMuchMarkup'],
    ['three million characters', 'كلمة '.repeat(600_000), 'invalid import.tooLong'],
    ['30,000 list items', '- a\n'.repeat(30_000), 'invalid import.tooManyParagraphs'],
  ])('%s', (_, content, answer) => {
    expect(timed(content)).toEqual({ answer, isQuick: true });
  });

  test('a long book with ordinary markup is taken', () => {
    const chapter = `## فصل\n\n${`فقرة فيها **عريض** و[رابط](https://example.com) و\`code\` و*مائل*. `.repeat(5)}\n\n- بند\n- بند\n\n`;
    expect(read(chapter.repeat(200)).blocks).toHaveLength(800);
  });
});

describe('writing Markdown', () => {
  test('is letter by letter the same when each block says the same, and when none is translated', () => {
    expect(written(EVERYTHING, same)).toBe(EVERYTHING);
    expect(written(EVERYTHING, () => null)).toBe(EVERYTHING);
    expect(written(EVERYTHING.replaceAll('\n', '\r\n'), same)).toBe(EVERYTHING.replaceAll('\n', '\r\n'));
  });

  test('pours translations in among the markup', () => {
    const english: Record<string, string> = {
      b1: 'The \ue001article\ue002',
      b2: 'A \ue003bold\ue004 first \ue001paragraph\ue002',
      b3: 'Item',
      b4: 'Inner',
      b5: 'Quote',
      b6: 'Cell',
      b7: 'Other \ue001cell\ue002',
    };
    const source = '# عنوان **مقال**\n\nفقرة *مائل* و**عريض**\nوسطر.\n\n- بند\n  - داخلي\n\n> اقتباس\n> ثان\n\n| رأس | رأس [ثان](x) |\n|-|-|\n';
    expect(written(source, ({ anchor }) => english[anchor]!)).toBe(
      '# The **article**\n\nA **bold** first *paragraph*\n\n- Item\n  - Inner\n\n> Quote\n\n| Cell | Other [cell](x) |\n|-|-|\n',
    );
  });

  test.each([
    ['فقرة', 'a *b* _c_ [d] `e` ~f~ \\g', 'a \\*b\\* \\_c\\_ \\[d\\] \\`e\\` \\~f\\~ \\\\g'],
    ['فقرة', 'snake_case, 2 < 3, AT&T, a | b, 5 # 6!', 'snake_case, 2 < 3, AT&T, a | b, 5 # 6!'],
    ['فقرة', 'AT&T _c_ *d*', 'AT&T \\_c\\_ \\*d\\*'],
    ['فقرة', '# not a heading', '\\# not a heading'],
    ['فقرة', '1. not a list', '1\\. not a list'],
    ['فقرة', '12) not a list', '12\\) not a list'],
    ['فقرة', '- not a list', '\\- not a list'],
    ['فقرة', '+ not a list', '\\+ not a list'],
    ['فقرة', '> not a quote', '\\> not a quote'],
    ['فقرة', '---', '\\---'],
    ['فقرة', '<b>not markup</b> &amp;', '\\<b>not markup\\</b> \\&amp;'],
    ['فقرة', '    not code', 'not code'],
    ['فقرة', '1999. A year', '1999\\. A year'],
    ['# عنوان', 'C #', '# C \\#'],
    ['- بند', '2. two', '- 2\\. two'],
    ['| رأس |\n|-|\n', 'a | b', '| a \\| b |\n|-|\n'],
  ])('in %j the text %j stays text', (source, text, expected) => {
    expect(written(source, () => text)).toBe(expected);
    expect(read(expected).blocks.map((block) => block.text)).toEqual([text.trim()]);
  });

  test('emphasis that its marks could not make is written as HTML', () => {
    expect(written('ال**روس**ية', () => '“\ue001Beijing,”\ue002said')).toBe('“<strong>Beijing\\,”</strong>said');
    expect(written('*كلمة* أخرى', () => 'word\ue001 spaced \ue002word')).toBe('word<em> spaced </em>word');
  });

  test('an exclamation mark before a link does not make it an image', () => {
    expect(written('كلمة [رابط](x)', () => 'Wow!\ue001link\ue002')).toBe('Wow\\![link](x)');
  });

  test('a code span takes any content', () => {
    expect(written('كلمة `x`', () => 'a \ue001`b` *c*\ue002')).toBe('a `` `b` *c* ``');
    expect(written('| كلمة `x` |\n|-|\n', () => 'a \ue001b|c\ue002')).toBe('| a `b\\|c` |\n|-|\n');
  });

  test('links that were short are written out, so that their text may change', () => {
    expect(written('و[مرجع] و[آخر][] و<https://a.b>\n\n[مرجع]: x\n[آخر]: y', () => '\ue001one\ue002 \ue003two\ue004 \ue005three\ue006')).toBe(
      '[one][مرجع] [two][آخر] [three](<https://a.b>)\n\n[مرجع]: x\n[آخر]: y',
    );
  });

  test('a new line of the translation becomes a line break, wherever it stands', () => {
    expect(written('> اقتباس', () => 'one\ntwo')).toBe('> one\\\n> two');
    expect(written('- بند', () => 'one\n- two')).toBe('- one\\\n  \\- two');
    expect(written('# عنوان', () => 'one\ntwo')).toBe('# one<br>two');
    expect(written('| رأس |\n|-|\n', () => 'one\ntwo')).toBe('| one<br>two |\n|-|\n');
  });

  test.each([
    ['', '|T|T|T|\n|:--|:-:|:--|\n'],
    ['---\ndir: rtl\n---\n', '|T|T|T|\n|--:|:-:|:--|\n'],
  ])('columns of a table are aligned as English has it after %j', (front, expected) => {
    expect(written(`${front}|أ|ب|ج|\n|:--|:-:|--:|\n`, () => 'T')).toBe(`${front.replace('rtl', 'ltr')}${expected}`);
    expect(written(`${front}> |أ|ب|ج|\n> |:--|:-:|--:|\n> |د|ه|و|\n`, () => 'T')).toContain(`\n> ${expected.split('\n')[1]}\n> |T|T|T|\n`);
  });

  test('HTML that nobody could translate stays Arabic and says so', () => {
    expect(written('أول\n\n<p dir="rtl" style="text-align:right">خام <b>جدا</b></p>\n', () => 'First')).toBe(
      'First\n\n<p lang="ar" dir="rtl" style="text-align:right">خام <b lang="ar" dir="rtl">جدا</b></p>\n',
    );
  });

  test('a file with English in it is English; what stays Arabic is marked', () => {
    const source =
      '---\nlang: ar-EG\ndir: rtl\ntitle: عنوان\n---\n<div dir="rtl" align="right">\n\nأول <span dir="rtl">x</span>\n\n\u200f\n\n- ثان\n\n</div>\n';
    expect(written(source, ({ anchor, text }) => (anchor === 'b1' ? text.replace('أول', '\u200fFirst\u200f') : null))).toBe(
      '---\nlang: en\ndir: ltr\ntitle: عنوان\n---\n<div dir="ltr" align="left">\n\nFirst <span dir="ltr">x</span>\n\n\n\n- <span lang="ar" dir="rtl">ثان</span>\n\n</div>\n',
    );
  });
});

describe('any text', () => {
  const random = randomFrom(11);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const SIGNS = [
    '*',
    '_',
    '[',
    ']',
    '`',
    '#',
    '-',
    '+',
    '>',
    '<',
    '|',
    '1.',
    '2)',
    '!',
    '\\',
    '~',
    '&amp;',
    '<b>',
    '==',
    '--',
    '(',
    ')',
    ':',
    '"',
    'word',
    'snake_case',
    'قال',
    '.',
    '$',
    '^',
    '%',
    '{',
    '}',
    '/',
  ];
  const text = () =>
    Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(SIGNS) + pick(['', ' ', ' ']))
      .join('')
      .trim();
  const inContext: Record<string, string> = {
    paragraph: 'نص',
    heading: '## نص',
    item: '- نص',
    quote: '> نص',
    cell: '| رأس |\n|-|\n',
    setext: 'نص\n===',
    ordered: '1. نص',
    task: '- [ ] نص',
  };

  test.each(Object.keys(inContext))('stays exactly that text in a %s', (context) => {
    for (let round = 0; round < 100; round++) {
      const wanted = text();
      const markdownText = written(inContext[context]!, () => wanted);
      expect([wanted, read(markdownText).blocks.map((block) => block.text)]).toEqual([wanted, [wanted]]);
    }
  });

  test('keeps its codes with their meaning', () => {
    const source = 'أ *ب* ج **د** هـ [و](https://x.y) ز ~~ح~~ ط `ي` <u>ك</u>';
    const types = (content: string) => read(content).blocks[0]!;
    for (let round = 0; round < 100; round++) {
      const words = () => pick(['', ' ', 'a', 'b c', '.', '“q”', '(', '!', '*', 'é ']);
      const spans = [
        [1, 2],
        [3, 4],
        [5, 6],
        [7, 8],
        [9, 10],
        [11, 12],
      ].sort(() => random() - 0.5);
      const wanted = `x${spans.map(([open, close]) => `${words()}${String.fromCharCode(0xe000 + open!)}w${words()}${String.fromCharCode(0xe000 + close!)}${words()}`).join('')}y`;
      const again = types(written(source, () => wanted));
      const plain = (value: string) => value.replace(/[\ue001-\uf8ff]/g, '\ue001');
      expect([wanted, plain(again.text)]).toEqual([wanted, plain(wanted)]);
      const kinds = { bold: 0, italic: 0, link: 0, other: 0, code: 0, underline: 0 } as Record<string, number>;
      for (const code of again.codes) kinds[code.type]!++;
      expect([wanted, kinds]).toEqual([wanted, { bold: 2, italic: 2, link: 2, other: 2, code: 2, underline: 2 }]);
    }
  });
});
