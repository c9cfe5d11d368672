/**
 * Finds, in the bytes of an ONNX model, the files beside it that hold its numbers. A TensorProto says so in its field `external_data`, a list of pairs of text
 * (StringStringEntryProto), one of which is `location` and a path from the model's folder; see onnx.proto3 and "External Data" in ONNX's documents.
 */

/** Field 1 (key) with the text `location`, and the tag of field 2 (value). */
const LOCATION = Buffer.from([0x0a, 8, ...Buffer.from('location'), 0x12]);
/** A path is shorter than this; longer ones are no file. */
const LONGEST_PATH = 1024;

export class OutsideData {
  readonly #files = new Set<string>();
  #rest = Buffer.alloc(0);

  get files(): string[] {
    return [...this.#files];
  }

  /** Reads on; pieces may be cut anywhere. */
  read(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#rest, piece]);
    for (let at = bytes.indexOf(LOCATION); at >= 0; at = bytes.indexOf(LOCATION, at + 1)) {
      const path = textAt(bytes, at + LOCATION.length);
      if (path !== null) this.#files.add(path);
    }
    this.#rest = bytes.subarray(-(LOCATION.length + 2 + LONGEST_PATH));
  }
}

/** Text behind its length; null where it is not whole, or no path. */
function textAt(bytes: Buffer, at: number): string | null {
  const [first = 0, second = 0] = bytes.subarray(at, at + 2);
  const [length, start] = first < 128 ? [first, at + 1] : [first - 128 + second * 128, at + 2];
  return length === 0 || length > LONGEST_PATH || start + length > bytes.length ? null : bytes.toString('utf8', start, start + length);
}
