import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, readDatabase, reopenDesk } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { expectNothingLost } from './verdict.ts';

const TABLES = ['revision', 'segment', 'change'];
const PAGE = 4096;

test('F8: a damaged page is found at start: code 3, nothing written, the newest good backup named, and restoring it helps', { timeout: 180_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  const file = path.join(dataDir, 'dragoman.db');
  try {
    const desk = await openDesk(dataDir);
    for (const writer of desk.writers) await writer.writeOnce(desk.client);
    expect(dragoman(dataDir, 'backup').status).toBe(0);
    await desk.server.stop();
    for (const table of TABLES) {
      const page = readDatabase(dataDir, (db) => db.prepare<[string], number>('select rootpage from sqlite_schema where name = ?').pluck().get(table)!);
      const handle = openSync(file, 'r+');
      writeSync(handle, randomBytes(100), 0, 100, (page - 1) * PAGE);
      closeSync(handle);
      const damaged = readFileSync(file);
      const { status, stderr } = dragoman(dataDir, 'serve');
      expect(status).toBe(EXIT.databaseUnreadable);
      expect(stderr).toMatch(/damaged[\s\S]*newest good backup is of .*npx dragoman restore .*dragoman-.*\.db/);
      expect(readFileSync(file).equals(damaged)).toBe(true);
      expect(dragoman(dataDir, 'restore')).toMatchObject({ status: 0, stdout: expect.stringMatching(/kept in .*replaced-/) as string });
    }
    await reopenDesk(desk, dataDir);
    await desk.server.stop();
    const acknowledged = acknowledgedBy(desk);
    expectNothingLost(dataDir, acknowledged, {
      fault: 'F8',
      what: 'damaged page, found at start, backup restored',
      tries: TABLES.length,
    });
  } finally {
    remove();
  }
});
