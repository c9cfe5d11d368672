/**
 * Our own search over the stock files of a Marian model: encoder once, then one token a step with the keys and values of earlier steps kept.
 * Sentence by sentence and greedy. Tokenizer and configuration come through transformers.js, computing through ONNX Runtime.
 */
import path from 'node:path';
import { AutoConfig, AutoTokenizer, env, LogLevel, type PreTrainedTokenizer } from '@xenova/transformers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import type { Decoded, DecodeOptions, Decoder } from '../decoder.ts';
import { readJson } from '../models.ts';
import { bestToken, repeatingTokens, type Choice } from './choose.ts';

const Shape = z.object({
  d_model: z.number().int(),
  decoder_attention_heads: z.number().int(),
  vocab_size: z.number().int(),
  max_position_embeddings: z.number().int(),
  eos_token_id: z.number().int(),
  decoder_start_token_id: z.number().int(),
});
const Generation = z.object({ bad_words_ids: z.array(z.array(z.number().int())).nullish() });

const LONGEST_TARGET = 510;
const REPEATED_RUN = 4;
const ARABIC = /\p{Script=Arabic}/u;

interface Model {
  tokenizer: PreTrainedTokenizer;
  shape: z.output<typeof Shape>;
  encoder: InferenceSession;
  decoder: InferenceSession;
  /** Tokens the model's own settings forbid: the padding. */
  banned: readonly number[];
}

/** Keys and values by the name of the decoder's input. */
type Cache = Record<string, Tensor>;

/** Loads the model in `dir`. @throws whatever stands in the way. */
export async function loadOwnLoop(dir: string, { threads }: { threads: number }): Promise<Decoder> {
  const model = await loadModel(dir, threads);
  const arabic = memo(() => arabicTokens(model));
  return {
    longestSource: model.shape.max_position_embeddings,
    countTokens: (text) => model.tokenizer.encode(text).length,
    async decode(text, options) {
      if (options.beams !== 1) throw new RangeError(`beams must be 1, not ${options.beams}: this engine searches greedily`);
      const source = model.tokenizer.encode(text);
      const bans = options.isStrict ? [...model.banned, ...arabic()] : model.banned;
      return search(model, source, { ...options, bans });
    },
  };
}

async function loadModel(dir: string, threads: number): Promise<Model> {
  Object.assign(env, { allowRemoteModels: false, localModelPath: path.dirname(dir), useFSCache: false, logLevel: LogLevel.ERROR });
  const name = path.basename(dir);
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 } as const;
  const generation = Generation.parse(await readJson(path.join(dir, 'generation_config.json')));
  return {
    tokenizer: await AutoTokenizer.from_pretrained(name, { local_files_only: true }),
    shape: Shape.parse(await AutoConfig.from_pretrained(name, { local_files_only: true })),
    encoder: await InferenceSession.create(path.join(dir, 'onnx/encoder_model.onnx'), options),
    decoder: await InferenceSession.create(path.join(dir, 'onnx/decoder_model_merged.onnx'), options),
    banned: (generation.bad_words_ids ?? []).flatMap((word) => (word.length === 1 ? word : [])),
  };
}

async function search(model: Model, source: readonly number[], options: DecodeOptions & { bans: readonly number[] }): Promise<Decoded> {
  const { eos_token_id: end, decoder_start_token_id: start, max_position_embeddings: positions } = model.shape;
  const longest = Math.min(Math.floor(1.8 * source.length) + 12, LONGEST_TARGET, positions - 2);
  const step = await startDecoding(model, source);
  const tokens: number[] = [];
  const scores: number[] = [];
  for (let last = start; ;) {
    options.onStep();
    const logits = await step(last);
    const isFull = tokens.length === longest;
    const next: Choice = bestToken(logits, { bans: [...options.bans, ...strictBans(tokens, end, options.isStrict)], only: isFull ? end : null });
    scores.push(next.score);
    if (next.token === end) return { text: decodeText(model, tokens), tokens, scores, sourceTokens: source.length, isCut: isFull };
    tokens.push(next.token);
    last = next.token;
  }
}

function strictBans(tokens: readonly number[], end: number, isStrict: boolean): number[] {
  if (!isStrict) return [];
  return tokens.length === 0 ? [end] : repeatingTokens(tokens, REPEATED_RUN);
}

function decodeText(model: Model, tokens: number[]): string {
  return tokens.length === 0 ? '' : model.tokenizer.decode(tokens, { skip_special_tokens: true }).trim();
}

/** Encodes the source; what comes back takes the last token and answers the logits of the next. */
async function startDecoding(model: Model, source: readonly number[]): Promise<(token: number) => Promise<Float32Array>> {
  const { decoder, encoder, shape } = model;
  const mask = int64(source.map(() => 1));
  const { last_hidden_state: states } = await encoder.run({ input_ids: int64(source), attention_mask: mask });
  let cache = emptyCache(model);
  let isFirst = true;
  return async (token) => {
    const isKept = (name: string) => !isFirst && name.includes('.encoder.');
    const fresh = Object.keys(cache).filter((name) => !isKept(name));
    const feeds = { ...cache, input_ids: int64([token]), encoder_attention_mask: mask, encoder_hidden_states: states!, use_cache_branch: bool(!isFirst) };
    const results = await decoder.run(feeds, ['logits', ...fresh.map(presentOf)]);
    cache = { ...cache, ...Object.fromEntries(fresh.map((name) => [name, results[presentOf(name)]!])) };
    isFirst = false;
    return (results['logits']!.data as Float32Array).subarray(-shape.vocab_size);
  };
}

function emptyCache({ decoder, shape }: Model): Cache {
  const { decoder_attention_heads: heads, d_model: width } = shape;
  const names = decoder.inputNames.filter((name) => name.startsWith('past_key_values.'));
  return Object.fromEntries(names.map((name) => [name, new Tensor('float32', new Float32Array(0), [1, heads, 0, width / heads])]));
}

function presentOf(past: string): string {
  return past.replace('past_key_values', 'present');
}

function int64(numbers: readonly number[]): Tensor {
  return new Tensor('int64', BigInt64Array.from(numbers, BigInt), [1, numbers.length]);
}

function bool(value: boolean): Tensor {
  return new Tensor('bool', Uint8Array.of(value ? 1 : 0), [1]);
}

function arabicTokens({ tokenizer }: Model): number[] {
  return [...tokenizer.get_vocab()].flatMap(([piece, id]) => (ARABIC.test(piece) ? [id] : []));
}

function memo<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
