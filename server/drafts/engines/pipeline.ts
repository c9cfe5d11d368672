/** The last rung that computes: the translation pipeline of transformers.js, one sentence at a time, for models that our own loop cannot drive. */
import { pipeline, type Tensor } from '@xenova/transformers';
import type { Decoded, Decoder } from '../decoder.ts';
import { setUpTransformers, type ModelSource } from './marian.ts';

const LONGEST_TARGET = 510;
const REPEATED_RUN = 4;
const USUAL_LONGEST = 512;

/** Loads a model. @throws whatever stands in the way. */
export async function loadPipeline({ dir, dtype, threads }: ModelSource): Promise<Decoder> {
  setUpTransformers();
  const options = { dtype, device: 'cpu', local_files_only: true, session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 } } as const;
  const { model, tokenizer } = await pipeline('translation', dir, options);
  const { max_position_embeddings: positions } = model.config as { max_position_embeddings?: number };
  let last: Promise<unknown> = Promise.resolve();

  async function decode(text: string, isStrict: boolean): Promise<Decoded> {
    const sourceTokens = tokenizer.encode(text).length;
    const longest = Math.min(Math.floor(1.8 * sourceTokens) + 12, LONGEST_TARGET);
    const strict = isStrict ? { no_repeat_ngram_size: REPEATED_RUN, min_new_tokens: 2 } : {};
    const output = (await model.generate({ ...(tokenizer(text) as object), max_new_tokens: longest, num_beams: 1, ...strict })) as Tensor;
    const written = (output.tolist() as bigint[][])[0]!.map(Number).slice(1);
    const isCut = written.length >= longest;
    const tokens = isCut ? written : written.slice(0, -1);
    const translated = tokens.length === 0 ? '' : tokenizer.decode(tokens, { skip_special_tokens: true }).trim();
    return { text: translated, tokens, scores: [], links: [], sourceTokens, isCut };
  }

  return {
    longestSource: positions ?? USUAL_LONGEST,
    isBatchable: false,
    countTokens: (text) => tokenizer.encode(text).length,
    decode(text, { isStrict, onStep }) {
      const next = last.then(() => {
        onStep();
        return decode(text, isStrict);
      });
      last = next.catch(() => undefined);
      return next;
    },
  };
}
