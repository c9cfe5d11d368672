import { describe, expect, test } from 'vitest';
import { mergedText, mergeTexts, type MergePiece } from '../../server/core/merge/three-way.ts';

const BASE = 'China says it is a neutral party and wants to help mediate an end to the conflict. It also blamed the West for provoking Moscow.';

/** The text of one side, read from the pieces. */
const sideOf = (pieces: readonly MergePiece[], side: 'mine' | 'theirs'): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'clash') return piece[side];
      return piece.kind === (side === 'mine' ? 'theirs' : 'mine') ? piece.base : piece.text;
    })
    .join('');
const baseOf = (pieces: readonly MergePiece[]): string => pieces.map((piece) => (piece.kind === 'same' ? piece.text : piece.base)).join('');
const clashes = (pieces: readonly MergePiece[]) => pieces.filter(({ kind }) => kind === 'clash');

describe('two texts put together', () => {
  test('changes that do not touch the same words are both in', () => {
    const mine = BASE.replace('mediate', 'broker');
    const theirs = BASE.replace('a neutral party', 'neutral');
    const pieces = mergeTexts({ base: BASE, mine, theirs });
    expect(clashes(pieces)).toEqual([]);
    expect(mergedText(pieces)).toBe(mine.replace('a neutral party', 'neutral'));
  });

  test('words that both changed are left to a person, place by place', () => {
    const mine = BASE.replace('blamed the West for', 'has blamed the West for').replace('mediate', 'broker');
    const theirs = BASE.replace('blamed the West for', 'accused the West of');
    const pieces = mergeTexts({ base: BASE, mine, theirs });
    expect(clashes(pieces)).toEqual([{ kind: 'clash', base: ' blamed', mine: ' has blamed', theirs: ' accused' }]);
    expect(mergedText(pieces, ['theirs'])).toBe(theirs.replace('mediate', 'broker'));
    expect(mergedText(pieces, ['mine'])).toContain('has blamed the West of');
    expect(mergedText(pieces, ['both'])).toContain('has blamed accused the West of');
  });

  test.each([
    { name: 'the same change on both sides is one change', base: 'one two three', mine: 'one 2 three', theirs: 'one 2 three', merged: 'one 2 three' },
    { name: 'nothing changed by me', base: 'one two', mine: 'one two', theirs: 'one two three', merged: 'one two three' },
    { name: 'nothing changed by them', base: 'one two', mine: 'zero one two', theirs: 'one two', merged: 'zero one two' },
    { name: 'neighbouring words', base: 'one two three', mine: '1 two three', theirs: 'one 2 three', merged: '1 2 three' },
    { name: 'both wrote where nothing was: a clash, mine stands', base: '', mine: 'mine', theirs: 'theirs', merged: 'mine' },
    { name: 'I emptied it, they changed a word: a clash', base: 'one two', mine: '', theirs: 'one 2', merged: '' },
    { name: 'removed and changed elsewhere', base: 'one two three four', mine: 'three four', theirs: 'one two three 4', merged: 'three 4' },
    { name: 'nothing anywhere', base: '', mine: '', theirs: '', merged: '' },
  ])('$name', ({ merged, ...texts }) => {
    expect(mergedText(mergeTexts(texts))).toBe(merged);
  });

  test('both insertions at one place can be kept', () => {
    const pieces = mergeTexts({ base: 'one two', mine: 'one and two', theirs: 'one or two' });
    expect(clashes(pieces)).toHaveLength(1);
    expect(mergedText(pieces, ['both']).replace(/\s+/g, ' ')).toBe('one and or two');
  });

  test('whatever changed, the pieces hold all three texts', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const words = BASE.split(' ');
    const changed = () => words.flatMap((word) => [[word], [], [word, 'new'], ['other'], [word], [word], [word]][random(7)]!).join(' ');
    for (let round = 0; round < 300; round++) {
      const texts = { base: BASE, mine: changed(), theirs: changed() };
      const pieces = mergeTexts(texts);
      expect(baseOf(pieces)).toBe(texts.base);
      expect(sideOf(pieces, 'mine')).toBe(texts.mine);
      expect(sideOf(pieces, 'theirs')).toBe(texts.theirs);
    }
  });
});
