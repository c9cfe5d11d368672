import { createHash, randomBytes } from 'node:crypto';

/** A new UUIDv7 (RFC 9562 §5.7): unique, roughly in order of time, but nothing is ever ordered by it. */
export function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** SHA-256 in hex of text (as UTF-8) or bytes. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** This moment as the schema writes it. For showing, never for ordering. */
export function now(): string {
  return new Date().toISOString();
}
