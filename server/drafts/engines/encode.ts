/** The encoder's side of a batch. */
import { Tensor } from 'onnxruntime-node';
import type { MarianModel } from './marian.ts';

/** What the decoder reads of a batch of sources. */
export interface Encoded {
  /** [row, width, d_model]; zero behind the end of a source. */
  states: Tensor;
  /** [row, width]: 1 for each token of a source, 0 behind its end. */
  mask: BigInt64Array;
  /** Tokens of the longest source. */
  width: number;
}

/** Sources of like length are read together, so many at a time: what is computed for the ends of short ones is lost. */
const ROWS = 8;

/** Reads sources, each given as its tokens with the end token. */
export async function encode(model: MarianModel, sources: readonly (readonly number[])[]): Promise<Encoded> {
  const { d_model: size } = model.shape;
  const width = Math.max(...sources.map(({ length }) => length));
  const states = new Float32Array(sources.length * width * size);
  const byLength = [...sources.entries()].sort(([, a], [, b]) => a.length - b.length);
  for (let start = 0; start < byLength.length; start += ROWS) {
    const part = byLength.slice(start, start + ROWS);
    const ours = await encodePart(
      model,
      part.map(([, source]) => source),
    );
    for (const [at, [row, source]] of part.entries()) {
      const from = at * ours.width * size;
      states.set(ours.states.subarray(from, from + source.length * size), row * width * size);
    }
  }
  return { states: new Tensor('float32', states, [sources.length, width, size]), mask: maskOf(sources, width), width };
}

async function encodePart(model: MarianModel, sources: readonly (readonly number[])[]): Promise<{ states: Float32Array; width: number }> {
  const width = Math.max(...sources.map(({ length }) => length));
  const ids = new BigInt64Array(sources.length * width).fill(BigInt(model.shape.pad_token_id));
  for (const [row, source] of sources.entries()) ids.set(BigInt64Array.from(source, BigInt), row * width);
  const dims = [sources.length, width];
  const { last_hidden_state: states } = await model.encoder.run({
    input_ids: new Tensor('int64', ids, dims),
    attention_mask: new Tensor('int64', maskOf(sources, width), dims),
  });
  return { states: states!.data as Float32Array, width };
}

function maskOf(sources: readonly (readonly number[])[], width: number): BigInt64Array {
  const mask = new BigInt64Array(sources.length * width);
  for (const [row, { length }] of sources.entries()) mask.fill(1n, row * width, row * width + length);
  return mask;
}
