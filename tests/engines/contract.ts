import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, type TranslateOptions } from '../../server/drafts/engine.ts';

export const GREEDY: TranslateOptions = { settings: { beams: 1 }, urgency: 'background' };

const SENTENCE = 'وصل الوزير إلى بكين يوم الثلاثاء.';
const OTHER = 'قال المتحدث إن المحادثات كانت مفيدة.';

/** What every engine promises, whatever computes. */
export function keepsTheContract(name: string, create: () => Engine): void {
  describe(`the engine ${name}`, () => {
    let engine: Engine;
    beforeAll(() => {
      engine = create();
    });
    afterAll(() => engine.close());

    const one = async (sentence: string) => (await engine.translate([sentence], GREEDY))[0]!;

    test('says what it is', async () => {
      const facts = await engine.facts();
      expect(facts.name).not.toBe('');
      expect(facts.hash).toMatch(/^[0-9a-f]{64}$/);
      expect(facts.engine).toBe(name);
    });

    test('answers one translation per sentence, in order', async () => {
      const all = await engine.translate([SENTENCE, '', OTHER], GREEDY);
      expect(all).toEqual([await one(SENTENCE), await one(''), await one(OTHER)]);
      expect(all[0]!.text).not.toBe(all[2]!.text);
    });

    test('answers nothing for nothing', async () => {
      expect(await engine.translate([], GREEDY)).toEqual([]);
    });

    test('scores each token and the end', async () => {
      const { text, tokens, scores } = await one(SENTENCE);
      expect(text.length).toBeGreaterThan(10);
      expect(tokens.length).toBeGreaterThan(2);
      expect(scores).toHaveLength(tokens.length + 1);
      expect(scores.every((score) => score <= 0 && Number.isFinite(score))).toBe(true);
    });

    test('gives the same sentence the same draft, alone and among others', async () => {
      const alone = await one(OTHER);
      const [among] = await Promise.all([
        engine.translate([SENTENCE, OTHER, SENTENCE], GREEDY),
        engine.translate([OTHER], { ...GREEDY, urgency: 'interactive' }),
      ]);
      expect(among[1]).toEqual(alone);
      expect(among[0]).toEqual(among[2]);
    });

    test.each(['', '   ', '\n\t', '\u200f', ' \u200e\ufeff '])('invents nothing for a blank sentence %j', async (blank) => {
      expect(await one(blank)).toEqual({ text: '', tokens: [], scores: [], flags: [] });
    });

    test.each([
      ['١٢٣٫٥', '123.5'],
      ['https://ar.wikipedia.org/wiki/روسيا', 'https://ar.wikipedia.org/wiki/روسيا'],
      ['Russia Today', 'Russia Today'],
    ])('passes %s through and says so', async (source, text) => {
      expect(await one(source)).toEqual({ text, tokens: [], scores: [], flags: ['passed-through'] });
    });

    test('passes punctuation through', async () => {
      expect((await one('؟ ...')).text).toBe('? ...');
    });

    test('refuses a setting it cannot honour', async () => {
      await expect(engine.translate([SENTENCE], { ...GREEDY, settings: { beams: 7 } })).rejects.toThrow(/beams/);
    });

    test('stops waiting when the caller gives up, with the reason of the caller', async () => {
      const reason = new Error('changed my mind');
      await expect(engine.translate([SENTENCE], { ...GREEDY, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
      const controller = new AbortController();
      const answer = engine.translate([SENTENCE, OTHER, SENTENCE], { ...GREEDY, signal: controller.signal });
      controller.abort(reason);
      await expect(answer).rejects.toBe(reason);
      expect((await one(SENTENCE)).text).not.toBe('');
    });

    test('can be closed twice, and works no more', async () => {
      const other = create();
      await other.translate([SENTENCE], GREEDY);
      await other.close();
      await other.close();
      await expect(other.translate([SENTENCE], GREEDY)).rejects.toThrow();
    });
  });
}
