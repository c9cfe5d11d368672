/** A machine that went round in circles. */
import { SILENT, type Check } from './check.ts';
import type { ReadText } from './read-text.ts';

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

/** The first phrase that repeats itself at once. Linear time: for each length of phrase one pass that counts how long words equal those a phrase earlier. */
function roundIn({ text, words }: ReadText): Round | null {
  const texts = words.map(({ text }) => text.toLowerCase());
  for (let size = 1; size <= LONGEST_PHRASE; size++) {
    const needed = size >= LONG_PHRASE ? size : 2 * size;
    let equal = 0;
    for (let at = size; at < texts.length; at++) {
      const isSame = texts[at] === texts[at - size] && /\p{L}/u.test(texts[at]!);
      equal = isSame ? equal + 1 : 0;
      // Twice is no circle where the second begins a sentence: “… a cycle. A cycle is …”
      if (size >= LONG_PHRASE && STOP.test(text.slice(words[at - 1]!.end, words[at]!.start))) equal = isSame ? 1 : 0;
      if (equal === needed) {
        const first = at + 1 - needed - size;
        const phrase = words.slice(first, first + size).map(({ text }) => text);
        return { phrase: phrase.join(' '), start: words[first]!.start, end: words[at]!.end };
      }
    }
  }
  return null;
}
