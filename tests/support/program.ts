/** The built program as people start it, on a data folder of its own. */
import { spawn, spawnSync, type ChildProcess, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../server/project-root.ts';
import { cookieOf, visit, type Visit } from './workbench.ts';

export const PROGRAM = path.join(projectRoot, 'bin/dragoman.js');

export interface Running {
  child: ChildProcess;
  url: string;
  link: string | null;
  printed(): string;
  /** Resolves with the exit code and how long stopping took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

export interface Place {
  /** Everything of this test lies in here. */
  folder: string;
  dataFile(name: string): string;
  environment(more?: Record<string, string>): NodeJS.ProcessEnv;
  /** Runs a command to its end. `node` are arguments of Node itself. */
  dragoman(args: string[], more?: Record<string, string>, node?: string[]): SpawnSyncReturns<string>;
  /** The same with something on standard input. */
  feed(args: string[], input: string | Uint8Array, more?: Record<string, string>): SpawnSyncReturns<string>;
  /** Starts the server and waits until it says so. */
  start(more?: Record<string, string>): Promise<Running>;
  /** Kills what still runs and removes the folder. */
  remove(): Promise<void>;
}

export function newPlace(): Place {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-start-'));
  const running: Running[] = [];
  const environment: Place['environment'] = (more = {}) => ({
    ...process.env,
    DRAGOMAN_DATA: path.join(folder, 'data'),
    DRAGOMAN_PORT: '0',
    DRAGOMAN_BROWSER: 'none',
    DRAGOMAN_LOG: 'info',
    ...more,
  });
  return {
    folder,
    dataFile: (name) => path.join(folder, 'data', name),
    environment,
    dragoman: (args, more, node = []) =>
      spawnSync(process.execPath, [...node, PROGRAM, ...args], { env: environment(more), encoding: 'utf8', timeout: 60_000 }),
    feed: (args, input, more) => spawnSync(process.execPath, [PROGRAM, ...args], { env: environment(more), encoding: 'utf8', input, timeout: 60_000 }),
    async start(more) {
      const server = await startServer(environment(more));
      running.push(server);
      return server;
    },
    async remove() {
      await Promise.all(running.map((server) => server.stop('SIGKILL')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function startServer(env: NodeJS.ProcessEnv): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  let printed = '';
  const said = await new Promise<boolean>((resolve) => {
    const listen = (part: Buffer) => {
      printed += part.toString();
      if (printed.includes('Ctrl-C stops it')) resolve(true);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => resolve(false));
  });
  if (!said) throw new Error(`did not start: ${printed}`);
  return {
    child,
    url: /ready at (https?:\S+)/.exec(printed)![1]!,
    link: /https?:\S+\/link\/[\w-]+/.exec(printed)?.[0] ?? null,
    printed: () => printed,
    async stop(signal = 'SIGTERM') {
      const begun = Date.now();
      child.kill(signal);
      return { code: await exited, ms: Date.now() - begun };
    },
  };
}

/** Uses the link up as “just me”. */
export async function settleIn({ url, link }: Running): Promise<Visit> {
  const answer = await fetch(link!, { method: 'POST', redirect: 'manual', headers: { origin: url }, body: new URLSearchParams({ choice: 'just-me' }) });
  return visit(url, cookieOf(answer));
}
