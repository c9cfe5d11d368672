import { execFileSync } from 'node:child_process';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { makeDataFolder, settle, startBuiltServer, type BuiltServer } from '../support/built-server.ts';

const SENTENCES = 20;

function readDb<T>(dataDir: string, read: (db: BetterSqlite.Database) => T): T {
  const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
}
const draftCount = (dataDir: string) => readDb(dataDir, (db) => (db.prepare('select count(*) as n from draft').get() as { n: number }).n);
const job = (dataDir: string) =>
  readDb(dataDir, (db) => db.prepare('select state, done, total from job').get() as { state: string; done: number; total: number });

async function until(isTrue: () => boolean, timeoutMs = 60_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function childrenOf({ process: server }: BuiltServer): number[] {
  return execFileSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' })
    .split('\n')
    .map(Number)
    .filter(Boolean);
}

function expectEachOnce(dataDir: string): void {
  expect(job(dataDir)).toEqual({ state: 'done', done: 14, total: 14 });
  expect(draftCount(dataDir)).toBe(SENTENCES);
  expect(readDb(dataDir, (db) => (db.prepare('select max(attempt) as n from draft').get() as { n: number }).n)).toBe(1);
  expect(
    readDb(dataDir, (db) => (db.prepare("select count(*) as n from target where state <> 'initial' or head_revision_id is not null").get() as { n: number }).n),
  ).toBe(0);
}

test('F13: the drafting process is killed in the middle; drafting goes on by itself and drafts every sentence once', async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const server = await startBuiltServer(dataDir);
    await settle(server);
    await until(() => draftCount(dataDir) >= 3);
    for (const pid of childrenOf(server)) process.kill(pid, 'SIGKILL');
    await until(() => job(dataDir).state === 'done');
    expectEachOnce(dataDir);
    await server.stop();
  } finally {
    remove();
  }
});

test('F13: the server is killed in the middle of drafting; the next start goes on where it was', async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const first = await startBuiltServer(dataDir);
    await settle(first);
    await until(() => draftCount(dataDir) >= 3);
    await first.stop('SIGKILL');
    const before = draftCount(dataDir);
    expect(before).toBeLessThan(SENTENCES);
    const second = await startBuiltServer(dataDir);
    await until(() => job(dataDir).state === 'done');
    expectEachOnce(dataDir);
    await second.stop();
  } finally {
    remove();
  }
});
