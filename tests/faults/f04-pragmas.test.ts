import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder, startBuiltServer } from '../support/built-server.ts';
import { report } from './run.ts';

const PROMISED = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 };

test('F4: the promises to the disk hold at the first start and at the second, which SQLite alone would not keep', async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    for (let start = 0; start < 2; start += 1) await (await startBuiltServer(dataDir, { DRAGOMAN_LOG: 'info' })).stop();
    const lines = readFileSync(path.join(dataDir, 'dragoman.log'), 'utf8').trim().split('\n');
    const pragmas = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['pragmas']).filter((found) => found !== undefined);
    report({ fault: 'F4', what: 'pragmas after a restart', tries: 2 });
    expect(pragmas).toEqual([PROMISED, PROMISED]);
  } finally {
    remove();
  }
});
