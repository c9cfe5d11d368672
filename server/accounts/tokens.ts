import { randomBytes } from 'node:crypto';
import { sha256 } from '../db/ids.ts';

/** A secret that nobody guesses: 32 random bytes, base64url. Only `hashToken` of it is ever kept. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return sha256(token);
}
