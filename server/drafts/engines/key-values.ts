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
  #shape: Readonly<RowShape>;
  readonly #arrays: Map<string, Float32Array>;

  /** Room for `rows` rows of each tensor named, all zero. */
  constructor(names: readonly string[], shape: RowShape, rows: number) {
    this.#shape = shape;
    this.#arrays = new Map(names.map((name) => [name, roomyArray(shape, rows)]));
  }

  get shape(): Readonly<RowShape> {
    return this.#shape;
  }

  /** Views of the first `rows` rows, each under its name behind `prefix`. */
  tensors(prefix: string, rows: number): Record<string, Tensor> {
    const { heads, length, width } = this.#shape;
    const view = (array: Float32Array) => new Tensor('float32', array.subarray(0, rows * rowSize(this.#shape)), [rows, heads, length, width]);
    return Object.fromEntries(Array.from(this.#arrays, ([name, array]) => [prefix + name, view(array)]));
  }

  /**
   * Puts one more step behind those of the first `rows` rows: of each tensor, what `stepOf` gives for its name [row, head, 1, width]. Afterwards there is
   * room for `room` rows, not fewer than those.
   */
  append({ rows, room }: { rows: number; room: number }, stepOf: (name: string) => Float32Array): void {
    const { heads, length, width } = this.#shape;
    const longer = { heads, length: length + 1, width };
    for (const [name, from] of this.#arrays) {
      const to = from.length < room * rowSize(longer) ? roomyArray(longer, room) : from;
      lengthen({ from, to, step: stepOf(name) }, { heads: rows * heads, length, width });
      this.#arrays.set(name, to);
    }
    this.#shape = longer;
  }

  copyRow(from: number, to: number): void {
    const size = rowSize(this.#shape);
    for (const array of this.#arrays.values()) array.copyWithin(to * size, from * size, (from + 1) * size);
  }

  /** Copies the first `rows` rows of another one, which is no longer than this, to row `at` and those after it; the steps it has not are zero. */
  take(other: KeyValues, { rows, at }: { rows: number; at: number }): void {
    const { heads, length, width } = this.#shape;
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

function roomyArray(shape: RowShape, rows: number): Float32Array {
  return new Float32Array(rows * rowSize({ ...shape, length: Math.ceil(shape.length / STEPS) * STEPS }));
}

/** From the last head to the first, as `to` may be `from` itself: nothing is overwritten before it has moved. */
function lengthen({ from, to, step }: { from: Float32Array; to: Float32Array; step: Float32Array }, { heads, length, width }: RowShape): void {
  const size = length * width;
  for (let head = heads - 1; head >= 0; head--) {
    const start = head * (size + width);
    if (to === from) to.copyWithin(start, head * size, (head + 1) * size);
    else to.set(from.subarray(head * size, (head + 1) * size), start);
    for (let at = 0; at < width; at++) to[start + size + at] = step[head * width + at]!;
  }
}

function rowSize({ heads, length, width }: RowShape): number {
  return heads * length * width;
}
