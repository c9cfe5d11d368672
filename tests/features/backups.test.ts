/** Backups on a real folder: what is copied, kept, passed over and put back. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backup } from '../../server/backups/catalogue.ts';
import {
  listBackups,
  newestGood,
  NoBackupError,
  restoreBackup,
  RestoreError,
  takeBackup,
  verifyBackup,
  wasRestoreCutOff,
} from '../../server/backups/service.ts';
import { superfluous } from '../../server/backups/keep.ts';
import { connect, type Db } from '../../server/db/connect.ts';
import { addPerson, openTestDb, type TestDb } from '../support/database.ts';

let box: TestDb;
let folder: string;
beforeEach(async () => {
  box = await openTestDb();
  folder = path.join(mkdtempSync(`${path.dirname(box.file)}-backups-`), 'deep', 'er');
});
afterEach(async () => {
  await box.remove();
  rmSync(path.dirname(path.dirname(folder)), { recursive: true, force: true });
});

const place = () => ({ database: box.file, folder });
const names = async (db: Db) => (await db.read.selectFrom('person').select('name').orderBy('name').execute()).map(({ name }) => name);

/** One letter of a name changes, which leaves the file in perfect order. */
function flipByte(file: string, word: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(word);
  bytes[at] = bytes[at]! ^ 1;
  writeFileSync(file, bytes);
}

async function contentsOf(file: string): Promise<string[]> {
  const db = await connect(file);
  try {
    return await names(db);
  } finally {
    await db.close();
  }
}

describe('a backup', () => {
  test('is one whole file of one moment, though people go on writing', async () => {
    await addPerson(box.db, 'Amal');
    const taking = takeBackup(place(), 'asked');
    await addPerson(box.db, 'Noor');
    const { file, counts, isGood } = await taking;
    expect([counts['person'], isGood]).toEqual([1, true]);
    expect(readdirSync(folder).sort()).toEqual([path.basename(file), `${path.basename(file)}.json`]);
    expect(await verifyBackup(file)).toMatchObject({ damage: null, facts: { counts: { person: 1 } } });
    expect(await names(box.db)).toEqual(['Amal', 'Noor']);
  });

  test('in which a letter has changed is found, marked and no longer the newest good one', async () => {
    await addPerson(box.db, 'Amal');
    const older = await takeBackup(place(), 'asked');
    const newer = await takeBackup(place(), 'asked');
    flipByte(newer.file, 'Amal');
    expect((await verifyBackup(newer.file)).damage).toMatch(/bytes are not those/);
    expect(newestGood(listBackups(folder))?.file).toBe(older.file);
  });

  test('of a damaged database is not kept, and those before stay', async () => {
    for (let n = 0; n < 300; n += 1) await addPerson(box.db, `Person ${n}`);
    const good = await takeBackup(place(), 'asked');
    await box.db.close();
    const bytes = readFileSync(box.file);
    bytes.fill(0xa5, 4096 * 2, 4096 * 2 + 100);
    bytes.fill(0xa5, bytes.length - 4096, bytes.length - 3996);
    writeFileSync(box.file, bytes);
    await expect(takeBackup(place(), 'asked')).rejects.toThrow(/tree|page|malformed/i);
    expect(listBackups(folder)).toEqual([good]);
    expect(readdirSync(folder)).toHaveLength(2);
    box.db = await connect(good.file);
  });

  test('in a place where the system makes no folders is refused at once', async () => {
    await expect(takeBackup({ ...place(), folder: '/proc/no/such' }, 'asked')).rejects.toThrow(/ENOENT|EPERM|EACCES|EROFS/);
  });

  test('that cannot be written leaves nothing behind', async () => {
    writeFileSync(path.join(path.dirname(box.file), 'a-file'), '');
    await expect(takeBackup({ database: box.file, folder: path.join(path.dirname(box.file), 'a-file') }, 'asked')).rejects.toThrow();
  });
});

