/** What a careful write says in its headers: which version it was written on, and a key of its own. */
import type { Request } from 'express';
import { AppError } from '../errors.ts';

/** The head a request was written on: a revision id, or null for "none". @throws {AppError} precondition-required without a usable If-Match. */
export function ifMatchOf(req: Request): string | null {
  const value = /^"([\w-]{1,64})"$/.exec(req.get('if-match') ?? '')?.[1];
  if (value === undefined) throw new AppError('precondition-required', 'request.ifMatch');
  return value === 'none' ? null : value;
}

/** @throws {AppError} invalid without a usable Idempotency-Key. */
export function idempotencyKeyOf(req: Request): string {
  return usableKey(req.get('idempotency-key'));
}

/** A key as a form carries it. @throws {AppError} invalid when it is none. */
export function usableKey(key: unknown): string {
  if (typeof key !== 'string' || !/^[\w-]{8,100}$/.test(key)) throw new AppError('invalid', 'request.idempotencyKey');
  return key;
}
