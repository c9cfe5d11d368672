/** A Marian model as its stock files give it: tokenizer and configuration through transformers.js, computing through ONNX Runtime. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { AutoConfig, AutoTokenizer, env, LogLevel, type PreTrainedTokenizer } from '@xenova/transformers';
import { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { readJson } from '../models.ts';
import { concat } from '../onnx/bytes.ts';
import { choosingGraph } from '../onnx/choosing.ts';
import { newestGraph } from '../onnx/newest.ts';

const Shape = z.object({
  d_model: z.number().int(),
  decoder_layers: z.number().int(),
  decoder_attention_heads: z.number().int(),
  vocab_size: z.number().int(),
  max_position_embeddings: z.number().int(),
  eos_token_id: z.number().int(),
  pad_token_id: z.number().int(),
  decoder_start_token_id: z.number().int(),
});
const Generation = z.object({ bad_words_ids: z.array(z.array(z.number().int())).nullish() });

const GENERATION = 'generation_config.json';

const ARABIC = /\p{Script=Arabic}/u;
/** One activation scale for a whole tensor: what a row becomes depends on the rows beside it. */
const PER_TENSOR_SCALES = 'DynamicQuantizeLinear';

export interface ModelSource {
  dir: string;
  /** Paths below `dir`. */
  encoderFile: string;
  decoderFile: string;
  /** What transformers.js calls this pair of files. */
  dtype: 'fp32' | 'fp16' | 'q8' | 'int8' | 'uint8' | 'q4' | 'q4f16' | 'bnb4';
  threads: number;
}

export interface MarianModel {
  tokenizer: PreTrainedTokenizer;
  shape: z.output<typeof Shape>;
  encoder: InferenceSession;
  /** The stock decoder with what onnx/choosing.ts and onnx/newest.ts add to it. */
  decoder: InferenceSession;
  /** Whether a row comes out the same whatever it is computed with. */
  isBatchable: boolean;
  /** Whether the decoder says which source tokens it looked at. */
  hasAttention: boolean;
  /** What is added to the log-probabilities: never the tokens that the model's own settings forbid, and in the strict ones no Arabic. */
  bans: { plain: Float32Array; strict: Float32Array };
  /** Vocabulary pieces by token. */
  pieces: ReadonlyMap<number, string>;
}

/** @throws whatever stands in the way. */
export async function loadMarian({ dir, encoderFile, decoderFile, threads }: ModelSource): Promise<MarianModel> {
  setUpTransformers();
  const shape = settingsIn('config.json', Shape, await AutoConfig.from_pretrained(dir, { local_files_only: true }));
  const tokenizer = await AutoTokenizer.from_pretrained(dir, { local_files_only: true });
  const encoder = await loadGraph(path.join(dir, encoderFile), threads);
  const decoder = await loadGraph(path.join(dir, decoderFile), threads, addedTo(shape));
  return {
    tokenizer,
    shape,
    encoder: encoder.session,
    decoder: decoder.session,
    isBatchable: !encoder.hasTensorScales && !decoder.hasTensorScales,
    hasAttention: decoder.session.outputNames.includes('cross_attention'),
    ...(await tokensOf(dir, { tokenizer, shape })),
  };
}

/** @throws what the file lacks, in words. */
function settingsIn<Settings>(file: string, schema: z.ZodType<Settings>, content: unknown): Settings {
  const { data, error } = schema.safeParse(content);
  if (error) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}

function addedTo({ decoder_layers: layers, eos_token_id: endToken, vocab_size: vocabularySize }: MarianModel['shape']): Uint8Array {
  const names = Array.from({ length: layers }, (_, layer) => [`${layer}.decoder.key`, `${layer}.decoder.value`]).flat();
  return concat([choosingGraph({ vocabularySize, endToken }), newestGraph(names)]);
}

interface Graph {
  session: InferenceSession;
  /** Whether a row depends on the rows beside it. */
  hasTensorScales: boolean;
}

/** A graph with `more` behind its bytes. Large ones are in memory once: nothing here keeps or copies the bytes. */
async function loadGraph(file: string, threads: number, more: Uint8Array = new Uint8Array()): Promise<Graph> {
  const bytes = await readWithRoom(file, more.length);
  bytes.set(more, bytes.length - more.length);
  // Threads that wait by spinning take the processor from everybody else, and from each other where something else runs too.
  const intra_op = { allow_spinning: '0' };
  // Numbers that lie in files beside the graph are looked for there.
  const extra = { session: { intra_op, model_external_initializers_file_folder_path: path.dirname(file) } };
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3, extra });
  return { session, hasTensorScales: bytes.includes(PER_TENSOR_SCALES) };
}

/** The bytes of a file, and room for so many more behind them. */
async function readWithRoom(file: string, room: number): Promise<Buffer> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(size + room);
    for (let at = 0; at < size;) {
      const { bytesRead } = await handle.read(bytes, at, size - at, at);
      if (bytesRead === 0) throw new Error(`${file} became shorter while it was read`);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await handle.close();
  }
}

/** Nothing is ever fetched, and nothing is kept outside the folder of the model. It is named by its whole path: a name alone may have ASCII letters only. */
export function setUpTransformers(): void {
  Object.assign(env, { allowRemoteModels: false, useFSCache: false, logLevel: LogLevel.ERROR });
}

async function tokensOf(dir: string, { tokenizer, shape }: Pick<MarianModel, 'tokenizer' | 'shape'>): Promise<Pick<MarianModel, 'bans' | 'pieces'>> {
  const generation = settingsIn(GENERATION, Generation, await readJson(path.join(dir, GENERATION)));
  const pieces = new Map(Array.from(tokenizer.get_vocab(), ([piece, token]) => [token, piece]));
  const plain = new Float32Array(shape.vocab_size);
  for (const [token, ...rest] of generation.bad_words_ids ?? []) if (token !== undefined && rest.length === 0) plain[token] = -Infinity;
  const strict = plain.slice();
  for (const [token, piece] of pieces) if (ARABIC.test(piece)) strict[token] = -Infinity;
  return { bans: { plain, strict }, pieces };
}
