import { describe, expect, it } from 'vitest';
import type { InlineCode } from '../../server/core/model.ts';
import { carryCodes } from '../../server/core/inline/carry.ts';
import { checkCodes, codeChar, codeNumber, codesIn, isCode, stripCodes, textForModel } from '../../server/core/inline/codes.ts';
import { pieces } from '../../server/core/inline/pieces.ts';
import { wordSpans } from '../../server/core/language/words.ts';
import { seededRandom } from '../support/random.ts';

/** `<1>` in a test is code 1. */
const coded = (text: string): string => text.replace(/<(\d+)>/g, (_, number) => codeChar(Number(number)));
const readable = (text: string): string => text.replace(/[\ue001-\uf8ff]/g, (char) => `<${codeNumber(char)}>`);

const pair = (open: number, close: number): InlineCode[] => [
  { number: open, kind: 'open', pair: close, type: 'bold', data: '<b>' },
  { number: close, kind: 'close', pair: open, type: 'bold', data: '</b>' },
];
const single = (number: number): InlineCode => ({ number, kind: 'standalone', type: 'break', data: '<br>' });
const TABLE = [...pair(1, 2), ...pair(3, 4), single(5), single(6)];

describe('codes', () => {
  it('are private-use characters from U+E001 to U+F8FF', () => {
    expect([codeChar(1), codeChar(6399)]).toEqual(['\ue001', '\uf8ff']);
    expect(codeNumber('\ue0fa')).toBe(250);
    expect(['a', '\ue000', '\ue001', '\uf8ff', '\uf900', ''].map(isCode)).toEqual([false, false, true, true, false, false]);
  });

  it.each([0, 6400, -1, 1.5, NaN])('have no number %s', (number) => {
    expect(() => codeChar(number)).toThrow(RangeError);
  });

  it('are listed in order and taken out with the way back', () => {
    expect(codesIn(coded('a<2>b<1><2>'))).toEqual([2, 1, 2]);
    expect(stripCodes(coded('<1>ab<2>c'))).toEqual({ text: 'abc', offsets: [1, 2, 4] });
  });

  it.each([
    ['a pair around part of a word', '<1>ال<2>كتاب', 'الكتاب'],
    ['a break between words', 'سطر<5>سطر', 'سطر سطر'],
    ['a break beside a space', 'سطر <5><6>سطر', 'سطر سطر'],
    ['a break at the edge', '<5>سطر<6>', 'سطر'],
    ['a break inside a pair', 'سطر<1><5><2>سطر', 'سطر سطر'],
  ])('leave the words apart for a machine: %s', (_, text, expected) => {
    expect(textForModel(coded(text), TABLE)).toBe(expected);
  });

  it('part a text into pieces', () => {
    expect(pieces(coded('a<5>bc<9>'), TABLE)).toEqual([
      { kind: 'text', text: 'a', start: 0 },
      { kind: 'code', number: 5, code: single(5), start: 1 },
      { kind: 'text', text: 'bc', start: 2 },
      { kind: 'code', number: 9, code: null, start: 4 },
    ]);
    expect(pieces('', TABLE)).toEqual([]);
  });
});

describe('checking codes', () => {
  it.each([
    ['all there', '<1>a<2> <5>', '<5><1>x<2>', []],
    ['none at all', 'a', 'b', []],
    ['missing', '<1>a<2><5>', 'x', [{ kind: 'missing', numbers: [1, 2, 5] }]],
    ['doubled', 'a<5>', '<5>x<5>', [{ kind: 'doubled', numbers: [5] }]],
    ['unknown', 'a', 'x<7>', [{ kind: 'unknown', numbers: [7] }]],
    ['of another segment of the block', 'a<5>', '<5>x<6>', [{ kind: 'unknown', numbers: [6] }]],
    ['closed before it opens', '<1>a<2>', '<2>x<1>', [{ kind: 'mis-nested', numbers: [1, 2] }]],
    ['crossing', '<1>a<3>b<4>c<2>', '<1>x<3>y<2>z<4>', [{ kind: 'mis-nested', numbers: [1, 2, 3, 4] }]],
    ['crossing as in the source', '<1>a<3>b<2>c<4>', '<1>x<3>y<2>z<4>', []],
    ['nested the other way round', '<1><3>a<4><2>', '<3><1>x<2><4>', []],
    ['half of a pair, as in the source', 'a<2>', 'x<2>', []],
    [
      'doubled and missing',
      '<1>a<2>',
      '<1>x<1>',
      [
        { kind: 'missing', numbers: [2] },
        { kind: 'doubled', numbers: [1] },
      ],
    ],
  ])('%s', (_, source, target, problems) => {
    expect(checkCodes(coded(source), coded(target), TABLE)).toEqual(problems);
  });
});

