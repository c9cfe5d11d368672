/** The real built server as a process of its own, and a client that behaves like a browser's fetch. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface BuiltServer {
  url: string;
  /** The first-run sign-in link; '' once somebody has settled in. */
  link: string;
  process: ChildProcess;
  /** From spawn to the printed address. */
  startedInMs: number;
  /** Ends the process and waits until it is gone. Returns its exit code, null when a signal killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export function makeDataFolder(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'dragoman-data-'));
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) };
}

/**
 * Starts the server on a free port and waits for its address. Rejects with its words when it ends first.
 * `under` is a command that becomes the server, such as a tracer that steps aside.
 */
export async function startBuiltServer(dataDir: string, env: Record<string, string> = {}, under: readonly string[] = []): Promise<BuiltServer> {
  const started = performance.now();
  const [program = process.execPath, ...args] = [...under, process.execPath, 'bin/dragoman.js', 'serve'];
  const child = spawn(program, args, {
    env: { ...process.env, DRAGOMAN_DATA: dataDir, DRAGOMAN_PORT: '0', DRAGOMAN_BROWSER: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /ready at (http:\S+)[\s\S]*Ctrl-C/.exec(output);
      if (ready) resolve(ready[1]!);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
  return {
    url,
    link: /http:\S+\/link\/\S+/.exec(output)?.[0] ?? '',
    process: child,
    startedInMs: performance.now() - started,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code] = (await gone) as [number | null];
      return code;
    },
  };
}

export interface Client {
  url: string;
  cookie: string;
  csrf: string;
  /** A request as a page of ours sends it: cookie, token, same-origin marks. Redirects are not followed. */
  send(method: string, path: string, options?: { json?: unknown; headers?: Record<string, string>; body?: BodyInit; signal?: AbortSignal }): Promise<Response>;
}

/** A visit with these credentials; `url` may be another server on the same data. */
export function clientFor(url: string, cookie: string, csrf: string): Client {
  return {
    url,
    cookie,
    csrf,
    send(method, at, { json, headers = {}, body, signal } = {}) {
      return fetch(url + at, {
        method,
        redirect: 'manual',
        headers: {
          Accept: 'application/json',
          Cookie: cookie,
          'X-CSRF-Token': csrf,
          Origin: url,
          'Sec-Fetch-Site': 'same-origin',
          ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...headers,
        },
        body: json === undefined ? body : JSON.stringify(json),
        signal,
      });
    },
  };
}

/** Uses the first-run link as "just me". Returns the client and the sample document's id. */
export async function settle(server: BuiltServer): Promise<{ client: Client; documentId: string }> {
  const answer = await fetch(server.link, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: server.url, 'Sec-Fetch-Site': 'same-origin' },
    body: 'choice=just-me',
  });
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const location = answer.headers.get('location') ?? '';
  const page = await (await fetch(server.url + location, { headers: { Cookie: cookie, Accept: 'text/html' } })).text();
  const csrf = /<meta name="csrf-token" content="([^"]+)"/.exec(page)?.[1] ?? '';
  if (!cookie || !csrf) throw new Error(`could not settle in: ${answer.status} ${location}`);
  return { client: clientFor(server.url, cookie, csrf), documentId: location.split('/').at(-1)! };
}

/** The row ids of a document in order, read from its page. */
export async function segmentIds(client: Client, documentId: string): Promise<string[]> {
  const page = await (await client.send('GET', `/documents/${documentId}`, { headers: { Accept: 'text/html' } })).text();
  return [...page.matchAll(/<li class="segment"[^>]*? data-id="([^"]+)"/g)].map((match) => match[1]!);
}
