import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import type { ModelSource } from '../../server/drafts/engines/marian.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';
import { articleSentences, pipelineTokens, starter } from '../support/starter-model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-random-'));
const plain: ModelSource = { ...starter, dir: path.join(folder, 'plain') };
const quantised: ModelSource = { ...starter, dir: path.join(folder, 'quantised') };
const options = { isStrict: false, isUrgent: false, onStep: () => undefined };

describe('models of another shape', () => {
  beforeAll(() => {
    writeRandomMarian(plain.dir, TINY);
    writeRandomMarian(quantised.dir, { ...TINY, isQuantised: true });
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
});
