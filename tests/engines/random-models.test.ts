import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decoder } from '../../server/drafts/decoder.ts';
import { loadPipeline } from '../../server/drafts/engines/pipeline.ts';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import { isLooping } from '../../server/drafts/guards.ts';
import { translateSentence } from '../../server/drafts/translate.ts';
import type { ModelSource } from '../../server/drafts/engines/marian.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';
import { articleSentences, pipelineTokens, starter } from '../support/starter-model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-random-'));
const plain: ModelSource = { ...starter, dir: path.join(folder, 'plain') };
const quantised: ModelSource = { ...starter, dir: path.join(folder, 'quantised') };
const apart: ModelSource = { ...starter, dir: path.join(folder, 'apart') };
const SENTENCE = 'وصل وزير الخارجية إلى بكين يوم الجمعة.';
const options = { isStrict: false, isUrgent: false, onStep: () => undefined };

afterAll(() => rmSync(folder, { recursive: true }));

describe('models of another shape', () => {
  beforeAll(() => {
    writeRandomMarian(plain.dir, TINY);
    writeRandomMarian(quantised.dir, { ...TINY, isQuantised: true });
    writeRandomMarian(apart.dir, { ...TINY, dataSuffix: '_data' });
  });

  test('are decoded as transformers.js decodes them, and have no word links where the decoder does not say where it looked', async () => {
    const sentences = articleSentences().slice(0, 8);
    const decoder = await loadOwnLoop(plain);
    const ours = await Promise.all(sentences.map((sentence) => decoder.decode(sentence, { ...options, beams: 1 })));
    expect(ours.map(({ tokens }) => tokens)).toEqual(await pipelineTokens(sentences, plain));
    expect(ours.every(({ links, tokens }) => links.length === 0 && tokens.length > 8)).toBe(true);
  });

  test.each([1, 4])('with one activation scale a tensor are decoded one sentence at a time: the same draft in any company, with %d beams', async (beams) => {
    const sentences = articleSentences().slice(0, 8);
    const decoder = await loadOwnLoop(quantised);
    const alone: number[][] = [];
    for (const sentence of sentences) alone.push((await decoder.decode(sentence, { ...options, beams })).tokens);
    const together = await Promise.all(sentences.map((sentence, at) => decoder.decode(sentence, { ...options, beams, isUrgent: at === 3 })));
    expect(together.map(({ tokens }) => tokens)).toEqual(alone);
    if (beams === 1) expect(alone).toEqual(await pipelineTokens(sentences, quantised));
  });

  test('whose numbers are in files beside the graphs are decoded like those that have them inside', async () => {
    const sentences = articleSentences().slice(0, 3);
    const [whole, parted] = await Promise.all([loadOwnLoop(plain), loadOwnLoop(apart)]);
    const draft = (decoder: Decoder) => Promise.all(sentences.map(async (sentence) => (await decoder.decode(sentence, { ...options, beams: 2 })).tokens));
    expect(statSync(path.join(apart.dir, apart.decoderFile)).size).toBeLessThan(100_000);
    expect(await draft(parted)).toEqual(await draft(whole));
    expect(await pipelineTokens(sentences, apart)).toEqual(await pipelineTokens(sentences, plain));
  });
});

describe('what a model says that it should not', () => {
  /** The draft of a sentence, what was asked for, and what came: plainly first, then strictly. */
  async function draftBy(name: string, favours: (piece: string) => boolean, load = loadOwnLoop) {
    const source = { ...starter, dir: path.join(folder, name) };
    writeRandomMarian(source.dir, { ...TINY, favours });
    const decoder = await load(source);
    const tries: { isStrict: boolean; text: string }[] = [];
    const listening: Decoder = {
      ...decoder,
      async decode(text, settings) {
        const decoded = await decoder.decode(text, settings);
        tries.push({ isStrict: settings.isStrict, text: decoded.text });
        return decoded;
      },
    };
    return { draft: await translateSentence(listening, SENTENCE, { ...options, beams: 2 }), tries };
  }

  test('Arabic is said once: the second try has none, since no Arabic piece is allowed in it', async () => {
    const { draft, tries } = await draftBy('arabic', isArabic);
    expect(tries.map(({ isStrict, text }) => [isStrict, isArabic(text)])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(draft.text).toBe(tries[1]!.text);
    expect(draft.flags).not.toContain('leftover-arabic');
    // It never learned anything, and says so.
    expect(draft.flags).toContain('unsure');
  });

  test('Arabic that the last rung cannot forbid is tried once more, kept, and flagged', async () => {
    const { draft, tries } = await draftBy('arabic', isArabic, loadPipeline);
    expect(tries.map(({ isStrict, text }) => [isStrict, isArabic(text)])).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(draft.flags).toContain('leftover-arabic');
    expect(draft.text).toBe(tries[0]!.text);
  });

  test('the same word without end is tried once more, strictly; what still is a loop is kept and flagged', async () => {
    const { draft, tries } = await draftBy('loop', (piece) => piece === '▁minister');
    expect(tries.map(({ isStrict, text }) => [isStrict, isLooping(text)])).toEqual([
      [false, true],
      [true, true],
    ]);
    expect(tries[0]!.text).toMatch(/^minister( minister){9,}$/);
    expect(tries[1]!.text).not.toMatch(/( minister){5}/);
    expect(draft).toMatchObject({ text: tries[0]!.text, flags: expect.arrayContaining(['loop']) as string[] });
  });
});

function isArabic(text: string): boolean {
  return /(?=\p{L})\p{Script=Arabic}/u.test(text);
}
