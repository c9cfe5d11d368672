import { describe, expect, test } from 'vitest';
import { faultsOf, isLooping, passThrough, type Judged } from '../../server/drafts/guards.ts';

describe('what is kept away from the model', () => {
  test.each([
    ['', ''],
    [' \u200f\t', ''],
    ['،', ','],
    ['؟!', '?!'],
    ['...', '...'],
  ])('%j becomes %j without a word', (source, text) => expect(passThrough(source)).toEqual({ text, flags: [] }));

  test.each([
    ['٢٠٢٣', '2023'],
    ['١٬٢٣٤٫٥٪', '1,234.5%'],
    ['12/05/2023', '12/05/2023'],
    ['Reuters', 'Reuters'],
    ['\u200fReuters\u200e', 'Reuters'],
    ['amal@example.org', 'amal@example.org'],
    ['https://example.org/صفحة/٣', 'https://example.org/صفحة/٣'],
    ['www.example.org', 'www.example.org'],
  ])('%j becomes %j and is marked', (source, text) => expect(passThrough(source)).toEqual({ text, flags: ['passed-through'] }));

  test.each(['روسيا', '٣ دول', 'شاهد https://example.org', 'ﷺ', 'COVID-19 في الصين'])('%j needs a translation', (source) =>
    expect(passThrough(source)).toBeNull(),
  );
});

describe('loops', () => {
  test.each([
    'yes yes yes yes',
    'in the war in the war in the war',
    'hahahahahaha',
    'Wooooow',
    'the head of the state met the head of the state and the head of the state',
    'one two three four five six seven eight '.repeat(3),
  ])('%j is one', (text) => expect(isLooping(text)).toBe(true));
  test.each(['very, very good', '1000000 and 5555555', 'He said that he said that it was so.', 'the United Nations and the United Nations', ''])(
    '%j is none',
    (text) => expect(isLooping(text)).toBe(false),
  );
});

describe('what is seen of a draft', () => {
  const source = 'وصل الوزير إلى بكين يوم الثلاثاء';
  const good: Judged = {
    text: 'The minister arrived in Beijing on Tuesday',
    tokens: [1, 2, 3, 4, 5, 6, 7, 8],
    scores: Array.from({ length: 9 }, () => -0.5),
    sourceTokens: 9,
    isCut: false,
  };
  test.each<[string, Partial<Judged>, string[]]>([
    ['nothing in a good one', {}, []],
    ['that it is empty', { text: ' ', tokens: [] }, ['empty']],
    ['that it loops', { text: 'in the war in the war in the war' }, ['loop']],
    ['Arabic left over', { text: 'The وزير arrived' }, ['leftover-arabic']],
    ['that it was cut off', { isCut: true }, ['too-long']],
    ['that it is far longer than its source', { tokens: Array.from({ length: 30 }, (_, index) => index) }, ['too-long']],
    ['that it is far shorter than its source', { tokens: [1, 2] }, ['too-short']],
    ['that the machine was guessing', { scores: Array.from({ length: 9 }, () => -2) }, ['unsure']],
  ])('%s', (_name, change, flags) => expect(faultsOf(source, { ...good, ...change })).toEqual(flags));

  test('a name may become much shorter', () =>
    expect(faultsOf('روسيا', { ...good, text: 'Russia', tokens: [1], scores: [-0.1, -0.1], sourceTokens: 4 })).toEqual([]));
  test('a loop of the source may stay one', () => expect(faultsOf('لا لا لا لا لا', { ...good, text: 'no no no no no' })).toEqual([]));
});