describe('what is kept', () => {
  const HOUR_MS = 3_600_000;
  const now = Date.parse('2026-03-10T12:30:00.000Z');
  const backup = (ageMs: number, more: Partial<Backup> = {}): Backup => {
    const takenAt = new Date(now - ageMs).toISOString();
    return { file: takenAt, takenAt, reason: 'regular', bytes: 1, sha256: '', counts: {}, verifiedAt: takenAt, isGood: true, ...more };
  };
  const kept = (all: Backup[]) => {
    const gone = new Set(superfluous(all, now));
    return all.filter((one) => !gone.has(one));
  };

  test('are all of the last hour, and the newest of each of 24 hours and 14 days', () => {
    const quarterHours = Array.from({ length: 4 * 24 * 20 }, (_, n) => backup((n * HOUR_MS) / 4));
    const stay = kept(quarterHours);
    expect(stay[0]).toBe(quarterHours[0]);
    expect(new Set(stay.map(({ takenAt }) => takenAt.slice(0, 13))).size).toBe(stay.length - 2);
    // Of the 24 newest hours two are the newest of their days too, and two quarters of an hour are not the newest of theirs.
    expect(stay).toHaveLength(24 + 14 - 2 + 2);
    expect(stay.at(-1)!.takenAt).toBe('2026-02-25T23:45:00.000Z');
  });

  test('are good ones: a damaged one takes no place, and goes after 14 days', () => {
    const damaged = backup(0, { isGood: false });
    const good = backup(60_000);
    const old = backup(15 * 24 * HOUR_MS, { isGood: false });
    expect(kept([damaged, good, old])).toEqual([damaged, good]);
  });

  test('are the last three from before upgrades, however old', () => {
    const upgrades = [40, 50, 60, 70].map((days) => backup(days * 24 * HOUR_MS, { reason: 'upgrade' }));
    const days = Array.from({ length: 30 }, (_, n) => backup(n * 24 * HOUR_MS));
    expect(kept([...days, ...upgrades]).filter(({ reason }) => reason === 'upgrade')).toEqual(upgrades.slice(0, 3));
  });
});

describe('restoring', () => {
  test('puts the backup in place, without anything of the log that lay there, and keeps what it replaces', async () => {
    await addPerson(box.db, 'Amal');
    const { file } = await takeBackup(place(), 'asked');
    await addPerson(box.db, 'Noor');
    const before = { database: readFileSync(box.file), log: readFileSync(`${box.file}-wal`) };
    // As after kill -9: the log is full and nobody merged it.
    await box.db.close();
    writeFileSync(box.file, before.database);
    writeFileSync(`${box.file}-wal`, before.log);

    const { setAside, facts } = await restoreBackup({ database: box.file }, file);
    expect(facts.counts['person']).toBe(1);
    expect(await contentsOf(path.join(setAside!, path.basename(box.file)))).toEqual(['Amal', 'Noor']);
    box.db = await connect(box.file);
    expect(await names(box.db)).toEqual(['Amal']);
    expect(wasRestoreCutOff(box.file)).toBe(false);
  });

  test('refuses a damaged backup and changes nothing', async () => {
    await addPerson(box.db, 'Amal');
    const { file } = await takeBackup(place(), 'asked');
    await box.db.close();
    flipByte(file, 'Amal');
    const before = readFileSync(box.file);
    await expect(restoreBackup({ database: box.file }, file)).rejects.toThrow(RestoreError);
    expect(readFileSync(box.file).equals(before)).toBe(true);
    expect(existsSync(`${box.file}.incoming`)).toBe(false);
    box.db = await connect(box.file);
  });

  test('refuses a database with a log beside it, whose newest texts a copy of the file would lack', async () => {
    await addPerson(box.db, 'Amal');
    await expect(restoreBackup({ database: `${box.file}-other` }, box.file)).rejects.toThrow(NoBackupError);
    expect(existsSync(`${box.file}-other`)).toBe(false);
  });

  test('works where nothing lies any more', async () => {
    await addPerson(box.db, 'Amal');
    const { file } = await takeBackup(place(), 'asked');
    await box.db.close();
    for (const part of ['', '-wal', '-shm']) rmSync(`${box.file}${part}`, { force: true });
    expect((await restoreBackup({ database: box.file }, file)).setAside).toBeNull();
    box.db = await connect(box.file);
    expect(await names(box.db)).toEqual(['Amal']);
  });
});

test('what is damaged is told from what cannot be read', async () => {
  const file = path.join(path.dirname(box.file), 'text.db');
  writeFileSync(file, 'no database at all, but a text that is long enough to be taken for one'.repeat(20));
  expect((await verifyBackup(file)).damage).toMatch(/not a database/);
  await expect(verifyBackup(`${file}.absent`)).rejects.toThrow(/ENOENT/);
});

describe('an upgrade', () => {
  const done = () => {
    const raw = new BetterSqlite(box.file, { readonly: true });
    try {
      return raw.prepare<[], string>('select name from migration order by name').pluck().all();
    } finally {
      raw.close();
    }
  };

  test('is not begun when the backup before it fails', async () => {
    await box.db.close();
    const raw = new BetterSqlite(box.file);
    raw.exec('delete from migration where name = (select max(name) from migration)');
    raw.close();
    const before = done();
    await expect(connect(box.file, { beforeUpgrade: () => Promise.reject(new Error('no room')) })).rejects.toThrow('no room');
    expect(done()).toEqual(before);
    box.db = await connect(newFile());
  });

  test('asks for no backup of a database that is new, or up to date', async () => {
    const never = () => Promise.reject(new Error('asked'));
    await (await connect(newFile(), { beforeUpgrade: never })).close();
    await (await connect(box.file, { beforeUpgrade: never })).close();
  });

  const newFile = () => path.join(path.dirname(box.file), 'another.db');
});
