/** Zip archives as we write them. The same parts give the same bytes, on every machine and at any time. */
import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';

/** A part that is ready to be kept: packed, with what an archive says of it. */
export interface PackedPart {
  name: string;
  method: number;
  crc: number;
  packed: Uint8Array;
  size: number;
  modified: number;
}

/** Midnight of 1 January 1980, the first moment that a zip can tell. */
const NO_TIME = 0x00210000;
const UTF8_NAMES = 0x0800;
const VERSION = 20;

/** Packs a part. `modified` is an MS-DOS date and time; left away, it tells nothing. */
export function pack(name: string, content: Uint8Array | string, modified = NO_TIME): PackedPart {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, method: 8, crc: crc32(bytes), packed: deflateSync(bytes, { level: 6 }), size: bytes.length, modified };
}

/** An archive of the parts in the order given. Names are paths with `/`. */
export function writeZip(parts: readonly PackedPart[]): Uint8Array {
  const [bodies, directory]: [Uint8Array[], Uint8Array[]] = [[], []];
  let offset = 0;
  for (const part of parts) {
    const name = new TextEncoder().encode(part.name);
    const local = record(0x04034b50, [[VERSION, 2], ...shared(part, name), [0, 2]]);
    bodies.push(local, name, part.packed);
    const central = record(0x02014b50, [
      [VERSION, 2],
      [VERSION, 2],
      ...shared(part, name),
      ...Array.from({ length: 4 }, (): Field => [0, 2]),
      [0, 4],
      [offset, 4],
    ]);
    directory.push(central, name);
    offset += local.length + name.length + part.packed.length;
  }
  const length = directory.reduce((sum, { length }) => sum + length, 0);
  const count: Field = [parts.length, 2];
  return Buffer.concat([...bodies, ...directory, record(0x06054b50, [[0, 2], [0, 2], count, count, [length, 4], [offset, 4], [0, 2]])]);
}

type Field = [value: number, bytes: 2 | 4];

/** What an entry says of itself twice. */
function shared({ method, modified, crc, packed, size }: PackedPart, name: Uint8Array): Field[] {
  return [
    [UTF8_NAMES, 2],
    [method, 2],
    [modified, 4],
    [crc, 4],
    [packed.length, 4],
    [size, 4],
    [name.length, 2],
  ];
}

function record(signature: number, fields: readonly Field[]): Uint8Array {
  const bytes = Buffer.alloc(4 + fields.reduce((sum, [, length]) => sum + length, 0));
  let at = bytes.writeUInt32LE(signature, 0);
  for (const [value, length] of fields) at = length === 2 ? bytes.writeUInt16LE(value, at) : bytes.writeUInt32LE(value, at);
  return bytes;
}
