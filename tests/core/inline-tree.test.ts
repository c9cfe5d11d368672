import { describe, expect, test } from 'vitest';
import { inlineTree, isSafeLink, plainText, type InlineNode } from '../../server/core/edition/inline-tree.ts';
import type { InlineCode } from '../../server/core/model.ts';

const pair = (number: number, type: InlineCode['type'], href?: string): InlineCode[] => [
  { number, kind: 'open', pair: number + 1, type, data: '', href },
  { number: number + 1, kind: 'close', pair: number, type, data: '' },
];
/** 1 bold 2, 3 italic 4, 5 link 6, 7 span 8, 9 line break, 10 image, 11 a private-use character of the text itself. */
const codes: InlineCode[] = [
  ...pair(1, 'bold'),
  ...pair(3, 'italic'),
  ...pair(5, 'link', 'https://example.org/'),
  ...pair(7, 'span'),
  { number: 9, kind: 'standalone', type: 'break', data: '<br>' },
  { number: 10, kind: 'standalone', type: 'image', data: '<img>' },
  { number: 11, kind: 'standalone', type: 'private', data: '\ue123' },
  { number: 12, kind: 'standalone', type: 'other', data: '<w:r><w:footnoteReference w:id="2"/></w:r>' },
];
/** `<3>` is the code with number 3. */
const coded = (text: string) => text.replace(/<(\d+)>/g, (_all, number: string) => String.fromCharCode(0xe000 + Number(number)));
const drawn = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) => {
      if (node.type === 'element') return `${node.tag}(${drawn(node.children)})`;
      if (node.type === 'note') return `[${node.note}]`;
      return node.type === 'text' ? node.text : '|';
    })
    .join('');

describe('inline codes as a tree', () => {
  test.each([
    ['plain', 'plain'],
    ['a <1>b<2> c', 'a strong(b) c'],
    ['<1>a <3>b<4> c<2>', 'strong(a em(b) c)'],
    ['<5>here<6>', 'a(here)'],
    ['a<9>b<10>c', 'a|bc'],
    ['<7>a<2>b<8>', 'ab'],
    ['<1>a', 'strong(a)'],
    ['a<2>', 'a'],
    ['<1><2>', ''],
    ['<1>a<3>b<2>c<4>', 'strong(aem(b))em(c)'],
    ['a<11>b', 'a\ue123b'],
    ['a<99>b', 'a\ue063b'],
    ['a <1>b<12><2>', 'a strong(b[footnote-2])'],
  ])('%s is %s', (text, expected) => {
    expect(drawn(inlineTree(coded(text), codes))).toBe(expected);
  });

  test('reads as text without them', () => {
    expect(plainText(inlineTree(coded('<1>a <3>b<4> c<2><9>d'), codes))).toBe('a b c\nd');
  });
});

describe('links of an edition', () => {
  test.each(['http://a.example', 'HTTPS://a.example/?q=1', 'mailto:a@b.example'])('may go to %s', (href) => {
    expect(isSafeLink(href)).toBe(true);
  });
  test.each(['javascript:x', 'JaVaScRiPt:x', 'java\nscript:x', 'vbscript:x', 'file:///etc', 'data:text/html,x', '//a.example', '#a', '', 'https://a b'])(
    'may not go to %j',
    (href) => {
      expect(isSafeLink(href)).toBe(false);
    },
  );
});
