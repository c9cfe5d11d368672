/** Talking with the server: one function, typed answers, two kinds of failure. */
import { ANSWERED_BY } from '../../server/core/api.ts';
import type { Problem } from '../../server/core/api.ts';
import { word } from '../words.ts';

/** The server answered, and the answer is no. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.message);
    this.status = status;
    this.problem = problem;
  }
}

/** No answer of the server came: offline, server gone or behind a proxy that does not reach it, or too slow. */
export class NoAnswer extends Error {}

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Head revision id, or null while there is none; left out: no If-Match. */
  ifMatch?: string | null;
  idempotencyKey?: string;
  /** The request outlives the page (body ≤ 64 kB). */
  outlivesPage?: boolean;
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;

function meta(name: string): HTMLMetaElement | null {
  return document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);
}

/**
 * After a new sign-in the token of this page is old: takes the new one, but only of the same person.
 * `same`: there is a new token. `other`: somebody else is signed in. `none`: nobody is, or the token was not old.
 */
export async function takeToken(): Promise<'same' | 'other' | 'none'> {
  const response = await fetch('/', { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(TIMEOUT_MS) });
  const html = await response.text();
  const valueOf = (name: string): string | undefined => new RegExp(`<meta name="${name}" content="([^"]*)"`).exec(html)?.[1];
  const [token, person] = [valueOf('csrf-token'), valueOf('person')];
  const own = meta('csrf-token');
  if (!own || !token || !person) return 'none';
  if (person !== meta('person')?.content) return 'other';
  if (token === own.content) return 'none';
  own.content = token;
  return 'same';
}

function isUnsafe({ method = 'GET' }: Ask): boolean {
  return method !== 'GET';
}

function headersOf(ask: Ask, accept: string): Headers {
  const headers = new Headers({ Accept: accept });
  if (isUnsafe(ask)) headers.set('X-CSRF-Token', meta('csrf-token')?.content ?? '');
  if (ask.body !== undefined) headers.set('Content-Type', 'application/json');
  if (ask.ifMatch !== undefined) headers.set('If-Match', `"${ask.ifMatch ?? 'none'}"`);
  if (ask.idempotencyKey) headers.set('Idempotency-Key', ask.idempotencyKey);
  return headers;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return { ...problem, code: problem.code ?? 'unknown', message: problem.message ?? response.statusText };
  } catch {
    return { code: 'unknown', message: response.statusText };
  }
}

async function request(path: string, options: Ask, accept: string): Promise<Response> {
  const answer = await fetchOf(path, options, accept);
  if (answer.status >= 502 && !answer.headers.has(ANSWERED_BY)) throw new NoAnswer(`only a proxy answered: ${answer.status}`);
  return answer;
}

async function fetchOf(path: string, options: Ask, accept: string): Promise<Response> {
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      headers: headersOf(options, accept),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      keepalive: options.outlivesPage ?? false,
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      credentials: 'same-origin',
      redirect: 'error',
    });
  } catch (cause) {
    throw new NoAnswer('no answer', { cause });
  }
}

async function ask(path: string, options: Ask, accept: string): Promise<Response> {
  let response = await request(path, options, accept);
  if (response.status === 403 && isUnsafe(options)) {
    const whose = await takeToken().catch(() => 'none');
    if (whose === 'other') throw new Refusal(401, { code: 'someone-else', message: word('save.someoneElse') });
    if (whose === 'same') response = await request(path, options, accept);
  }
  if (!response.ok) throw new Refusal(response.status, await problemOf(response));
  return response;
}

async function bodyOf<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw new NoAnswer('answer cut off', { cause });
  }
}

/** The JSON answer; undefined for an answer without body. @throws {Refusal} status ≥ 400. @throws {NoAnswer} nothing came. */
export async function askJson<T>(path: string, options: Ask = {}): Promise<T> {
  const response = await ask(path, options, 'application/json');
  if (response.status === 204) return undefined as T;
  return bodyOf(() => response.json() as Promise<T>);
}

/** The answer as HTML, to be handed to `toFragment`. @throws as {@link askJson}. */
export async function askHtml(path: string): Promise<string> {
  const response = await ask(path, {}, 'text/html');
  return bodyOf(() => response.text());
}

/** Whether asking the same again later may help: nothing came, or the server cannot just now. */
export function isWorthRetrying(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof Refusal && (error.status >= 500 || error.status === 429 || error.status === 408));
}
