/** Which words of one English text have left a trace in another: the ground of the checks for omissions and additions. */
import { plainLatin } from '../language/transliteration.ts';
import type { ReadText, Word } from './read-text.ts';

const SUFFIX = /(?:ing|edly|ed|es|ly|s|ies|er|e|tion|ment)$/;
const STEM_LETTERS = 7;
const ROOT_LETTERS = 4;

const EMPTY = new Set(
  'the a an of to in and is was were are be been it its that this for on with as by at from or not have has had he she they we you i his her their which who will would can could also but about into more than such may one when there these those all so some other if what out up after over'.split(
    ' ',
  ),
);

/** How likely a content word has no trace in the other text: where its passage was left out, and elsewhere in drafts of middling quality. */
const MISSED_IN_GAP = 0.9;
const MISSED_ELSEWHERE = 0.38;
const MOST_MISSED_ELSEWHERE = 0.85;
/** So many words does the middling quality weigh against what the pair itself shows. */
const PRIOR_WORDS = 6;

export interface Gap {
  /** Log-likelihood that a passage was left out: 0 for none. */
  score: number;
  /** The words of the passage, numbered from 0 in the text that has them: [from, to). */
  from: number;
  to: number;
}

/**
 * The run of content words that most likely has no trace on the other side: a cumulative sum of log-likelihoods that starts anew
 * whenever it falls to zero (CUSUM, Page 1954). `missedElsewhere` is how often a word has no trace where nothing is left out.
 */
function largestGap(traced: readonly Traced[], missedElsewhere: number): Gap {
  const miss = Math.log(MISSED_IN_GAP / missedElsewhere);
  const hit = Math.log((1 - MISSED_IN_GAP) / (1 - missedElsewhere));
  let best: Gap = { score: 0, from: 0, to: 0 };
  let sum = 0;
  let start = 0;
  for (const { at, hasTrace } of traced) {
    if (sum <= 0) start = at;
    sum = Math.max(0, sum + (hasTrace ? hit : miss));
    if (sum > best.score) best = { score: sum, from: start, to: at + 1 };
  }
  return best;
}

interface Traced {
  /** The number of the word. */
  at: number;
  hasTrace: boolean;
}

/** The content words of a text, and whether each has a trace in the other. */
function tracedWords(words: readonly Word[], others: readonly Word[]): Traced[] {
  const known = new Set(others.flatMap(({ text }) => tracesOf(text)));
  return words.flatMap(({ text }, at) => {
    const traces = tracesOf(text);
    return traces.length === 0 ? [] : [{ at, hasTrace: traces.some((trace) => known.has(trace)) }];
  });
}

/**
 * How often words have no trace although nothing was left out. A text from which something is missing still has its own words in the other;
 * where they have none either, the draft is bad or the wording free.
 */
function missRate(traced: readonly Traced[]): number {
  const missed = traced.filter(({ hasTrace }) => !hasTrace).length;
  const rate = (missed + PRIOR_WORDS * MISSED_ELSEWHERE) / (traced.length + PRIOR_WORDS);
  return Math.min(MOST_MISSED_ELSEWHERE, Math.max(MISSED_ELSEWHERE, rate));
}

/** Other words on the other side speak for another wording, not for a gap; a text that is not shorter speaks against one. */
const OTHER_WORDING = 0.5;
const LENGTH = 6;
const MOST_LONGER = 0.15;
const MOST_SHORTER = -0.6;
/** Evidence from which a gap is reported. */
const THRESHOLD = 5;

/** The passage of `whole` that `other` most likely leaves out, or null when no passage is likely enough. Both in the same language. */
export function missingPassage(whole: ReadText, other: ReadText): Gap | null {
  const back = tracedWords(other.words, whole.words);
  const rate = missRate(back);
  const gap = largestGap(tracedWords(whole.words, other.words), rate);
  if (gap.score < THRESHOLD + MOST_SHORTER * LENGTH) return null;
  const difference = Math.log((other.text.length + 3) / (whole.text.length + 3));
  const evidence = gap.score - OTHER_WORDING * largestGap(back, MISSED_ELSEWHERE).score - LENGTH * Math.min(MOST_LONGER, Math.max(MOST_SHORTER, difference));
  return evidence >= THRESHOLD ? gap : null;
}

/** What a content word is recognised by: a crude stem and its first letters; figures as they are. Empty for words without content. */
function tracesOf(text: string): string[] {
  if (/^\d/.test(text)) return [text.replaceAll(',', '')];
  const plain = plainLatin(text).replace(/[’']/g, '');
  if (plain.length < 2 || EMPTY.has(plain)) return [];
  const stem = plain.length > ROOT_LETTERS ? plain.replace(SUFFIX, '').slice(0, STEM_LETTERS) : plain;
  return [stem, stem.slice(0, ROOT_LETTERS)];
}
