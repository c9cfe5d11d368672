import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decoder } from '../../server/drafts/decoder.ts';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import type { ModelSource } from '../../server/drafts/engines/marian.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';
import { articleSentences, pipelineTokens, starter } from '../support/starter-model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-random-'));
const plain: ModelSource = { ...starter, dir: path.join(folder, 'plain') };
const quantised: ModelSource = { ...starter, dir: path.join(folder, 'quantised') };
const apart: ModelSource = { ...starter, dir: path.join(folder, 'apart') };
const options = { isStrict: false, isUrgent: false, onStep: () => undefined };

describe('models of another shape', () => {
  beforeAll(() => {
    writeRandomMarian(plain.dir, TINY);
    writeRandomMarian(quantised.dir, { ...TINY, isQuantised: true });
    writeRandomMarian(apart.dir, { ...TINY, dataSuffix: '_data' });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

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
