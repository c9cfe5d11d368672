import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { bleuCounts, corpusBleu, sentenceBleu } from '../../server/core/metrics/bleu.ts';
import { chrf, chrfCounts } from '../../server/core/metrics/chrf.ts';
import { projectRoot } from '../../server/project-root.ts';

interface Case {
  hyp: string;
  ref: string;
  bleu: number;
  chrf: number;
}
interface Corpus {
  name: string;
  /** Translation and reference. */
  pairs: [string, string][];
  bleu: number;
  chrf: number;
}
const fixture = (name: string) => JSON.parse(readFileSync(path.join(projectRoot, 'tests/fixtures', name), 'utf8')) as unknown;
const { cases } = fixture('sacrebleu.json') as { cases: Case[] };
const { sets } = fixture('sacrebleu-corpus.json') as { sets: Corpus[] };

describe('the measures of translations', () => {
  test('are those of sacreBLEU, sentence by sentence', () => {
    expect(cases.length).toBeGreaterThan(100);
    for (const { bleu, chrf: expected, hyp, ref } of cases) {
      expect(sentenceBleu(hyp, ref)).toBeCloseTo(bleu, 9);
      expect(chrf([chrfCounts(hyp, ref)])).toBeCloseTo(expected, 9);
    }
  });

  test('are perfect for the reference itself and nothing for nothing', () => {
    const references = cases.map(({ ref }) => ref);
    expect(corpusBleu(references.map((ref) => bleuCounts(ref, ref)))).toBeCloseTo(100, 9);
    expect(chrf(references.map((ref) => chrfCounts(ref, ref)))).toBeCloseTo(100, 9);
    expect(corpusBleu(references.map((ref) => bleuCounts('', ref)))).toBe(0);
    expect(chrf(references.map((ref) => chrfCounts('', ref)))).toBe(0);
    expect(corpusBleu([])).toBe(0);
    expect(chrf([])).toBe(0);
  });

  test.each(sets)('of a whole set are those of sacreBLEU: $name', ({ bleu, chrf: expected, pairs }) => {
    expect(corpusBleu(pairs.map(([translation, reference]) => bleuCounts(translation, reference)))).toBeCloseTo(bleu, 6);
    expect(chrf(pairs.map(([translation, reference]) => chrfCounts(translation, reference)))).toBeCloseTo(expected, 6);
  });

  test('of a whole set add the counts up instead of taking a mean', () => {
    const whole = corpusBleu(cases.map(({ hyp, ref }) => bleuCounts(hyp, ref)));
    const mean = cases.reduce((sum, { bleu }) => sum + bleu, 0) / cases.length;
    expect(whole).toBeGreaterThan(20);
    expect(Math.abs(whole - mean)).toBeGreaterThan(0.01);
  });
});
