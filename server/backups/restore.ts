/** A backup takes the place of the database; what lay there is kept. */
import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { examineSnapshot, sync, type SnapshotFacts } from '../db/snapshot.ts';
import { migrationsIn } from '../db/connect.ts';
import { isMissingAny, refuseUnknown } from '../db/migrate.ts';
import { verifyBackup, type BackupPlace } from './take.ts';

/** Nothing was changed; the message says why. */
export class RestoreError extends Error {}
/** A log lies beside the file: a copy of the file alone would lack what is in the log. A backup has none. */
export class NoBackupError extends RestoreError {}

export interface Restored {
  facts: SnapshotFacts;
  /** Folder of what lay there before; null when nothing did. */
  setAside: string | null;
  /** The next start brings it up to this program. */
  isOlder: boolean;
}

const COMPANIONS = ['-wal', '-shm'];
const markOf = (database: string) => `${database}.restoring`;

/** Whether a restore was begun and not finished: what lies there is not to be opened. */
export function wasRestoreCutOff(database: string): boolean {
  return existsSync(markOf(database));
}

/**
 * The server must not run. The copy is made and read beside the database first, and put in its place by one rename. A log of the old database would be merged into the new
 * one, so it leaves first, and a mark forbids to start until all is done.
 * @throws {RestoreError} the backup is damaged, or none ({@link NoBackupError}). @throws {NewerDatabaseError}
 */
export async function restoreBackup({ database }: Pick<BackupPlace, 'database'>, backup: string): Promise<Restored> {
  if ((statSync(`${backup}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new NoBackupError(backup);
  const { damage, facts } = await verifyBackup(backup);
  if (facts === null) throw new RestoreError(damage ?? '');
  const done = migrationsIn(backup) ?? [];
  refuseUnknown(done);
  const incoming = `${database}.incoming`;
  try {
    copyFileSync(backup, incoming);
    sync(incoming);
    await examineSnapshot(incoming, facts.sha256);
    writeFileSync(markOf(database), backup);
    sync(path.dirname(database));
    const setAside = putAside(database);
    renameSync(incoming, database);
    sync(path.dirname(database));
    rmSync(markOf(database));
    return { facts, setAside, isOlder: isMissingAny(done) };
  } finally {
    rmSync(incoming, { force: true });
  }
}

/** The database keeps its name until the backup takes it: at no moment is there none. */
function putAside(database: string): string | null {
  const all = ['', ...COMPANIONS].filter((part) => existsSync(`${database}${part}`));
  if (all.length === 0) return null;
  const folder = path.join(path.dirname(database), `replaced-${new Date().toISOString().replaceAll(':', '-')}`);
  mkdirSync(folder, { mode: 0o700 });
  const there = (part: string) => path.join(folder, `${path.basename(database)}${part}`);
  if (all.includes('')) linkOrCopy(database, there(''));
  for (const part of COMPANIONS) if (all.includes(part)) renameSync(`${database}${part}`, there(part));
  sync(folder);
  return folder;
}

/** Some file systems have no second names. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
    sync(to);
  }
}
