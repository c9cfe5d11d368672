import { cpSync, readFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { makeDataFolder, startBuiltServer } from '../support/built-server.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

test('F29: a database of a newer program is refused with code 6 by every command, and not a byte of it changes', { timeout: 60_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  const file = path.join(dataDir, 'dragoman.db');
  try {
    await (await startBuiltServer(dataDir)).stop();
    const db = new BetterSqlite(file);
    db.exec("insert into migration (name) values ('9999-from-the-future')");
    // As a restored backup is.
    db.pragma('journal_mode = delete');
    db.close();
    const before = readFileSync(file);
    const commands = [['serve'], ['users', 'list'], ['users', 'link'], ['export', '--list']];
    for (const command of commands) {
      const { status, stderr } = dragoman(dataDir, ...command);
      expect([command.join(' '), status, stderr]).toEqual([command.join(' '), EXIT.databaseNewer, expect.stringContaining('newer Dragoman') as string]);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
    const backup = path.join(dataDir, 'newer.db');
    cpSync(file, backup);
    expect(dragoman(dataDir, 'restore', backup).status).toBe(EXIT.databaseNewer);
    expect(readFileSync(file).equals(before)).toBe(true);
    report({ fault: 'F29', what: 'older program, newer database', tries: commands.length + 1 });
  } finally {
    remove();
  }
});
