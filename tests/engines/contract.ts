import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ModelError, type Engine, type Translation, type TranslateOptions } from '../../server/drafts/engine.ts';

export const GREEDY: TranslateOptions = { settings: { beams: 1 }, urgency: 'background' };

const SENTENCE = 'وصل الوزير إلى بكين يوم الثلاثاء.';
const OTHER = 'قال المتحدث إن المحادثات كانت مفيدة.';

/** What an engine can do. */
export interface Abilities {
  /** Without a model there are no drafts, and that is said. */
  drafts: boolean;
  /** Whether it tells how sure it is of each token. */
  scores: boolean;
  /** Whether a wider search can give another draft. */
  beams: boolean;
}

/** What every engine promises, whatever computes. */
export function keepsTheContract(name: string, create: () => Engine, abilities: Abilities): void {
  describe(`the engine ${name}`, () => {
    let engine: Engine;
    beforeAll(() => {
      engine = create();
    });
    afterAll(() => engine.close());

    promisesToEveryCaller(() => engine, create, abilities);
    if (abilities.drafts) promisesOfDrafts(name, () => engine, abilities);
    else promisesWithoutModel(() => engine);
  });
}

function promisesToEveryCaller(engineNow: () => Engine, create: () => Engine, { drafts }: Abilities): void {
  test('answers nothing for nothing', async () => {
    expect(await engineNow().translate([], GREEDY)).toEqual([]);
  });

  test.each([0, 7, 1.5])('refuses %d beams, which no engine has', async (beams) => {
    await expect(engineNow().translate([SENTENCE], { ...GREEDY, settings: { beams } })).rejects.toThrow(/beams/);
  });

  test('stops waiting when the caller gives up, with the reason of the caller', async () => {
    const engine = engineNow();
    const reason = new Error('changed my mind');
    await expect(engine.translate([SENTENCE], { ...GREEDY, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const answer = engine.translate([SENTENCE, OTHER, SENTENCE], { ...GREEDY, signal: controller.signal });
    controller.abort(reason);
    await expect(answer).rejects.toBe(reason);
  });

  test('can be closed twice, and works no more', async () => {
    const other = create();
    if (drafts) await other.translate([SENTENCE], GREEDY);
    await other.close();
    await other.close();
    await expect(other.translate([SENTENCE], GREEDY)).rejects.toThrow();
  });
}

function promisesOfDrafts(name: string, engineNow: () => Engine, { beams, scores: knowsScores }: Abilities): void {
  const one = async (sentence: string, options = GREEDY) => (await engineNow().translate([sentence], options))[0]!;

  test('says what it is', async () => {
    await one(SENTENCE);
    const facts = await engineNow().facts();
    expect(facts.name).not.toBe('');
    expect(facts.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.engine).toBe(name);
  });

  test('answers one translation per sentence, in order', async () => {
    const all = await engineNow().translate([SENTENCE, '', OTHER], GREEDY);
    for (const [at, sentence] of [SENTENCE, '', OTHER].entries()) expectSame(all[at]!, await one(sentence));
    expect(all[0]!.text).not.toBe(all[2]!.text);
  });

  test('scores each token and the end, or says nothing of them', async () => {
    const { text, tokens, scores } = await one(SENTENCE);
    expect(text.length).toBeGreaterThan(10);
    expect(tokens.length).toBeGreaterThan(2);
    expect(scores).toHaveLength(knowsScores ? tokens.length + 1 : 0);
    expect(scores.every((score) => score <= 0 && Number.isFinite(score))).toBe(true);
  });

  test('gives the same sentence the same draft, alone and among others', async () => {
    const alone = await one(OTHER);
    const [among] = await Promise.all([
      engineNow().translate([SENTENCE, OTHER, SENTENCE], GREEDY),
      engineNow().translate([OTHER], { ...GREEDY, urgency: 'interactive' }),
    ]);
    expectSame(among[1]!, alone);
    expectSame(among[0]!, among[2]!);
  });

  test('takes every width of search from 1 to 6, each with the same draft every time', async () => {
    const options = [1, 2, 3, 4, 5, 6].map((width) => ({ ...GREEDY, settings: { beams: width } }));
    const once = await Promise.all(options.map((each) => one(SENTENCE, each)));
    const again = await Promise.all(options.map((each) => one(SENTENCE, each)));
    for (const [at, translation] of once.entries()) expectSame(translation, again[at]!);
    if (!beams) expect(new Set(once.map(({ text }) => text)).size).toBe(1);
  });

  test.each(['', '   ', '\n\t', '\u200f', ' \u200e\ufeff '])('invents nothing for a blank sentence %j', async (blank) => {
    expect(await one(blank)).toEqual({ text: '', tokens: [], scores: [], links: [], flags: [] });
  });

  test.each([
    ['١٢٣٫٥', '123.5'],
    ['https://ar.wikipedia.org/wiki/روسيا', 'https://ar.wikipedia.org/wiki/روسيا'],
    ['Russia Today', 'Russia Today'],
  ])('passes %s through and says so', async (source, text) => {
    expect(await one(source)).toEqual({ text, tokens: [], scores: [], links: [], flags: ['passed-through'] });
  });

  test('passes punctuation through', async () => {
    expect((await one('؟ ...')).text).toBe('? ...');
  });

  test('goes on after a caller gave up', async () => {
    const controller = new AbortController();
    const answer = engineNow().translate([SENTENCE, OTHER], { ...GREEDY, signal: controller.signal });
    controller.abort(new Error('changed my mind'));
    await expect(answer).rejects.toThrow('changed my mind');
    expect((await one(SENTENCE)).text).not.toBe('');
  });
}

function promisesWithoutModel(engineNow: () => Engine): void {
  test('says which file it lacks instead of making something up', async () => {
    await expect(engineNow().facts()).rejects.toBeInstanceOf(ModelError);
    const reason: unknown = await engineNow()
      .translate([SENTENCE], GREEDY)
      .catch((error: unknown) => error);
    expect(reason).toMatchObject({ reason: 'missing' });
    expect((reason as ModelError).file).toContain('config.json');
  });
}

/** The same draft, token for token; the last digits of its scores depend on the width of the machine's registers. */
export function expectSame(one: Translation, other: Translation): void {
  expect({ ...one, scores: [] }).toEqual({ ...other, scores: [] });
  expect(one.scores).toHaveLength(other.scores.length);
  for (const [at, score] of one.scores.entries()) expect(score).toBeCloseTo(other.scores[at]!, 3);
}
