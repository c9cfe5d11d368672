/**
 * Two checks on every request that may change something.
 * 1. The browser says where it comes from: `Sec-Fetch-Site` or `Origin` must be there, and every one that is there must name this site.
 * 2. A signed-in visit shows its own token: form field `_csrf` or header `X-CSRF-Token`.
 * Before there is a session there is nothing of a person's to ride on, so sign-in and sign-in links rest on the first check.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The token of a session; who knows it has read a page of ours or holds the cookie. */
export function csrfTokenOf(sessionId: string): string {
  return createHash('sha256').update(`csrf ${sessionId}`).digest('base64url');
}

export const guardUnsafeMethods: RequestHandler = (req, res, next) => {
  if (SAFE.has(req.method)) return next();
  if (!comesFromHere(req)) throw new AppError('forbidden', 'foreignRequest');
  const shown = req.get('x-csrf-token') ?? fieldOf(req.body);
  // Fields of a multipart form arrive while it is read: its route calls requireCsrfToken with the field.
  if (!(shown === undefined && req.is('multipart/form-data'))) requireCsrfToken(res, shown);
  dropField(req);
  next();
};

/** @throws {AppError} forbidden when somebody is signed in and `shown` is not their session's token. */
export function requireCsrfToken(res: Response, shown: unknown): void {
  const expected = res.locals.session?.csrfToken;
  if (expected !== undefined && !(typeof shown === 'string' && isSame(shown, expected))) throw new AppError('forbidden', 'stalePage');
}

function comesFromHere(req: Request): boolean {
  const site = req.get('sec-fetch-site');
  const origin = req.get('origin');
  if (site === undefined && origin === undefined) return false;
  const isSiteOurs = site === undefined || site === 'same-origin' || site === 'none';
  const isOriginOurs = origin === undefined || origin === `${req.protocol}://${req.get('host') ?? ''}`;
  return isSiteOurs && isOriginOurs;
}

function fieldOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : undefined;
}

/** Strict schemas of routes need not know of the field. */
function dropField(req: Request): void {
  const body: unknown = req.body;
  if (typeof body === 'object' && body !== null && '_csrf' in body) delete body._csrf;
}

function isSame(a: string, b: string): boolean {
  const [x, y] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(x!, y!);
}
