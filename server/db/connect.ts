import { statSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, type Transaction } from 'kysely';
import { isMissingAny, migrate, NewerDatabaseError, refuseUnknown } from './migrate.ts';
import type { Flavour } from './migration.ts';
import type { Schema } from './schema.ts';
import { watchStorage, type Ailment, type StorageWatch } from './storage.ts';

export type Reader = Kysely<Schema>;
export type Tx = Transaction<Schema>;
/** Anything a store function can query: a reader or a running write. */
export type Queryable = Reader | Tx;

/**
 * The database as features see it.
 * `read` sees committed data and cannot write. `write` runs one transaction that begins immediate, one at a time;
 * inside it nothing but database calls may be awaited. A write that throws is rolled back whole.
 * After an error of the disk every write is refused until the next start; reading goes on.
 */
export interface Db {
  read: Reader;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The pragmas of the live writing connection, for tests and the doctor. */
  pragmas(): Record<string, unknown>;
  /** Why nothing can be written now, null when all is well. */
  ailment(): Ailment | null;
  close(): Promise<void>;
}

/** The file is not a database, is damaged, or cannot be opened as one that keeps its promises. */
export class UnreadableDatabaseError extends Error {}
export { NewerDatabaseError };

const SQLITE_FLAVOUR: Flavour = { strict: ' strict', autoincrement: 'integer primary key autoincrement', blob: 'blob' };

/** better-sqlite3 reopens WAL files with synchronous=NORMAL, so every open sets these and reads them back. */
const PROMISES = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 } as const;

/** The log is merged into the file after so many writes, or when it is longer than ever and at least this. */
const WRITES_TO_MERGE = 250;
const LONG_LOG_BYTES = 4 * 1024 * 1024;

export interface ConnectOptions {
  /** Awaited before the schema of a database that holds anything is changed; what it throws ends the opening, and nothing was changed. */
  beforeUpgrade?: (file: string) => Promise<void>;
}

/**
 * Opens (or creates) the SQLite file, checks it, brings its schema up to date and returns it ready for use.
 * @throws {UnreadableDatabaseError} not a database, damaged, or the pragmas did not hold.
 * @throws {NewerDatabaseError} written by a newer Dragoman; nothing has been written.
 */
export async function connect(file: string, { beforeUpgrade }: ConnectOptions = {}): Promise<Db> {
  const done = migrationsIn(file);
  if (done) refuseUnknown(done);
  const writing = open(file);
  const storage = watchStorage(file);
  const writer = kysely(writing, storage);
  try {
    if (done && isMissingAny(done)) await beforeUpgrade?.(file);
    await migrate(writer, SQLITE_FLAVOUR);
  } catch (error) {
    await writer.destroy();
    throw isOurs(error) ? new UnreadableDatabaseError(String(error), { cause: error }) : error;
  }
  const read = kysely(open(file, true), storage);
  const mergeLog = createMerger(writing, storage);

  async function writeNow<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    storage.refuseWhenBroken();
    const result = await writer.transaction().execute(work);
    storage.noteSuccess();
    mergeLog();
    return result;
  }

  let tail: Promise<unknown> = Promise.resolve();
  return {
    read,
    write(work) {
      const turn = tail.then(() => writeNow(work));
      tail = turn.catch(() => undefined);
      return turn;
    },
    pragmas: () => Object.fromEntries(Object.keys(PROMISES).map((name) => [name, writing.pragma(name, { simple: true })])),
    ailment: () => storage.ailment(),
    async close() {
      await tail;
      await read.destroy();
      await writer.destroy();
    },
  };
}

/**
 * Whether {@link connect} would have to change the schema first; true for a file that is not there yet. Only reads.
 * False for what cannot be read: connect says why.
 */
export function isBehind(file: string): boolean {
  if (size(file) === 0) return true;
  const done = migrationsIn(file);
  return done !== null && isMissingAny(done);
}

/** The migrations a database went through; null for a file that is not there yet or cannot be read. Only reads. */
export function migrationsIn(file: string): string[] | null {
  if (size(file) === 0) return null;
  let db: BetterSqlite.Database | undefined;
  try {
    db = new BetterSqlite(file, { readonly: true, timeout: PROMISES.busy_timeout });
    return db.prepare<[], string>('select name from migration').pluck().all();
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

/** What came from SQLite while the schema was changed, rather than from whoever was asked before it. */
function isOurs(error: unknown): boolean {
  return error instanceof BetterSqlite.SqliteError;
}

/**
 * To be called after each write, which is on the disk whatever happens here. SQLite would merge by itself, but keeps silent about the errors it meets.
 * A merged log keeps its length and is written over from its beginning.
 */
function createMerger(db: BetterSqlite.Database, storage: StorageWatch): () => void {
  let writes = 0;
  let longest = LONG_LOG_BYTES;
  return () => {
    writes += 1;
    const length = size(`${db.name}-wal`);
    if (writes < WRITES_TO_MERGE && length <= longest) return;
    writes = 0;
    longest = Math.max(longest, length);
    try {
      db.pragma('wal_checkpoint(passive)');
    } catch (error) {
      storage.note(error);
    }
  };
}

function open(file: string, readonly = false): BetterSqlite.Database {
  let db: BetterSqlite.Database | undefined;
  try {
    const isNew = !readonly && size(file) === 0;
    db = new BetterSqlite(file, { timeout: PROMISES.busy_timeout });
    // First of all: setting the mode may write, and what is damaged is left as it is.
    if (!readonly && !isNew) check(db);
    for (const [name, value] of Object.entries(PROMISES)) {
      db.pragma(`${name} = ${value}`);
      const held = db.pragma(name, { simple: true });
      if (held !== value) throw new Error(`${name} is ${String(held)} and not ${value}`);
    }
    if (readonly) db.pragma('query_only = 1');
    else db.pragma('wal_autocheckpoint = 0');
    return db;
  } catch (error) {
    db?.close();
    throw new UnreadableDatabaseError(String(error), { cause: error });
  }
}

function check(db: BetterSqlite.Database): void {
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new Error(`quick_check says: ${String(verdict)}`);
}

function size(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function kysely(database: BetterSqlite.Database, storage: StorageWatch): Kysely<Schema> {
  return new Kysely<Schema>({
    dialect: new ImmediateDialect(database),
    log: (event) => {
      if (event.level === 'error') storage.note(event.error);
    },
  });
}

/** Kysely's SQLite dialect with `begin immediate`: a deferred transaction that upgrades does not wait for its turn. */
class ImmediateDialect extends SqliteDialect {
  readonly #database: BetterSqlite.Database;

  constructor(database: BetterSqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override createDriver() {
    const driver = super.createDriver();
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    // When the disk is full or broken SQLite rolls back by itself; rolling back once more would fail and hide the reason.
    driver.rollbackTransaction = async (connection) => {
      if (this.#database.inTransaction) await connection.executeQuery(CompiledQuery.raw('rollback'));
    };
    return driver;
  }
}
