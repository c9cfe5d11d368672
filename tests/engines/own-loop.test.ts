import { readFileSync } from 'node:fs';
import path from 'node:path';
import { env, LogLevel, pipeline, type Tensor } from '@xenova/transformers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sentences } from '../../server/core/segmentation/segmentation.ts';
import type { Decoder } from '../../server/drafts/decoder.ts';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import { Pool } from '../../server/drafts/pool.ts';
import { translateSentence } from '../../server/drafts/translate.ts';
import { projectRoot } from '../../server/project-root.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { keepsTheContract } from './contract.ts';

const modelDir = path.join(projectRoot, 'models/ar-en-starter');
const article = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8');
vi.setConfig({ testTimeout: 60_000 });

const plain = { beams: 1, onStep: () => undefined };

keepsTheContract('own-loop', () => new Pool({ modelDir, threads: 1, niceness: 0, log: createQuietLog() }));

describe('the own loop on the stock files', () => {
  let decoder: Decoder;
  beforeAll(async () => {
    decoder = await loadOwnLoop(modelDir, { threads: 1 });
  });

  test('writes the same tokens as transformers.js for every sentence of the sample article', async () => {
    Object.assign(env, { allowRemoteModels: false, localModelPath: path.dirname(modelDir), logLevel: LogLevel.ERROR });
    const translator = await pipeline('translation', path.basename(modelDir), { dtype: 'fp32', device: 'cpu', session_options: { intraOpNumThreads: 1 } });
    const spans = sentences(article, 'ar');
    expect(spans.length).toBeGreaterThanOrEqual(20);
    for (const { start, end } of spans) {
      const source = article.slice(start, end);
      const theirs = (await translator.model.generate({ ...(translator.tokenizer(source) as object), max_new_tokens: 500, num_beams: 1 })) as Tensor;
      const [first, ...tokens] = (theirs.tolist() as bigint[][])[0]!.map(Number);
      expect(first).toBe(2);
      const ours = await decoder.decode(source, { ...plain, isStrict: false });
      expect([...ours.tokens, 0]).toEqual(tokens);
      expect(ours.text).toBe(translator.tokenizer.decode(tokens, { skip_special_tokens: true }).trim());
    }
  });

  test('gives scores that are the probabilities of what it wrote', async () => {
    const { scores } = await decoder.decode('روسيا', { ...plain, isStrict: false });
    expect(Math.exp(scores[0]!)).toBeGreaterThan(0.1);
    expect(Math.exp(scores[0]!)).toBeLessThanOrEqual(1);
  });

  test('repeats no run of four tokens and is not empty when it must be strict', async () => {
    const { tokens } = await decoder.decode('نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم', { ...plain, isStrict: true });
    const runs = tokens.slice(0, -3).map((_, at) => tokens.slice(at, at + 4).join(' '));
    expect(tokens.length).toBeGreaterThan(0);
    expect(new Set(runs).size).toBe(runs.length);
  });

  test('reads every word of a sentence longer than its position table', async () => {
    const read: string[] = [];
    const listening: Decoder = { ...decoder, decode: (text, options) => (read.push(text), decoder.decode(text, options)) };
    const words = article
      .replace(/[.…؟!:“”]/g, ' ')
      .trim()
      .split(/\s+/)
      .slice(0, 340);
    expect(decoder.countTokens(words.join(' '))).toBeGreaterThan(decoder.longestSource);
    const { flags, tokens, scores } = await translateSentence(listening, words.join(' '), plain);
    expect(
      read
        .filter((text, at) => text !== read[at - 1])
        .join(' ')
        .split(/\s+/),
    ).toEqual(words);
    expect(read.every((text) => decoder.countTokens(text) <= 200)).toBe(true);
    expect(flags).toContain('cut-for-model');
    expect(scores).toHaveLength(tokens.length + 1);
  });

  test('refuses beams, which it does not have yet', async () => {
    await expect(decoder.decode('روسيا', { ...plain, beams: 4, isStrict: false })).rejects.toThrow('beams must be 1, not 4');
  });
});
