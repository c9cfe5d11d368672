import { cpSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { makeDataFolder, startBuiltServer } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, startWriting, until } from './desk.ts';
import { examine, type Acknowledged } from './oracle.ts';
import { report } from './run.ts';

const log = (dataDir: string) => path.join(dataDir, 'dragoman.db-wal');
const index = (dataDir: string) => path.join(dataDir, 'dragoman.db-shm');

/** What somebody, or a copy that was not whole, did to the companions of a database whose server was killed. Only the index may be lost without loss. */
const ACCIDENTS: [string, boolean, (dataDir: string) => void][] = [
  ['index gone', true, (dataDir) => rmSync(index(dataDir))],
  ['index full of rubbish', true, (dataDir) => writeFileSync(index(dataDir), randomBytes(32_768))],
  ['log gone', false, (dataDir) => rmSync(log(dataDir))],
  ['log cut in half', false, (dataDir) => truncateSync(log(dataDir), Math.floor(statSync(log(dataDir)).size / 2))],
  ['log cut inside a page', false, (dataDir) => truncateSync(log(dataDir), statSync(log(dataDir)).size - 1000)],
];

test(
  'F9: with its log cut or gone, or its index stale, the database opens at an earlier moment or is refused, and is never a mix',
  { timeout: 180_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    try {
      const desk = await openDesk(dataDir);
      const writing = startWriting(desk);
      await until(() => acknowledgedBy(desk).length >= 100);
      await desk.server.stop('SIGKILL');
      await writing.stop();
      expect(statSync(log(dataDir)).size).toBeGreaterThan(0);
      const outcomes: string[] = [];
      for (const [name, keepsAll, happen] of ACCIDENTS)
        outcomes.push(`${name}: ${await after(happen, { dataDir, keepsAll, acknowledged: acknowledgedBy(desk) })}`);
      expect(outcomes).toContain('log gone: an earlier moment');
      report({ fault: 'F9', what: 'log cut or gone, index stale', tries: ACCIDENTS.length, note: outcomes.join(', ') });
    } finally {
      remove();
    }
  },
);

async function after(
  happen: (dataDir: string) => void,
  { dataDir, keepsAll, acknowledged }: { dataDir: string; keepsAll: boolean; acknowledged: readonly Acknowledged[] },
): Promise<string> {
  const copy = mkdtempSync(path.join(tmpdir(), 'dragoman-accident-'));
  try {
    for (const part of ['', '-wal', '-shm']) cpSync(path.join(dataDir, `dragoman.db${part}`), path.join(copy, `dragoman.db${part}`));
    expect(existsSync(log(copy))).toBe(true);
    happen(copy);
    const server = await startBuiltServer(copy, { DRAGOMAN_MODEL: '/nowhere' }).catch((error: unknown) => {
      expect(String(error)).toContain(`ended with ${EXIT.databaseUnreadable}`);
      return null;
    });
    if (server === null) {
      expect(keepsAll).toBe(false);
      return 'refused';
    }
    await server.stop();
    const verdict = examine(copy, acknowledged);
    expect({ ...verdict, lost: [] }).toEqual({ lost: [], duplicated: [], gaps: [], integrity: 'ok', foreignKeys: 0, withoutAuthor: 0 });
    if (keepsAll) expect(verdict.lost).toEqual([]);
    return verdict.lost.length === 0 ? 'whole' : 'an earlier moment';
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
