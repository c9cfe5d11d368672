import { describe, expect, it } from 'vitest';
import { shareOfMachine, wordOrigins, wordShares } from '../../server/core/diff/origins.ts';
import { tidyDiff, wordDiff, type DiffPart } from '../../server/core/diff/word-diff.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { seededRandom } from '../support/random.ts';

/** `[-removed-]` and `{+added+}`, the rest is the same. */
const drawn = (parts: readonly DiffPart[]): string =>
  parts.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}-]` : `{+${text}+}`)).join('');
const textOf = (parts: readonly DiffPart[], kind: DiffPart['kind']): string =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map((part) => part.text)
    .join('');

describe('the difference of two texts', () => {
  it.each([
    ['nothing', 'a b', 'a b', 'a b'],
    ['from nothing', '', 'a b', '{+a b+}'],
    ['to nothing', 'a b', '', '[-a b-]'],
    ['a word', 'the red car', 'the blue car', 'the [-red-]{+blue+} car'],
    ['a word more', 'the car', 'the blue car', 'the{+ blue+} car'],
    ['a word less', 'the blue car', 'the car', 'the[- blue-] car'],
    ['a mark', 'He left, then', 'He left; then', 'He left[-,-]{+;+} then'],
    ['an apostrophe', "they don't know", 'they don’t know', "they don[-'-]{+’+}t know"],
    ['quotes', '"yes" he said', '“yes” he said', '[-"-]{+“+}yes[-"-]{+”+} he said'],
    ['two words', 'one two three four', 'one 2 3 four', 'one [-two three-]{+2 3+} four'],
    ['space alone', 'a  b', 'a b', 'a[-  -]{+ +}b'],
    ['a line break', 'a b', 'a\nb', 'a[- -]{+\n+}b'],
    ['an inline code', 'a b', 'a \ue001b\ue002', 'a {+\ue001+}b{+\ue002+}'],
    ['an inline code inside a word', 'ab', 'a\ue001b', '[-ab-]{+a\ue001b+}'],
    ['a moved code', '\ue001a b', 'a \ue001b', '[-\ue001-]a {+\ue001+}b'],
  ])('%s', (_, before, after, expected) => {
    expect(drawn(wordDiff(before, after))).toBe(expected);
  });

  it('keeps Arabic words whole', () => {
    expect(drawn(wordDiff('التقى الروسيين أمس', 'التقى الصينيين أمس', 'ar'))).toBe('التقى [-الروسيين-]{+الصينيين+} أمس');
    expect(drawn(wordDiff('كَتَبَ الولدُ', 'كَتَبَ الرجلُ', 'ar'))).toBe('كَتَبَ [-الولدُ-]{+الرجلُ+}');
  });

  it('is exact for any two texts', () => {
    const random = seededRandom(9);
    const words = ['a ', 'b', ' ', '’', "'", '\ue001', '، ', 'كلمة', '\n', ' c', '.', "d'e ", 'd’e '];
    const some = (): string => Array.from({ length: Math.floor(random() * 12) }, () => words[Math.floor(random() * words.length)]!).join('');
    for (let round = 0; round < 2000; round++) {
      const [before, after] = [some(), some()];
      const parts = wordDiff(before, after);
      expect([textOf(parts, 'removed'), textOf(parts, 'added')]).toEqual([before, after]);
      expect(parts.every(({ kind, text }, index) => text !== '' && kind !== parts[index + 1]?.kind)).toBe(true);
    }
  });

  it('falls back to sentences where hardly a word agrees', () => {
    const numbers = (from: number): string => Array.from({ length: 1200 }, (_, index) => `w${from + index}`).join(' ');
    const before = `${numbers(0)}. Here is common ground. End.`;
    const after = `${numbers(5000)}. Here is common ground. End!`;
    const parts = wordDiff(before, after);
    expect(cpuTimeMs(() => wordDiff(before, after))).toBeLessThan(2000);
    expect([textOf(parts, 'removed'), textOf(parts, 'added')]).toEqual([before, after]);
    expect(parts).toContainEqual({ kind: 'same', text: ' Here is common ground. ' });
  });

  it('replaces the whole where not even a sentence agrees', () => {
    const text = (word: string): string => Array.from({ length: 3000 }, (_, index) => `${word}${index}.`).join(' The ');
    expect(wordDiff(text('a'), text('b')).map((part) => part.kind)).toEqual(['removed', 'added']);
  });
});

describe('a tidy difference', () => {
  it.each([
    ['a word more', 'the car', 'the blue car', 'the {+blue+} car'],
    ['a word replaced', 'the red car', 'the blue car', 'the [-red-] {+blue+} car'],
    ['a mark replaced', 'left, then', 'left; then', 'left[-,-]{+;+} then'],
    ['an apostrophe', "don't", 'don’t', "don[-'-]{+’+}t"],
    ['space alone stays to be seen', 'a  b', 'a b', 'a[-  -]{+ +}b'],
    ['at the end', 'a', 'a b ', 'a {+b+} '],
  ])('%s', (_, before, after, expected) => {
    expect(drawn(tidyDiff(wordDiff(before, after)))).toBe(expected);
  });
});

describe('origins of words', () => {
  const runs = (draft: string, text: string): string =>
    wordOrigins(draft, text)
      .map(({ from, text: words }) => `${from === 'machine' ? 'm' : 'p'}:${words}`)
      .join('|');

  it.each([
    ['untouched', 'The deal is near.', 'The deal is near.', 'm:The deal is near.'],
    ['one word', 'The deal is near.', 'The deal is close.', 'm:The deal is |p:close.'],
    ['a new mark after a machine word', 'The deal is near', 'The deal, is near', 'm:The deal, is near'],
    ['words after a new mark', 'He left', 'He left, then slept', 'm:He left, |p:then slept'],
    ['another apostrophe', "don't go", 'don’t go', 'm:don’t go'],
    ['all new', '', 'Hello.', 'p:Hello.'],
    ['nothing', 'a', '', ''],
  ])('%s', (_, draft, text, expected) => {
    expect(runs(draft, text)).toBe(expected);
    expect(
      wordOrigins(draft, text)
        .map((run) => run.text)
        .join(''),
    ).toBe(text);
  });

  it('are shares of all words', () => {
    expect(wordShares('one two', 'one two three four')).toEqual({ machine: 0.5, person: 0.5 });
    expect(shareOfMachine('one two', 'one two')).toBe(1);
    expect(shareOfMachine('one two', '')).toBe(0);
  });
});
