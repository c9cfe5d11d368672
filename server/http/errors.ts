/** Errors → statuses and words, once for all routes. */
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, type ErrorCode } from '../errors.ts';
import type { Problem } from '../core/api.ts';
import { errorSentence } from './locale.ts';
import type { Log } from './log.ts';
import { render } from './render.ts';

/** The status of each code; features use it only where a page carries the error itself. */
export const STATUS: Record<ErrorCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  stale: 412,
  'too-large': 413,
  unsupported: 415,
  'precondition-required': 428,
  'too-many': 429,
  'storage-full': 507,
  unavailable: 503,
};

interface Answer {
  status: number;
  problem: Problem;
}

/** The page for people who are not signed in; sent with 401 to a browser that asked for a page. */
export type SignedOutPage = (req: Request, res: Response) => Promise<void>;

export function answerErrors({ log, signedOutPage }: { log: Log; signedOutPage: SignedOutPage }): ErrorRequestHandler {
  return async (thrown: unknown, req, res, next) => {
    if (res.headersSent) return next(thrown);
    const { status, problem } = answerTo(thrown, res, log);
    res.status(status);
    res.removeHeader('ETag');
    if (wantsJson(req)) return void res.json(problem);
    try {
      if (status === 401) await signedOutPage(req, res);
      else await render(res, 'errors/error', { problem, status }, { title: res.locals.t(headingOf(status)), status, hasOwnHeading: true });
    } catch (error) {
      log.error({ error: String(error) }, 'the error page failed');
      res.type('text').send(problem.message);
    }
  };
}

export const answerNotFound: RequestHandler = () => {
  throw new AppError('not-found', 'noSuchPage');
};

function answerTo(thrown: unknown, res: Response, log: Log): Answer {
  const error = known(thrown);
  if (!error) return unexpected(thrown, res, log);
  if (error.status >= 500) log.error({ error: String(thrown), cause: inspect(error.app.cause) }, 'refused for the machine’s sake');
  return { status: error.status, problem: { ...error.app.details, code: error.app.code, message: errorSentence(res.locals, error.app) } };
}

function unexpected(thrown: unknown, res: Response, log: Log): Answer {
  const errorId = randomBytes(4)
    .toString('hex')
    .toUpperCase()
    .replace(/^(.{2})(.{6})$/, '$1-$2');
  log.error({ errorId, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }, 'unexpected error');
  return { status: 500, problem: { code: 'unexpected', message: res.locals.t('error.unexpected', { id: errorId }), errorId } };
}

function known(thrown: unknown): { app: AppError; status: number } | null {
  if (thrown instanceof AppError) return { app: thrown, status: STATUS[thrown.code] };
  const app = fromStorage(thrown) ?? fromHttp(thrown);
  if (!app) return null;
  const status = app.code === 'invalid' ? 400 : STATUS[app.code];
  return { app, status };
}

/** SQLite and file errors that say the machine is in trouble, not the program. */
export function fromStorage(thrown: unknown): AppError | null {
  const code = codeOf(thrown);
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return new AppError('storage-full', 'storageFull', { cause: thrown });
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN|CORRUPT)/.test(code) || code === 'EIO' || code === 'EROFS')
    return new AppError('unavailable', 'storageBroken', { cause: thrown });
  return null;
}

/** What Express and its body readers throw: broken JSON, too much of it, an address that is no UTF-8. */
function fromHttp(thrown: unknown): AppError | null {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return null;
  if (thrown.status === 404) return new AppError('not-found', 'noSuchPage');
  if (thrown.status === 413) return new AppError('too-large', 'tooLarge');
  if (thrown.status === 415) return new AppError('unsupported', 'contentType');
  return thrown.status >= 400 && thrown.status < 500 ? new AppError('invalid', 'malformed') : null;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
}

/** The page's heading; the sentence below it says the rest. */
function headingOf(status: number): string {
  const own: Record<number, string> = { 403: 'errorPage.forbidden', 404: 'errorPage.notFound', 410: 'errorPage.gone' };
  return own[status] ?? (status < 500 ? 'errorPage.refused' : 'errorPage.ours');
}

function wantsJson(req: Request): boolean {
  return req.is('application/json') === 'application/json' || req.accepts(['html', 'json']) === 'json';
}
