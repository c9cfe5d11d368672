/** The session cookie, and who it stands for. */
import type { Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import { csrfTokenOf } from './csrf.ts';
import type { Person, Preferences } from './locals.ts';

/** What accounts know of a session that is alive. */
export interface LiveSession {
  idHash: string;
  person: Person;
  preferences: Preferences;
}

/** The cookie may outlive its session; the server alone says when that ends. */
const LONGEST_MS = 180 * 24 * 60 * 60 * 1000;

/** Fills in who asks; a cookie that stands for nobody counts as none. */
export function loadSession(find: (sessionId: string) => Promise<LiveSession | null>): RequestHandler {
  return async (req, res, next) => {
    const id = sessionIdOf(req);
    const live = id === null ? null : await find(id);
    if (live && id !== null) {
      res.locals.person = live.person;
      res.locals.preferences = live.preferences;
      res.locals.session = { idHash: live.idHash, csrfToken: csrfTokenOf(id) };
    }
    next();
  };
}

/** Routes behind this are for people who signed in. */
export const requirePerson: RequestHandler = (_req, res, next) => {
  if (!res.locals.person) throw new AppError('unauthenticated', 'signedOut');
  next();
};

export function setSessionCookie(req: Request, res: Response, sessionId: string): void {
  res.cookie(cookieName(req), sessionId, { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/', maxAge: LONGEST_MS });
}

export function clearSessionCookie(req: Request, res: Response): void {
  res.clearCookie(cookieName(req), { httpOnly: true, sameSite: 'lax', secure: req.secure, path: '/' });
}

/** Cookies do not know ports, so two servers on one machine need two names. */
function cookieName(req: Request): string {
  return `${req.secure ? '__Host-' : ''}dragoman-${req.socket.localPort ?? 0}`;
}

function sessionIdOf(req: Request): string | null {
  const name = cookieName(req);
  for (const pair of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}
