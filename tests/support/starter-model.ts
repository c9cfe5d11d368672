/** The starter model, and what transformers.js makes of sentences with the same files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline, type Tensor } from '@xenova/transformers';
import { sentences } from '../../server/core/segmentation/segmentation.ts';
import { setUpTransformers, type ModelSource } from '../../server/drafts/engines/marian.ts';
import { projectRoot } from '../../server/project-root.ts';

export const starter = {
  dir: path.join(projectRoot, 'models/ar-en-starter'),
  encoderFile: 'onnx/encoder_model.onnx',
  decoderFile: 'onnx/decoder_model_merged.onnx',
  dtype: 'fp32',
  threads: 1,
} as const satisfies ModelSource;

export function articleSentences(): string[] {
  const article = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8');
  return sentences(article, 'ar').map(({ start, end }) => article.slice(start, end));
}

/** `pipeline()`, greedy, one sentence a call: gives the tokens it writes, without start and end. */
export async function startPipeline(source: ModelSource = starter): Promise<(text: string) => Promise<number[]>> {
  setUpTransformers(source.dir);
  const session_options = { intraOpNumThreads: source.threads, interOpNumThreads: 1 };
  const { model, tokenizer } = await pipeline('translation', path.basename(source.dir), { dtype: source.dtype, device: 'cpu', session_options });
  return async (text) => {
    const output = (await model.generate({ ...(tokenizer(text) as object), max_new_tokens: 500, num_beams: 1 })) as Tensor;
    return (output.tolist() as bigint[][])[0]!.map(Number).slice(1, -1);
  };
}

/** What `pipeline()` writes for each of the texts. */
export async function pipelineTokens(texts: readonly string[], source: ModelSource = starter): Promise<number[][]> {
  const write = await startPipeline(source);
  const written: number[][] = [];
  for (const text of texts) written.push(await write(text));
  return written;
}

/** Two tokens so near each other in probability that rounding decides between them. */
const TIE = 1e-4;

interface Draft {
  tokens: number[];
  scores: number[];
}

/**
 * Which of our drafts differ from the tokens expected. A difference counts as a tie when the score of the first token that differs is so low that another
 * token can be as likely: below one half, and it is told apart from a real difference by `scoreOf`, the score the other token had.
 */
export function differencesOf(
  expected: readonly number[][],
  drafts: readonly Draft[],
  scoreOf?: (draft: number, step: number) => number,
): { others: number[]; ties: number } {
  const others: number[] = [];
  let ties = 0;
  for (const [at, { scores, tokens }] of drafts.entries()) {
    const step = [...tokens, -1].findIndex((token, index) => token !== ([...expected[at]!, -1][index] ?? -2));
    if (step < 0) continue;
    if (scoreOf && Math.abs(scoreOf(at, step) - scores[step]!) < TIE) ties++;
    else others.push(at);
  }
  return { others, ties };
}