describe('carrying codes into a draft', () => {
  it.each([
    ['around the whole', '<1>نص كامل.<2>', 'Whole text.', '<1>Whole text.<2>'],
    ['around all but the full stop', '<1>نص كامل<2>.', 'Whole text.', '<1>Whole text<2>.'],
    ['at both edges', '<5>نص<6>', 'Text', '<5>Text<6>'],
    ['around the words at the same place', 'قال <1>الوزير الجديد<2> إن الاتفاق قريب', 'The <> new minister said a deal is near', null],
    ['around what is written alike', 'زار <1>NASA<2> أمس في 2020', 'In 2020 he saw NASA yesterday', 'In 2020 he saw <1>NASA<2> yesterday'],
    ['around Arabic digits', 'في عام <1>١٩٩٠<2> بدأ كل شيء', 'All began in 1990', 'All began in <1>1990<2>'],
    ['around an address', 'راجع <1>www.example.com/a-b<2> الآن', 'See www.example.com/a-b now', 'See <1>www.example.com/a-b<2> now'],
    ['nested', '<1>أ <3>ب<4> ج<2>', 'one two three', '<1>one <3>two<4> three<2>'],
    ['a break inside', 'سطر أول<5>سطر ثان', 'first line second line', 'first line<5> second line'],
    ['a picture between words', 'انظر <5> هنا', 'look here', 'look <5> here'],
    ['an empty pair', 'أ<1><2> ب', 'a b', 'a <1><2>b'],
    ['into nothing', '<1>أ<2><5>', '', '<1><2><5>'],
    ['into marks alone', '<1>أ<2>', '!', '<1>!<2>'],
    ['a pair begun before', 'أ ب<2> ج', 'a b c', 'a b<2> c'],
    ['a pair that ends later', 'أ <1>ب ج', 'a b c', 'a <1>b c'],
    ['no code', 'أ', 'a', 'a'],
    ['in place of the codes of the draft', '<5>أ', '<6>a<1>', '<5>a'],
  ])('%s', (_, source, target, expected) => {
    const carried = carryCodes(coded(source), TABLE, coded(target));
    if (expected !== null) expect(readable(carried)).toBe(expected);
    expect(checkCodes(coded(source), carried, TABLE)).toEqual([]);
  });

  it('follows the links between words', () => {
    const links = [{ source: 1, target: 2 }];
    expect(readable(carryCodes(coded('قال <1>الوزير<2> نعم'), TABLE, 'yes said minister', links))).toBe('yes said <1>minister<2>');
  });

  it('always passes the check, changes no word and stands in none', () => {
    const random = seededRandom(20);
    const below = (limit: number): number => Math.floor(random() * limit);
    const some = (words: string[]): string => Array.from({ length: below(9) }, () => words[below(words.length)]!).join('');
    for (let round = 0; round < 3000; round++) {
      const codes = Array.from({ length: below(4) }, (_, index) => pair(index * 2 + 1, index * 2 + 2)).flat();
      codes.push(...Array.from({ length: below(3) }, (_, index) => single(codes.length + index + 1)));
      const present = codes.filter(() => random() < 0.9).map((code) => codeChar(code.number));
      const words = ['كلمة ', 'ثم ', '7 ', 'NASA ', '، ', 'a-b ', '. ', ' '];
      const source =
        random() < 0.5
          ? nested(codes, () => some(words))
          : present
              .sort(() => random() - 0.5)
              .map((char) => some(words) + char)
              .join('') + some(words);
      const target = some(['word ', 'then ', '7 ', 'NASA ', ', ', 'a-b ', '. ', 'x']);
      const carried = carryCodes(source, codes, target);
      expect(checkCodes(source, carried, codes), readable(source)).toEqual([]);
      expect(stripCodes(carried).text.replaceAll(' ', '')).toBe(target.replaceAll(' ', ''));
      expect(wordSpans(carried).length, readable(carried)).toBe(wordSpans(target).length);
    }
  });
});

function nested(codes: readonly InlineCode[], words: () => string): string {
  const open = codes.filter((code) => code.kind === 'open');
  const rest = codes
    .filter((code) => code.kind === 'standalone')
    .map((code) => words() + codeChar(code.number))
    .join('');
  return open.reduceRight((inner, code) => words() + codeChar(code.number) + inner + words() + codeChar(code.pair!) + words(), rest);
}
