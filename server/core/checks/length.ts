/** Targets much shorter or longer than their sources make likely. */
import { endsWithStop, lastSign } from './helpers.ts';
import { SILENT, type Check } from './check.ts';
import type { LengthNorm } from './pair-text.ts';

/** Of good translations of news and encyclopedia articles. */
export const GENERAL_LENGTHS: LengthNorm = { mean: 0.19, deviation: 0.16 };

/** Deviations from the mean beyond which a length is unlikely; and for a target that also breaks off in mid-sentence. */
const UNLIKELY = 3.3;
const UNLIKELY_WHEN_BROKEN_OFF = 1.6;
/** Short texts vary more: the variance grows with the square of this many letters over their length; a whole sentence may be said shorter still. */
const VARIES = 45;
const VARIES_WHEN_WHOLE = 60;
/** However short: three letters become a hundred in no translation. */
const MOST_SPREAD = 5;
/** A letter of an acronym, or a sign of money or percent, stands for about so many of the words it is short for. */
const LETTERS_OF_SIGN = 5;
/** Pairs from which the norm of a project is learnt: of sources this long, and so many. */
const LEAST_LEARNT = 25;
const LEAST_PAIRS = 50;

export const length: Check = {
  id: 'length',
  severity: 'medium',
  run({ source, target, context }) {
    const [here, there] = [letters(source.folded.text), letters(target.text)];
    if (here === 0 || there === 0) return SILENT;
    const { mean, deviation } = context.lengths ?? GENERAL_LENGTHS;
    const scoreOf = (letters: number, spread: number): number => (logRatio(here, letters) - mean) / (deviation * spread);
    const spread = spreadOf(here, VARIES);
    const percent = Math.round((100 * there) / (here * Math.exp(mean)));
    if (scoreOf(there, spread) > UNLIKELY) return { found: [{ message: 'length.long', values: { percent } }] };
    const brokenOff = endsWithStop(source.text) && !endsWithStop(target.text) && lastSign(target.text) !== '';
    const isShort = brokenOff
      ? scoreOf(there, spread) < -UNLIKELY_WHEN_BROKEN_OFF
      : scoreOf(there + LETTERS_OF_SIGN * signsOfWords(target.text), spreadOf(here, VARIES_WHEN_WHOLE)) < -UNLIKELY;
    return isShort ? { found: [{ message: brokenOff ? 'length.brokenOff' : 'length.short', values: { percent } }] } : SILENT;
  },
};

/** How long the targets of a project are in proportion to their sources; the general norm while there are fewer than 50 pairs. Robust against outliers. */
export function lengthNorm(pairs: readonly { source: string; target: string }[]): LengthNorm {
  const ratios = pairs.flatMap(({ source, target }) =>
    letters(source) >= LEAST_LEARNT && letters(target) > 0 ? [logRatio(letters(source), letters(target))] : [],
  );
  if (ratios.length < LEAST_PAIRS) return GENERAL_LENGTHS;
  const mean = median(ratios);
  const deviation = 1.4826 * median(ratios.map((ratio) => Math.abs(ratio - mean)));
  return { mean, deviation: Math.max(deviation, 0.08) };
}

function spreadOf(letters: number, varies: number): number {
  return Math.min(MOST_SPREAD, Math.sqrt(1 + (varies / letters) ** 2));
}

function letters(text: string): number {
  return text.replace(/[\s\p{M}\u0640]+/gu, '').length;
}

/** Letters of acronyms and signs that are read as words. */
function signsOfWords(text: string): number {
  return (text.match(/(?<![\p{L}\p{N}])\p{Lu}{2,6}(?![\p{L}])/gu) ?? []).reduce((sum, { length }) => sum + length, (text.match(/[%$€£¥]/g) ?? []).length);
}

function logRatio(source: number, target: number): number {
  return Math.log((target + 3) / (source + 3));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
