/** What a server asked of the system, in order, written down by strace: its writes to the database, its syncs, its answers. */
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type SystemCall =
  | { kind: 'write'; file: string; at: number; bytes: Buffer }
  | { kind: 'truncate'; file: string; length: number }
  /** Done by now. It covers the calls before number `covers`: those after it came while it ran. */
  | { kind: 'sync'; file: string; covers: number }
  | { kind: 'remove'; file: string }
  /** Bytes that left through a socket, as text. */
  | { kind: 'answer'; text: string };

const DATABASE_FILES = ['dragoman.db', 'dragoman.db-wal', 'dragoman.db-journal'];
/** Further ways to change a file are written down too, so that a use of one is noticed. */
const CALLS = 'pwrite64,pwritev,pwritev2,write,writev,fdatasync,fsync,ftruncate,fallocate,openat,rename,renameat,renameat2,unlink,unlinkat';

/** The command that runs a server, stays its parent's child, and leaves the log. */
export function writingDown(log: string): string[] {
  return ['strace', '-D', '-f', '--seccomp-bpf', '-y', '-xx', '-s', '1048576', '-e', `trace=${CALLS}`, '-o', log];
}

/** Words of a call and how many calls were known when it began. */
interface Asked {
  words: string;
  begun: number;
}

/** Reads a log to its end; of files only those of the database in this folder. */
export async function readSystemCalls(log: string, dataDir: string): Promise<SystemCall[]> {
  const calls: SystemCall[] = [];
  const unfinished = new Map<string, Asked>();
  for await (const line of createInterface({ input: createReadStream(log, 'latin1'), crlfDelay: Infinity })) {
    const asked = countingNow(line, calls.length, unfinished);
    const call = asked && understood(asked, dataDir);
    if (call) calls.push(call);
  }
  return calls;
}

/** Of a call that another thread cut in two, the half that counts: a sync when it is done, all else when it is asked for. */
function countingNow(line: string, begun: number, unfinished: Map<string, Asked>): Asked | null {
  const [, thread = '', words = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
  if (words.endsWith('<unfinished ...>')) {
    unfinished.set(thread, { words, begun });
    return isSync(words) ? null : { words, begun };
  }
  if (!words.startsWith('<... ')) return { words, begun };
  const first = unfinished.get(thread);
  return first && isSync(first.words) ? { words: first.words + words, begun: first.begun } : null;
}

function isSync(words: string): boolean {
  return /^f(data)?sync\(/.test(words);
}

function understood(asked: Asked, dataDir: string): SystemCall | null {
  const [, name = '', first = ''] = /^(\w+)\(([^,)]*)/.exec(asked.words) ?? [];
  if (/^(openat|unlink|rename)/.test(name)) return namedFile(name, asked.words, dataDir);
  const target = decoded(/<(.*)>/.exec(first)?.[1] ?? '').toString();
  if (/^writev?$/.test(name) && target.startsWith('socket')) return { kind: 'answer', text: quoted(asked.words).toString() };
  const file = databaseFile(target, dataDir);
  return file ? openedFile(name, file, asked) : null;
}

function openedFile(name: string, file: string, { words, begun }: Asked): SystemCall | null {
  if (isSync(words)) return / = 0$/.test(words) ? { kind: 'sync', file, covers: begun } : null;
  const number = Number(/, (\d+)(?:\) += |\s*<unfinished)/.exec(words)?.[1]);
  if (name === 'pwrite64') return { kind: 'write', file, at: number, bytes: quoted(words) };
  if (name === 'ftruncate') return { kind: 'truncate', file, length: number };
  throw new Error(`${name} is not a call that can be replayed`);
}

/** Opening matters only where it empties; a renamed database file cannot be replayed. */
function namedFile(name: string, words: string, dataDir: string): SystemCall | null {
  const [file] = [...words.matchAll(/"([^"]*)"/g)].flatMap(([, text]) => databaseFile(decoded(text!).toString(), dataDir) ?? []);
  if (!file || / = -1 /.test(words)) return null;
  if (name === 'openat') return words.includes('O_TRUNC') ? { kind: 'truncate', file, length: 0 } : null;
  if (name.startsWith('unlink')) return { kind: 'remove', file };
  throw new Error(`${name} of a database file cannot be replayed`);
}

function databaseFile(place: string, dataDir: string): string | null {
  return path.dirname(place) === dataDir && DATABASE_FILES.includes(path.basename(place)) ? path.basename(place) : null;
}

function quoted(words: string): Buffer {
  return Buffer.concat([...words.matchAll(/"([^"]*)"/g)].map(([, text]) => decoded(text!)));
}

/** Every byte is written as \xhh; a word without any is left as it is. */
function decoded(text: string): Buffer {
  return text.startsWith('\\x') ? Buffer.from(text.replaceAll('\\x', ''), 'hex') : Buffer.from(text);
}
