import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../errors.ts';

/**
 * Why nothing can be written. `disk-full` passes by itself; after `storage-broken` (an I/O error, a failed fsync, damage) and
 * `database-replaced` (another file lies where ours was) nothing is written until the next start, which looks at the file anew.
 */
export type Ailment = 'disk-full' | 'storage-broken' | 'database-replaced';

export interface StorageWatch {
  /** What holds now, null when all is well. Costs two look-ups in the file system. */
  ailment(): Ailment | null;
  /** To be called before each write. @throws {AppError} unavailable, for good, after what cannot be trusted any more. */
  refuseWhenBroken(): void;
  /** Takes note of an error of the database; what has nothing to do with the disk is passed over. */
  note(error: unknown): void;
  /** A transaction has reached the disk. */
  noteSuccess(): void;
}

/** No write of ours fits into less. */
const LEAST_ROOM_BYTES = 65_536;
/** A refusal for want of room is believed for so long when the disk itself says that there is some. */
const FULL_FOR_MS = 10_000;

/** Whether the disk below a folder has no room left, not even for a short text. */
export function hasNoRoom(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LEAST_ROOM_BYTES;
}

/**
 * Watches over one open database file. A failed fsync cannot be asked again: the system may have thrown the pages away and say yes the second time,
 * so the first one ends all writing.
 */
export function watchStorage(file: string): StorageWatch {
  const folder = path.dirname(file);
  const ours = identityOf(file);
  let broken: Exclude<Ailment, 'disk-full'> | null = null;
  let cause: unknown;
  let fullUntil = 0;

  function look(): void {
    if (broken === null && identityOf(file) !== ours) broken = 'database-replaced';
  }

  return {
    ailment() {
      look();
      if (broken !== null) return broken;
      return performance.now() < fullUntil || isFull(folder) ? 'disk-full' : null;
    },
    refuseWhenBroken() {
      look();
      if (broken !== null) throw new AppError('unavailable', 'storageBroken', { cause });
    },
    note(error) {
      const kind = kindOf(error, folder);
      if (kind === 'full') fullUntil = performance.now() + FULL_FOR_MS;
      else if (kind === 'broken' && broken === null) [broken, cause] = ['storage-broken', error];
    },
    noteSuccess() {
      fullUntil = 0;
    },
  };
}

function kindOf(error: unknown, folder: string): 'full' | 'broken' | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') return 'full';
  if (!/^SQLITE_(IOERR|CORRUPT|NOTADB)/.test(code)) return null;
  // On a full disk the shared index of the log cannot grow, which SQLite calls an I/O error too.
  return /^SQLITE_IOERR_(SHM|WRITE|TRUNCATE)/.test(code) && isFull(folder) ? 'full' : 'broken';
}

function isFull(folder: string): boolean {
  try {
    return hasNoRoom(folder);
  } catch {
    return false;
  }
}

function identityOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : '';
}
