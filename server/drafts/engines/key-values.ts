/** Keys and values of a batch of rows, as the decoder wants them: one array a tensor, row after row. Rows can be moved, and two batches put together. */
import { Tensor } from 'onnxruntime-node';

export interface RowShape {
  /** Heads of attention. */
  heads: number;
  /** Steps kept of each row. */
  length: number;
  /** Numbers a head. */
  width: number;
}

/** Room is made for so many steps at a time. */
const STEPS = 32;

export class KeyValues {
  readonly shape: Readonly<RowShape>;
  readonly #arrays: ReadonlyMap<string, Float32Array>;

  /** Room for `rows` rows of each tensor named. The arrays of `spare`, which nobody needs any more, are used again where they are large enough. */
  constructor(names: readonly string[], shape: RowShape, { rows, spare }: { rows: number; spare?: KeyValues | undefined }) {
    this.shape = shape;
    const roomy = rows * rowSize({ ...shape, length: Math.ceil(shape.length / STEPS) * STEPS });
    this.#arrays = new Map(names.map((name) => [name, fitting(spare && spare.#arrays.get(name), { least: rows * rowSize(shape), roomy })]));
  }

  /** Views of the first `rows` rows, each under its name behind `prefix`: what a run writes into them is kept here. */
  tensors(prefix: string, rows: number): Record<string, Tensor> {
    const { heads, length, width } = this.shape;
    const view = (array: Float32Array) => new Tensor('float32', array.subarray(0, rows * rowSize(this.shape)), [rows, heads, length, width]);
    return Object.fromEntries(Array.from(this.#arrays, ([name, array]) => [prefix + name, view(array)]));
  }

  copyRow(from: number, to: number): void {
    const size = rowSize(this.shape);
    for (const array of this.#arrays.values()) array.copyWithin(to * size, from * size, (from + 1) * size);
  }

  /** Copies the first `rows` rows of another one, which is no longer than this, to row `at` and those after it; the steps it has not are zero. */
  take(other: KeyValues, { rows, at }: { rows: number; at: number }): void {
    const { heads, length, width } = this.shape;
    const [here, there] = [length * width, other.shape.length * width];
    for (const [name, to] of this.#arrays) {
      const from = other.#arrays.get(name)!;
      for (let head = 0; head < rows * heads; head++) {
        const start = (at * heads + head) * here;
        to.set(from.subarray(head * there, (head + 1) * there), start);
        to.fill(0, start + there, start + here);
      }
    }
  }
}

function rowSize({ heads, length, width }: RowShape): number {
  return heads * length * width;
}

function fitting(array: Float32Array | undefined, { least, roomy }: { least: number; roomy: number }): Float32Array {
  return array && array.length >= least ? array : new Float32Array(roomy);
}
