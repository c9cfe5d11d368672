import { describe, expect, test } from 'vitest';
import { BeamSearch, repeatingTokens, type RowChoices } from '../../server/drafts/engines/beam-search.ts';

const END = 0;

/** A model of its own: after `tokens`, these continuations with these probabilities. */
type Model = (tokens: readonly number[]) => Partial<Record<number, number>>;

function search(model: Model, { beams, isStrict = false, longest = 10 }: { beams: number; isStrict?: boolean; longest?: number }) {
  const run = new BeamSearch({ beams, longest, endToken: END, isStrict }, 0);
  let pasts = new Map<number, number[]>([[0, []]]);
  for (let step = 0; !run.isDone; step++) {
    if (step > 50) throw new Error('the search does not end');
    const choices = (row: number): RowChoices => {
      const all = Object.entries(model(pasts.get(row)!) as Record<number, number>).sort(([, a], [, b]) => b - a);
      const top = all.slice(0, run.choicesNeeded);
      return {
        tokens: top.map(([token]) => Number(token)),
        scores: top.map(([, probability]) => Math.log(probability)),
        endScore: Math.log(Object.fromEntries(all)[END] ?? 1e-9),
        attention: null,
      };
    };
    const before = pasts;
    run.advance(choices);
    pasts = new Map();
    for (const [row, live] of run.live.entries()) {
      pasts.set(row, [...before.get(live.row)!, live.hypothesis!.token]);
      live.row = row;
    }
  }
  return run.result();
}

/** The likeliest first word leads nowhere; the second leads to a good sentence. */
const trap: Model = (tokens) => {
  if (tokens.length === 0) return { 1: 0.6, 2: 0.4 };
  if (tokens.length === 1) return tokens[0] === 1 ? { 3: 0.3, 4: 0.3, 5: 0.3, [END]: 0.1 } : { 6: 0.95, [END]: 0.05 };
  return { [END]: 0.9, 7: 0.1 };
};

describe('the search', () => {
  test('with one beam takes the likeliest token each time', () => expect(search(trap, { beams: 1 }).tokens).toEqual([1, 3]));

  test('with more beams finds what is likelier as a whole', () => {
    const { scores, tokens } = search(trap, { beams: 2 });
    expect(tokens).toEqual([2, 6]);
    for (const [at, probability] of [0.4, 0.95, 0.9].entries()) expect(Math.exp(scores[at]!)).toBeCloseTo(probability, 9);
  });

  test('compares by the mean, so that short ones do not win by being short', () => {
    const model: Model = (tokens) => {
      if (tokens.length === 0) return { 1: 0.7, [END]: 0.3 };
      return tokens.length < 5 ? { 1: 0.7, 2: 0.3 } : { [END]: 0.9, 1: 0.1 };
    };
    expect(search(model, { beams: 2 }).tokens.length).toBe(5);
  });

  test('ends at the longest length and says so', () => {
    const endless: Model = () => ({ 1: 0.9, [END]: 0.1 });
    expect(search(endless, { beams: 1, longest: 4 })).toMatchObject({ tokens: [1, 1, 1, 1], isCut: true });
    expect(search(endless, { beams: 1, longest: 4 }).scores.map(Math.exp).at(-1)).toBeCloseTo(0.1);
    expect(search(trap, { beams: 3 }).isCut).toBe(false);
  });

  test.each([1, 2, 4, 6])('with %d beams repeats no run of four and is not empty when it must be strict', (beams) => {
    const endless: Model = () => ({ [END]: 0.4, 1: 0.3, 2: 0.2, 3: 0.1 });
    expect(search(endless, { beams }).tokens).toEqual([]);
    const looping: Model = () => ({ 1: 0.99, 2: 0.008, [END]: 0.002 });
    const { tokens } = search(looping, { beams, isStrict: true, longest: 30 });
    const runs = tokens.slice(0, -3).map((_, at) => tokens.slice(at, at + 4).join(' '));
    expect(tokens.length).toBeGreaterThan(0);
    expect(new Set(runs).size).toBe(runs.length);
  });
});

test('the tokens that would repeat a run', () => {
  expect(repeatingTokens([1, 2, 3, 9, 1, 2, 3, 8, 1, 2, 3], 4)).toEqual([9, 8]);
  expect(repeatingTokens([1, 2, 3], 4)).toEqual([]);
  expect(repeatingTokens([1, 1], 4)).toEqual([]);
});
