import { describe, expect, test } from 'vitest';
import type { Decoded, Decoder } from '../../server/drafts/decoder.ts';
import { translateSentence } from '../../server/drafts/translate.ts';

const settings = { beams: 1, isUrgent: false, onStep: () => undefined };
const SOURCE = 'وصل الوزير إلى بكين يوم الثلاثاء';
const GOOD = 'The minister arrived in Beijing on Tuesday';
const LOOP = 'The minister the minister the minister';

/** A decoder that says the given texts, first when asked plainly and then when asked strictly. */
function decoderSaying(plainly: string, strictly: string) {
  const asked: { text: string; isStrict: boolean }[] = [];
  const decoder: Decoder = {
    longestSource: 512,
    isBatchable: true,
    countTokens: (text) => text.split(/\s+/u).length + 1,
    async decode(text, { isStrict }): Promise<Decoded> {
      asked.push({ text, isStrict });
      const said = isStrict ? strictly : plainly;
      const tokens = said.split(' ').map((_, index) => index);
      return { text: said, tokens, scores: [...tokens, 0].map(() => -0.5), links: [], sourceTokens: this.countTokens(text), isCut: false };
    },
  };
  return { decoder, asked };
}

describe('a sentence', () => {
  test('that comes out well is asked for once', async () => {
    const { decoder, asked } = decoderSaying(GOOD, 'never');
    expect(await translateSentence(decoder, SOURCE, settings)).toMatchObject({ text: GOOD, flags: [] });
    expect(asked).toEqual([{ text: SOURCE, isStrict: false }]);
  });

  test('that comes out badly is tried once more, strictly', async () => {
    const { decoder, asked } = decoderSaying(LOOP, GOOD);
    expect(await translateSentence(decoder, SOURCE, settings)).toMatchObject({ text: GOOD, flags: [] });
    expect(asked.map(({ isStrict }) => isStrict)).toEqual([false, true]);
  });

  test('that stays bad keeps its first draft and its flag', async () => {
    const { decoder, asked } = decoderSaying(LOOP, `${LOOP} the minister`);
    expect(await translateSentence(decoder, SOURCE, settings)).toMatchObject({ text: LOOP, flags: ['loop'] });
    expect(asked).toHaveLength(2);
  });

  test('without anything to translate is never asked for', async () => {
    const { decoder, asked } = decoderSaying(GOOD, GOOD);
    expect(await translateSentence(decoder, ' \u200f', settings)).toEqual({ text: '', tokens: [], scores: [], links: [], flags: [] });
    expect(asked).toEqual([]);
  });

  test('too long for the model is cut into pieces that hold all of it, and says so', async () => {
    const { decoder, asked } = decoderSaying(GOOD, GOOD);
    const words = Array.from({ length: 700 }, (_, index) => (index % 25 === 24 ? 'كلمة، ' : 'كلمة')).join(' وهي ');
    const { flags, scores, text, tokens } = await translateSentence(decoder, words, settings);
    expect(
      asked
        .filter(({ isStrict }) => !isStrict)
        .map(({ text: piece }) => piece)
        .join(' ')
        .split(/\s+/u),
    ).toEqual(words.trim().split(/\s+/u));
    expect(asked.every(({ text: piece }) => decoder.countTokens(piece) <= 200)).toBe(true);
    expect(flags).toContain('cut-for-model');
    expect(text.startsWith(`${GOOD} ${GOOD}`)).toBe(true);
    expect(scores).toHaveLength(tokens.length + 1);
  });

  test('of one endless word is cut inside it, never inside a character', async () => {
    const { decoder, asked } = decoderSaying(GOOD, GOOD);
    decoder.countTokens = (text) => text.length;
    const word = `ب${'𐎀'.repeat(300)}`;
    await translateSentence(decoder, word, settings);
    expect(
      asked
        .filter(({ isStrict }) => !isStrict)
        .map(({ text }) => text)
        .join(''),
    ).not.toContain('\ufffd');
    expect(asked.every(({ text }) => text.isWellFormed() && text.length <= 200)).toBe(true);
  });
});
