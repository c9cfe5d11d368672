/** Writing pieces of an ONNX model as bytes (protocol buffers, onnx.proto3): just what we put into graphs ourselves. */

/** ONNX's numbers for the types of tensors. */
export const ElementType = { float32: 1, int64: 7, bool: 9 } as const;
export type ElementType = (typeof ElementType)[keyof typeof ElementType];

/** A size, or the name of a size that is known only when the graph runs. */
export type Dimension = number | string;

const textEncoder = new TextEncoder();
const VARINT = 0;
const BYTES = 2;

function varint(value: number): number[] {
  const bytes: number[] = [];
  // Numbers above 32 bits occur (sizes of files), so no bit operators.
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 128);
  }
}

/** One field that holds a whole number, 0 or above. */
export function numberField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

/** One field that holds text, raw bytes or a message. */
export function field(number: number, content: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = typeof content === 'string' ? textEncoder.encode(content) : content instanceof Uint8Array ? content : concat(content);
  return concat([Uint8Array.from([...varint(number * 8 + BYTES), ...varint(bytes.length)]), bytes]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** NodeProto. `numbers` are attributes that hold one whole number. */
export function node(
  operator: string,
  inputs: readonly string[],
  { outputs, numbers = {} }: { outputs: readonly string[]; numbers?: Record<string, number> },
): Uint8Array {
  return concat([
    ...inputs.map((name) => field(1, name)),
    ...outputs.map((name) => field(2, name)),
    field(4, operator),
    ...Object.entries(numbers).map(([name, value]) => field(5, [field(1, name), attributeNumber(value), numberField(20, 2)])),
  ]);
}

/** Negative numbers take all ten bytes of a 64-bit varint. */
function attributeNumber(value: number): Uint8Array {
  if (value >= 0) return numberField(3, value);
  const bytes = [3 * 8 + VARINT];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    if (rest < 128n) return Uint8Array.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
}

/** ValueInfoProto: an input or output of a graph. */
export function valueInfo(name: string, type: ElementType, shape: readonly Dimension[]): Uint8Array {
  const dims = shape.map((size) => field(1, typeof size === 'number' ? numberField(1, size) : field(2, size)));
  return concat([field(1, name), field(2, field(1, [numberField(1, type), field(2, dims)]))]);
}

/** TensorProto with whole numbers. */
export function int64Tensor(name: string, values: readonly number[], dims: readonly number[] = [values.length]): Uint8Array {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  return concat([...dims.map((size) => numberField(1, size)), numberField(2, ElementType.int64), field(8, name), field(9, raw)]);
}

/** Fields of GraphProto. */
export const inGraph = {
  node: (bytes: Uint8Array) => field(1, bytes),
  constant: (bytes: Uint8Array) => field(5, bytes),
  input: (bytes: Uint8Array) => field(11, bytes),
  output: (bytes: Uint8Array) => field(12, bytes),
};

/** A graph as the field of ModelProto that holds it. Two of them in one file are one graph: readers merge messages that come twice. */
export function graphField(parts: readonly Uint8Array[]): Uint8Array {
  return field(7, parts);
}
