/** One sentence through the guards: kept from the model, cut to what it can read, tried twice, flagged. */
import type { DraftFlag } from '../core/api.ts';
import type { WordLink } from '../core/inline/word-map.ts';
import { wordCount } from '../core/language/words.ts';
import { piecesForModel } from '../core/segmentation/pieces-for-model.ts';
import type { Decoded, Decoder, DecodeOptions } from './decoder.ts';
import type { Translation } from './engine.ts';
import { faultsOf, passThrough } from './guards.ts';

/** Models were taught on sentences; what is longer than this is cut although the position table would hold it. */
const LONGEST_PIECE = 200;

type TranslateSentence = Omit<DecodeOptions, 'isStrict'>;

/** The draft of one sentence. Nothing of it is left out silently. */
export async function translateSentence(decoder: Decoder, sentence: string, options: TranslateSentence): Promise<Translation> {
  const passed = passThrough(sentence);
  if (passed) return { ...passed, tokens: [], scores: [], links: [] };
  const pieces = piecesOf(decoder, sentence);
  const parts = await Promise.all(pieces.map((piece) => translatePiece(decoder, piece, options)));
  return parts.length === 1 ? parts[0]! : { ...joined(parts), links: joinedLinks(sentence, pieces, parts) };
}

async function translatePiece(decoder: Decoder, piece: string, options: TranslateSentence): Promise<Translation> {
  const passed = passThrough(piece);
  if (passed) return { ...passed, tokens: [], scores: [], links: [] };
  const attempt = async (isStrict: DecodeOptions['isStrict']) => {
    const draft = await decoder.decode(piece, { ...options, isStrict });
    return { draft, flags: faultsOf(piece, draft) };
  };
  const first = await attempt(false);
  if (first.flags.every((flag) => flag === 'unsure')) return translationOf(first);
  const second = await attempt(true);
  return translationOf(second.flags.length < first.flags.length ? second : first);
}

function translationOf({ draft, flags }: { draft: Decoded; flags: DraftFlag[] }): Translation {
  return { text: draft.text, tokens: draft.tokens, scores: draft.scores, links: draft.links, flags };
}

/** The end token of a piece that others follow is nobody's: scores stay one more than tokens. */
function joined(parts: readonly Translation[]): Omit<Translation, 'links'> {
  const translated = parts.filter((part) => part.scores.length > 0);
  const last = translated.at(-1);
  return {
    text: parts
      .map((part) => part.text)
      .filter(Boolean)
      .join(' '),
    tokens: parts.flatMap((part) => part.tokens),
    scores: translated.flatMap((part) => (part === last ? part.scores : part.scores.slice(0, -1))),
    flags: [...new Set<DraftFlag>(['cut-for-model', ...parts.flatMap((part) => part.flags)])].filter((flag) => flag !== 'passed-through'),
  };
}

/** Words are counted through all pieces; where a cut inside a word makes the count uncertain there are no links. */
function joinedLinks(sentence: string, pieces: readonly string[], parts: readonly Translation[]): WordLink[] {
  const sourceWords = pieces.map(wordCount);
  const targetWords = parts.map(({ text }) => wordCount(text));
  if (sum(sourceWords) !== wordCount(sentence)) return [];
  return parts.flatMap(({ links }, at) =>
    links.map(({ source, target }) => ({ source: source + sum(sourceWords.slice(0, at)), target: target + sum(targetWords.slice(0, at)) })),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function piecesOf(decoder: Decoder, sentence: string): string[] {
  const longest = Math.min(LONGEST_PIECE, decoder.longestSource);
  return piecesForModel(sentence)
    .map(({ start, end }) => sentence.slice(start, end).trim())
    .flatMap((piece) => halved(piece, (text) => decoder.countTokens(text) <= longest));
}

/** The text in as few pieces as fit, cut at the white space nearest to the middle, or inside a word that is too long by itself. */
function halved(text: string, fits: (text: string) => boolean): string[] {
  if (text === '') return [];
  if (text.length < 2 || fits(text)) return [text];
  const at = middleOf(text);
  return [text.slice(0, at), text.slice(at)].flatMap((half) => halved(half.trim(), fits));
}

function middleOf(text: string): number {
  const middle = text.length >> 1;
  const spaces = Array.from(text.matchAll(/\s+/gu), (match) => match.index);
  const nearest = spaces.reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best), Infinity);
  if (Number.isFinite(nearest)) return nearest;
  return isLowSurrogate(text, middle) ? middle + 1 : middle;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
