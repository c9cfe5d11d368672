/** Our own search over the stock files of a Marian model: greedy or with beams, many sentences at once. */
import type { Decoded, Decoder } from '../decoder.ts';
import { Batcher } from './batcher.ts';
import { loadMarian, type MarianModel, type ModelSource } from './marian.ts';
import { wordLinks } from './word-links.ts';

const LONGEST_TARGET = 510;

/** Loads a model. @throws whatever stands in the way. */
export async function loadOwnLoop(source: ModelSource): Promise<Decoder> {
  const model = await loadMarian(source);
  const batcher = new Batcher(model);
  return {
    longestSource: model.shape.max_position_embeddings,
    isBatchable: model.isBatchable,
    countTokens: (text) => model.tokenizer.encode(text).length,
    async decode(text, { beams, isStrict, isUrgent, onStep }): Promise<Decoded> {
      const tokens = model.tokenizer.encode(text);
      const found = await batcher.decode({ source: tokens, beams, isStrict, isUrgent, onStep, longest: longestTarget(model, tokens.length) });
      const target = textOf(model, found.tokens);
      const { isCut, scores } = found;
      return {
        text: target,
        tokens: found.tokens,
        scores: scores.map(rounded),
        isCut,
        sourceTokens: tokens.length,
        links: wordLinks(model, { source: text, target, sourceTokens: tokens, found }),
      };
    },
  };
}

/** English has about as many pieces as its Arabic; what is much longer has lost its way. */
function longestTarget({ shape }: MarianModel, sourceTokens: number): number {
  return Math.min(Math.floor(1.8 * sourceTokens) + 12, LONGEST_TARGET, shape.max_position_embeddings - 2);
}

function textOf({ tokenizer }: MarianModel, tokens: number[]): string {
  return tokens.length === 0 ? '' : tokenizer.decode(tokens, { skip_special_tokens: true }).trim();
}

/** Four digits after the point say all there is to say, and take little room where drafts are kept. */
function rounded(score: number): number {
  return Math.round(score * 1e4) / 1e4;
}
