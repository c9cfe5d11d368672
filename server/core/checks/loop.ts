/** A machine that went round in circles. */
import { SILENT, type Check } from './check.ts';
import type { ReadText, Word } from './read-text.ts';

const LONGEST_PHRASE = 12;
/** Twice in a row is enough for phrases of this many words. */
const LONG_PHRASE = 3;
const STOP = /[.!?:;]/;

export const loop: Check = {
  id: 'loop',
  severity: 'high',
  run({ source, target }) {
    const round = roundIn(target);
    if (!round || roundIn(source)) return SILENT;
    return { found: [{ message: 'loop', values: { text: round.phrase }, target: { start: round.start, end: round.end } }] };
  },
};

interface Round {
  phrase: string;
  start: number;
  end: number;
}

/** Whether a stop stands before a word, or nothing: twice is no circle where only the second begins a sentence, “… a cycle. A cycle is …” */
function beginsSentence(text: string, words: readonly Word[], at: number): boolean {
  return at === 0 || STOP.test(text.slice(words[at - 1]!.end, words[at]!.start));
}

function isSame(texts: readonly string[], at: number, size: number): boolean {
  return texts[at] === texts[at - size] && /\p{L}/u.test(texts[at]!);
}

/** The first phrase that repeats itself at once. Linear time: for each length of phrase one pass that counts how long words equal those a phrase earlier. */
function roundIn({ text, words }: ReadText): Round | null {
  const texts = words.map(({ text }) => text.toLowerCase());
  for (let size = 1; size <= LONGEST_PHRASE; size++) {
    const needed = size >= LONG_PHRASE ? size : 2 * size;
    let equal = 0;
    for (let at = size; at < texts.length; at++) {
      equal = isSame(texts, at, size) ? equal + 1 : 0;
      if (equal > 0 && size >= LONG_PHRASE && beginsSentence(text, words, at)) equal = beginsSentence(text, words, at - size) ? 1 : 1 - size;
      if (equal === needed) {
        const first = at + 1 - needed - size;
        const phrase = words.slice(first, first + size).map(({ text }) => text);
        return { phrase: phrase.join(' '), start: words[first]!.start, end: words[at]!.end };
      }
    }
  }
  return null;
}
