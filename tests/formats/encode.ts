import type { Encoding } from '../../server/formats/format.ts';

/** Text → bytes in any encoding that can be imported, the way other programs write them. @throws when the encoding lacks a character. */
export function encode(text: string, encoding: Encoding, { bom = false } = {}): Uint8Array {
  const marked = bom ? `\ufeff${text}` : text;
  if (encoding === 'utf-8') return new TextEncoder().encode(marked);
  if (encoding === 'utf-16le') return Uint8Array.from(Buffer.from(marked, 'utf16le'));
  if (encoding === 'utf-16be') return Uint8Array.from(Buffer.from(marked, 'utf16le').swap16());
  return encodeAs(marked, encoding);
}

/** Text → bytes of any single-byte encoding that TextDecoder knows. */
export function encodeAs(text: string, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const table = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from(Array.from(text), (char) => {
    const byte = table.get(char);
    if (byte === undefined) throw new Error(`${encoding} has no ${char}`);
    return byte;
  });
}
