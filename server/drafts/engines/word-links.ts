/** Which source word a word of the draft comes from, by where the decoder looked when it wrote it. */
import type { WordLink } from '../../core/inline/word-map.ts';
import { wordSpans } from '../../core/language/words.ts';
import type { Found } from './beam-search.ts';
import type { MarianModel } from './marian.ts';

/** Below this share of its attention a word comes from nowhere in particular. */
const LEAST_SHARE = 0.4;
const WORD_START = '▁';
const CHUNK = /\S+/gu;

interface Texts {
  source: string;
  target: string;
  /** With the end token. */
  sourceTokens: readonly number[];
  found: Found;
}

/** Numbers of words as `wordSpans` counts them. Empty where the model does not say where it looked, or its pieces cannot be told apart by words. */
export function wordLinks(model: MarianModel, { source, target, sourceTokens, found }: Texts): WordLink[] {
  const from = wordOfEach(model, source, sourceTokens.slice(0, -1));
  const to = wordOfEach(model, target, found.tokens);
  if (!from || !to) return [];
  return [...new Set(to)].flatMap((word) => {
    const looks = found.attention.filter((attention, step) => attention && to[step] === word);
    const answer = word === null ? null : answerOf(looks as Float32Array[], from);
    return answer === null ? [] : [{ source: answer, target: word! }];
  });
}

/** The source word that got most of these looks, if it got enough of them. */
function answerOf(looks: readonly Float32Array[], words: readonly (number | null)[]): number | null {
  const shares = new Map<number, number>();
  for (const look of looks) for (const [at, word] of words.entries()) if (word !== null) shares.set(word, (shares.get(word) ?? 0) + look[at]! / looks.length);
  const [word, share] = [...shares].reduce((most, other) => (other[1] > most[1] ? other : most), [-1, 0]);
  return share >= LEAST_SHARE ? word : null;
}

/** The word each token belongs to; null for those of no word. Null as a whole where the pieces do not begin as often as something stands between white space. */
function wordOfEach({ pieces }: MarianModel, text: string, tokens: readonly number[]): (number | null)[] | null {
  const words = wordsOfChunks(text);
  let chunk = -1;
  const chunks = tokens.map((token, at) => (at === 0 || pieces.get(token)?.startsWith(WORD_START) ? ++chunk : chunk));
  return chunk + 1 === words.length ? chunks.map((at) => words[at]!) : null;
}

/** For each run between white space the number of the first word in it; null for one of signs only. */
function wordsOfChunks(text: string): (number | null)[] {
  const spans = wordSpans(text);
  let word = 0;
  return Array.from(text.matchAll(CHUNK), ({ 0: chunk, index }) => {
    while (word < spans.length && spans[word]!.start < index) word++;
    return word < spans.length && spans[word]!.start < index + chunk.length ? word : null;
  });
}
