import BetterSqlite from 'better-sqlite3';

/** Held for as long as the process lives; the system lets go of it however the process ends. */
export interface DataLock {
  release(): void;
}

/** Another process holds the lock of this data folder. */
export class DataInUseError extends Error {}

/** The native part of better-sqlite3 is missing or was built for another Node. */
export class NativePartError extends Error {}

/**
 * Claims a data folder for this process: an exclusive transaction on a file of its own, which the system drops with the process, even
 * one that was killed. A number in a file could lie: process ids are used again.
 * @param file path of the lock file; made when missing.
 * @throws {DataInUseError} another process holds it. @throws {NativePartError} SQLite itself cannot be loaded.
 */
export function lockData(file: string): DataLock {
  let lock: BetterSqlite.Database | undefined;
  try {
    lock = new BetterSqlite(file, { timeout: 0 });
    lock.pragma('locking_mode = exclusive');
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    if (codeOf(error) === 'SQLITE_BUSY') throw new DataInUseError(file, { cause: error });
    if (isNativePart(error)) throw new NativePartError(String(error), { cause: error });
    throw error;
  }
  const held = lock;
  return { release: () => void held.close() };
}

function isNativePart(error: unknown): boolean {
  return ['MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(codeOf(error)) || /bindings file|NODE_MODULE_VERSION/.test(String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
