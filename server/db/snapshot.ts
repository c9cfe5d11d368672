import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import BetterSqlite from 'better-sqlite3';

/** What stands in a snapshot, so that a person sees at a glance whether it is the one they want. */
export interface SnapshotFacts {
  bytes: number;
  /** Of the whole file, in hex: SQLite itself does not notice a changed letter. */
  sha256: string;
  /** Rows by table, of the tables people know. */
  counts: Record<string, number>;
}

/** The file is no snapshot that could be restored; the message says why. */
export class DamagedSnapshotError extends Error {}

const COUNTED = ['person', 'project', 'document', 'segment', 'revision'] as const;
const PAGES_AT_A_TIME = 500;
/** So often the copy is written through: a save that waits behind all of it at once would wait for seconds. */
const PIECES_PER_SYNC = 2;

/**
 * Copies a database that may be in use to a new file: one moment of it, whatever is written meanwhile, on a connection of its own. The copy needs no
 * companion files, has been checked and is on the disk when this resolves.
 * @param into path of the copy; must not exist.
 * @throws {DamagedSnapshotError} the copy is damaged, and so then is the database. @throws what SQLite or the disk says.
 */
export async function takeSnapshot(file: string, into: string): Promise<SnapshotFacts> {
  const source = new BetterSqlite(file, { readonly: true, fileMustExist: true });
  try {
    // The copy is made in pieces; without a transaction every write between two of them would begin it anew.
    source.exec('begin');
    source.prepare('select count(*) from sqlite_schema').get();
    let pieces = 0;
    await source.backup(into, {
      progress: () => {
        if ((pieces += 1) % PIECES_PER_SYNC === 0) sync(into);
        return PAGES_AT_A_TIME;
      },
    });
  } finally {
    source.close();
  }
  standAlone(into);
  const facts = await examineSnapshot(into);
  sync(into);
  return facts;
}

/**
 * Reads a snapshot from its first byte to its last. Writes nothing.
 * @param expected the sha-256 it had when it was taken, when that is known.
 * @throws {DamagedSnapshotError} it is not what was taken, or not whole.
 */
export async function examineSnapshot(file: string, expected?: string): Promise<SnapshotFacts> {
  const sha256 = await sha256Of(file);
  if (expected !== undefined && sha256 !== expected) throw new DamagedSnapshotError('its bytes are not those that were written');
  const db = openWhole(file);
  try {
    const [verdict] = db.pragma('integrity_check(1)') as { integrity_check: string }[];
    if (verdict?.integrity_check !== 'ok') throw new DamagedSnapshotError(verdict?.integrity_check ?? 'it cannot be checked');
    if ((db.pragma('foreign_key_check') as unknown[]).length > 0) throw new DamagedSnapshotError('rows hang on rows that are not there');
    return { bytes: statSync(file).size, sha256, counts: countRows(db) };
  } catch (error) {
    throw error instanceof DamagedSnapshotError ? error : new DamagedSnapshotError(String(error), { cause: error });
  } finally {
    db.close();
  }
}

function openWhole(file: string): BetterSqlite.Database {
  try {
    return new BetterSqlite(file, { readonly: true, fileMustExist: true });
  } catch (error) {
    throw new DamagedSnapshotError(String(error), { cause: error });
  }
}

function countRows(db: BetterSqlite.Database): Record<string, number> {
  return Object.fromEntries(COUNTED.map((table) => [table, db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0]));
}

/** Takes the copy out of WAL mode, so that it is one file. */
function standAlone(file: string): void {
  const copy = new BetterSqlite(file);
  try {
    copy.pragma('journal_mode = delete');
  } finally {
    copy.close();
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Writes a file, or a folder's list of names, through to the disk. */
export function sync(file: string): void {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
