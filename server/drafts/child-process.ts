/** Starting, watching and ending the engine's process. Knows nothing of queues. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentWith } from '../config.ts';
import { projectRoot } from '../project-root.ts';
import type { ChildSetup, FromChild, ToChild } from './messages.ts';

const LAST_WORDS = 2000;
/** Tells the C library under Linux to give back the memory of large arrays at once, in bytes; otherwise it keeps a quarter more than is in use. */
const GIVING_BACK = { MALLOC_MMAP_THRESHOLD_: String(2 ** 20), MALLOC_TRIM_THRESHOLD_: String(2 ** 20) };

/** How a process went, and the last it wrote to its standard error. */
export interface ChildExit {
  code: number | null;
  signal: string | null;
  lastWords: string;
}

export interface ChildListeners {
  onMessage(message: FromChild): void;
  /** Once, after the process has gone, however it went. */
  onExit(exit: ChildExit): void;
}

/** What is run as the engine's process. */
export interface Program {
  file: string;
  execArgv: string[];
}

export interface EngineProcess {
  pid: number | undefined;
  send(message: ToChild): void;
  /** Ends it at once. Resolves when it has gone. */
  kill(): Promise<void>;
}

export function startChild(setup: ChildSetup, listeners: ChildListeners, { file, execArgv }: Program = ownProgram()): EngineProcess {
  const env = environmentWith(GIVING_BACK);
  const child = fork(file, [JSON.stringify(setup)], { execArgv, env, cwd: projectRoot, stdio: ['ignore', 'ignore', 'pipe', 'ipc'], serialization: 'advanced' });
  const lastWords = collectLastWords(child);
  const gone = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, lastWords: lastWords() }));
    // Without a process id there never was a process, and nothing will exit.
    child.on('error', (error) => child.pid === undefined && resolve({ code: null, signal: null, lastWords: String(error) }));
  });
  void gone.then((exit) => listeners.onExit(exit));
  child.on('message', (message) => listeners.onMessage(message as FromChild));
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** In dist/ the child is a program beside this one; from the sources it is run through tsx. */
function ownProgram(): Program {
  const built = fileURLToPath(new URL('./child.js', import.meta.url));
  if (existsSync(built)) return { file: built, execArgv: [] };
  return { file: fileURLToPath(new URL('./child.ts', import.meta.url)), execArgv: ['--import', 'tsx'] };
}

function collectLastWords(child: ChildProcess): () => string {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-LAST_WORDS);
  });
  return () => words;
}
