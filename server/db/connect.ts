import { statSync } from 'node:fs';
import BetterSqlite from 'better-sqlite3';
import { CompiledQuery, Kysely, SqliteDialect, type Transaction } from 'kysely';
import { isMissingAny, migrate, NewerDatabaseError } from './migrate.ts';
import type { Flavour } from './migration.ts';
import type { Schema } from './schema.ts';

export type Reader = Kysely<Schema>;
export type Tx = Transaction<Schema>;
/** Anything a store function can query: a reader or a running write. */
export type Queryable = Reader | Tx;

/**
 * The database as features see it.
 * `read` sees committed data and cannot write. `write` runs one transaction that begins immediate, one at a time;
 * inside it nothing but database calls may be awaited. A write that throws is rolled back whole.
 */
export interface Db {
  read: Reader;
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The pragmas of the live writing connection, for tests and the doctor. */
  pragmas(): Record<string, unknown>;
  close(): Promise<void>;
}

/** The file is not a database, is damaged, or cannot be opened as one that keeps its promises. */
export class UnreadableDatabaseError extends Error {}
export { NewerDatabaseError };

const SQLITE_FLAVOUR: Flavour = { strict: ' strict', autoincrement: 'integer primary key autoincrement', blob: 'blob' };

/** better-sqlite3 reopens WAL files with synchronous=NORMAL, so every open sets these and reads them back. */
const PROMISES = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 } as const;

/**
 * Opens (or creates) the SQLite file, checks it, brings its schema up to date and returns it ready for use.
 * @throws {UnreadableDatabaseError} not a database, damaged, or the pragmas did not hold.
 * @throws {NewerDatabaseError} written by a newer Dragoman; nothing has been written.
 */
export async function connect(file: string): Promise<Db> {
  const writing = open(file);
  const writer = kysely(writing);
  try {
    await migrate(writer, SQLITE_FLAVOUR);
  } catch (error) {
    await writer.destroy();
    throw error instanceof NewerDatabaseError ? error : new UnreadableDatabaseError(String(error), { cause: error });
  }
  const read = kysely(open(file, true));

  let tail: Promise<unknown> = Promise.resolve();
  return {
    read,
    write(work) {
      const turn = tail.then(() => inTransaction(writer, work));
      tail = turn.catch(() => undefined);
      return turn;
    },
    pragmas: () => Object.fromEntries(Object.keys(PROMISES).map((name) => [name, writing.pragma(name, { simple: true })])),
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
  let db: BetterSqlite.Database | undefined;
  try {
    db = new BetterSqlite(file, { readonly: true, timeout: PROMISES.busy_timeout });
    return isMissingAny(db.prepare<[], string>('select name from migration').pluck().all());
  } catch {
    return false;
  } finally {
    db?.close();
  }
}

function open(file: string, readonly = false): BetterSqlite.Database {
  let db: BetterSqlite.Database | undefined;
  try {
    const isNew = !readonly && size(file) === 0;
    db = new BetterSqlite(file, { timeout: PROMISES.busy_timeout });
    for (const [name, value] of Object.entries(PROMISES)) {
      db.pragma(`${name} = ${value}`);
      const held = db.pragma(name, { simple: true });
      if (held !== value) throw new Error(`${name} is ${String(held)} and not ${value}`);
    }
    if (readonly) db.pragma('query_only = 1');
    else if (!isNew) check(db);
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

function kysely(database: BetterSqlite.Database): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new ImmediateDialect(database) });
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

function inTransaction<T>(writer: Kysely<Schema>, work: (tx: Tx) => Promise<T>): Promise<T> {
  return writer.transaction().execute(work);
}
