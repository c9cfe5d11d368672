/** The starter model, and what transformers.js makes of sentences with the same files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { AutoTokenizer, pipeline, type Tensor } from '@xenova/transformers';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
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
  setUpTransformers();
  const session_options = { intraOpNumThreads: source.threads, interOpNumThreads: 1 };
  const { model, tokenizer } = await pipeline('translation', source.dir, { dtype: source.dtype, device: 'cpu', session_options });
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

/** Two tokens so near each other in log-probability that rounding decides between them. */
const TIE = 1e-4;

export interface Differences {
  /** Numbers of the drafts that are really different. */
  others: number[];
  /** Drafts that differ where two tokens tie. */
  ties: number;
}

/** Which greedy drafts differ from the tokens expected of the texts. */
export async function differencesOf(
  texts: readonly string[],
  expected: readonly number[][],
  tokens: readonly number[][],
  source: ModelSource = starter,
): Promise<Differences> {
  const found: Differences = { others: [], ties: 0 };
  for (const [at, draft] of tokens.entries()) {
    const [one, other] = [
      [...draft, END],
      [...expected[at]!, END],
    ];
    const step = one.findIndex((token, index) => token !== other[index]);
    if (step < 0) continue;
    const gap = await gapBetween(source, { text: texts[at]!, before: draft.slice(0, step), tokens: [one[step]!, other[step]!] });
    if (gap < TIE) found.ties += 1;
    else found.others.push(at);
  }
  return found;
}

const END = 0;

/** How far apart in log-probability two tokens are after those before, by the stock files and nothing of ours. */
async function gapBetween(
  source: ModelSource,
  { before, text, tokens }: { text: string; before: readonly number[]; tokens: [number, number] },
): Promise<number> {
  setUpTransformers();
  const { decoder_start_token_id: start } = starterConfig(source);
  const tokenizer = await AutoTokenizer.from_pretrained(source.dir, { local_files_only: true });
  const [encoder, decoder] = await Promise.all([source.encoderFile, source.decoderFile].map((file) => InferenceSession.create(path.join(source.dir, file))));
  const int64 = (values: readonly number[]) => new OrtTensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const input = tokenizer.encode(text);
  const mask = int64(input.map(() => 1));
  const { last_hidden_state: states } = await encoder!.run({ input_ids: int64(input), attention_mask: mask });
  const pasts = decoder!.inputMetadata.filter((each) => each.isTensor && each.name.startsWith('past_key_values.'));
  const empty = pasts.map((each) => {
    const [, heads, , width] = each.isTensor ? each.shape : [];
    return [each.name, new OrtTensor('float32', new Float32Array(0), [1, Number(heads), 0, Number(width)])] as const;
  });
  const feeds = { encoder_attention_mask: mask, input_ids: int64([start, ...before]), encoder_hidden_states: states!, ...Object.fromEntries(empty) };
  const { logits } = await decoder!.run({ ...feeds, use_cache_branch: new OrtTensor('bool', Uint8Array.of(0), [1]) }, ['logits']);
  const last = (logits!.data as Float32Array).subarray(-logits!.dims[2]!);
  return Math.abs(last[tokens[0]]! - last[tokens[1]]!);
}

function starterConfig({ dir }: ModelSource): { decoder_start_token_id: number } {
  return JSON.parse(readFileSync(path.join(dir, 'config.json'), 'utf8')) as { decoder_start_token_id: number };
}
