import { describe, expect, it } from 'vitest';
import { wordCount } from '../../server/core/language/words.ts';
import { piecesForModel } from '../../server/core/segmentation/pieces-for-model.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';

const words = (count: number): string => Array.from({ length: count }, () => 'كلمة').join(' ');
const countsOf = (sentence: string): number[] => piecesForModel(sentence).map(({ start, end }) => wordCount(sentence.slice(start, end)));

describe('pieces for the model', () => {
  it.each([
    ['a short sentence stays whole', 'قال؛ ثم غادر، وعاد.', [4]],
    ['sixty words stay whole', `${words(30)}؛ ${words(30)}.`, [60]],
    ['more are cut at ؛', `${words(40)}؛ ${words(40)}.`, [40, 40]],
    ['more are cut at a comma before و', `${words(40)}، و${words(40)}.`, [40, 40]],
    ['a comma with a space before it', `${words(40)} ، و${words(40)}.`, [40, 40]],
    ['a comma alone is no place', `${words(40)}، ${words(40)}.`, [80]],
    ['at the last place within sixty words', `${words(20)}؛ ${words(30)}؛ ${words(30)}.`, [50, 30]],
    ['at the first place after them, where there is none within', `${words(70)}؛ ${words(30)}.`, [70, 30]],
    ['not so that a scrap is left', `${words(58)}؛ ${words(4)}.`, [62]],
    ['after two hundred words anyway', words(450), [200, 200, 50]],
    ['not at all up to two hundred', words(200), [200]],
    ['nothing', '', [0]],
    ['marks alone', '…', [0]],
  ])('%s', (_, sentence, expected) => {
    expect(countsOf(sentence)).toEqual(expected);
  });

  it.each([words(500), `${words(70)}؛   ${words(70)} ، و${words(10)} \ue001`, ' ', `  ${words(61)}؛ ${words(9)}`])('lose no character', (sentence) => {
    const pieces = piecesForModel(sentence);
    expect(pieces.map(({ start, end }) => sentence.slice(start, end)).join('')).toBe(sentence);
  });

  it('of a very long sentence take little time', () => {
    const sentence = `${words(9)}؛ `.repeat(20_000);
    expect(cpuTimeMs(() => piecesForModel(sentence))).toBeLessThan(1500);
  });
});
