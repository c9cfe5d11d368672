import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { wordSpans } from '../../server/core/language/words.ts';
import type { Decoder } from '../../server/drafts/decoder.ts';
import { loadOwnLoop } from '../../server/drafts/engines/own-loop.ts';
import { Pool } from '../../server/drafts/pool.ts';
import { translateSentence } from '../../server/drafts/translate.ts';
import { projectRoot } from '../../server/project-root.ts';
import { builtEngine } from '../support/built-engine.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { articleSentences, differencesOf, pipelineTokens, starter } from '../support/starter-model.ts';
import { ensureBuilt } from '../support/workbench.ts';
import { keepsTheContract } from './contract.ts';

const article = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8');
vi.setConfig({ testTimeout: 60_000 });

const plain = { beams: 1, isStrict: false, isUrgent: false, onStep: () => undefined };

beforeAll(ensureBuilt);

keepsTheContract('own-loop', () => new Pool({ modelDir: starter.dir, threads: 2, niceness: 0, log: createQuietLog(), program: builtEngine }), {
  drafts: true,
  scores: true,
  beams: true,
});
keepsTheContract(
  'pipeline',
  () => new Pool({ modelDir: starter.dir, threads: 1, niceness: 0, log: createQuietLog(), program: builtEngine, rungs: ['pipeline'] }),
  {
    drafts: true,
    scores: false,
    beams: false,
  },
);
keepsTheContract('none', () => new Pool({ modelDir: path.join(projectRoot, 'models/none'), threads: 1, log: createQuietLog() }), {
  drafts: false,
  scores: false,
  beams: false,
});

describe('the own loop on the stock files', () => {
  let decoder: Decoder;
  beforeAll(async () => {
    decoder = await loadOwnLoop(starter);
  });

  test('writes the same tokens as transformers.js, one by one, for every sentence of the sample article decoded together', async () => {
    const sentences = articleSentences();
    expect(sentences.length).toBeGreaterThanOrEqual(20);
    const theirs = await pipelineTokens(sentences);
    const ours = await Promise.all(sentences.map((sentence) => decoder.decode(sentence, plain)));
    const { others, ties } = await differencesOf(
      sentences,
      theirs,
      ours.map(({ tokens }) => tokens),
    );
    expect(others).toEqual([]);
    expect(ties).toBeLessThan(2);
  });

  test.each([1, 4])('writes the same alone as among others that finish and start beside it, with %d beams', async (beams) => {
    const sentences = articleSentences();
    const together = Promise.all([...sentences, ...sentences.slice(0, 8)].map((sentence) => decoder.decode(sentence, { ...plain, beams })));
    const urgent = decoder.decode(sentences[9]!, { ...plain, beams, isUrgent: true });
    const among = await together;
    for (const at of [0, 5, 9, 13, 19]) {
      const alone = await decoder.decode(sentences[at]!, { ...plain, beams });
      expect(among[at]!.tokens).toEqual(alone.tokens);
      if (at === 9) expect((await urgent).tokens).toEqual(alone.tokens);
      if (at < 8) expect(among[sentences.length + at]!.tokens).toEqual(alone.tokens);
    }
  });

  test('with four beams finds drafts that are likelier than the greedy ones', async () => {
    const sentences = articleSentences().slice(0, 10);
    const meanOf = ({ scores }: { scores: number[] }) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const [greedy, wide] = await Promise.all([1, 4].map((beams) => Promise.all(sentences.map((sentence) => decoder.decode(sentence, { ...plain, beams })))));
    const likelier = wide!.filter((draft, at) => meanOf(draft) > meanOf(greedy![at]!) + 1e-4);
    const lesslikely = wide!.filter((draft, at) => meanOf(draft) < meanOf(greedy![at]!) - 1e-4);
    expect(likelier.length).toBeGreaterThan(4);
    expect(lesslikely.length).toBeLessThan(3);
  });

  test('gives scores that are the probabilities of what it wrote', async () => {
    const { scores } = await decoder.decode('روسيا', plain);
    expect(Math.exp(scores[0]!)).toBeGreaterThan(0.1);
    expect(Math.exp(scores[0]!)).toBeLessThanOrEqual(1);
  });

  test('says which words of the draft come from which words of the source', async () => {
    const source = articleSentences()[1]!;
    const { links, text } = await decoder.decode(source, plain);
    const wordsOf = (whole: string) => wordSpans(whole).map(({ start, end }) => whole.slice(start, end));
    const answers = (target: string) => links.filter((link) => wordsOf(text)[link.target] === target).map((link) => wordsOf(source)[link.source]);
    expect(answers('Beijing')).toEqual(['بكين']);
    expect(answers('Foreign')).toEqual(['الخارجية']);
    expect(answers('Friday')).toEqual(['الجمعة']);
    expect(links.every((link) => link.source < wordsOf(source).length && link.target < wordsOf(text).length)).toBe(true);
  });

  test('repeats no run of four tokens and is not empty when it must be strict', async () => {
    const { tokens } = await decoder.decode('نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم نعم', { ...plain, isStrict: true });
    const runs = tokens.slice(0, -3).map((_, at) => tokens.slice(at, at + 4).join(' '));
    expect(tokens.length).toBeGreaterThan(0);
    expect(new Set(runs).size).toBe(runs.length);
  });

  test('reads every word of a sentence longer than its position table', async () => {
    const read: string[] = [];
    const listening: Decoder = { ...decoder, decode: (text, options) => (options.isStrict || read.push(text), decoder.decode(text, options)) };
    const words = article
      .replace(/[.…؟!:“”]/g, ' ')
      .trim()
      .split(/\s+/)
      .slice(0, 340);
    expect(decoder.countTokens(words.join(' '))).toBeGreaterThan(decoder.longestSource);
    const { flags, tokens, scores } = await translateSentence(listening, words.join(' '), plain);
    expect(read.join(' ').split(/\s+/)).toEqual(words);
    expect(read.every((text) => decoder.countTokens(text) <= 200)).toBe(true);
    expect(flags).toContain('cut-for-model');
    expect(scores).toHaveLength(tokens.length + 1);
  });
});
