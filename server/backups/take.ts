/** One backup: copied, checked, put in its place, and those it makes superfluous removed. */
import { rmSync } from 'node:fs';
import { DamagedSnapshotError, examineSnapshot, takeSnapshot, type SnapshotFacts } from '../db/snapshot.ts';
import { listBackups, readBackup, removeBackup, shelve, unfinishedIn, writeNote, type Backup, type Reason } from './catalogue.ts';
import { superfluous } from './keep.ts';

/** Who copies and who reads: this process for commands, a thread beside the server. */
export interface Copier {
  take(file: string, into: string): Promise<SnapshotFacts>;
  examine(file: string, expected?: string): Promise<SnapshotFacts>;
}

export const inThisThread: Copier = { take: takeSnapshot, examine: examineSnapshot };

export interface BackupPlace {
  database: string;
  folder: string;
}

/** @throws {DamagedSnapshotError} when the database is damaged; @throws what the disk says. In both cases every older backup is still there. */
export async function takeBackup({ database, folder }: BackupPlace, reason: Reason, copier: Copier = inThisThread): Promise<Backup> {
  const at = new Date();
  const unfinished = unfinishedIn(folder);
  try {
    const backup = shelve(unfinished, { at, reason, facts: await copier.take(database, unfinished) });
    for (const one of superfluous(listBackups(folder), at.getTime())) removeBackup(one);
    return backup;
  } catch (error) {
    for (const part of ['', '-journal', '-wal', '-shm']) rmSync(`${unfinished}${part}`, { force: true });
    throw error;
  }
}

/** null: it is good. */
export type Damage = string | null;

/** Reads a backup whole, and writes down what came of it when it has a note. */
export async function verifyBackup(file: string, copier: Copier = inThisThread): Promise<{ damage: Damage; facts: SnapshotFacts | null }> {
  const backup = readBackup(file);
  const seen = await examine(file, backup, copier);
  if (backup) writeNote({ ...backup, verifiedAt: new Date().toISOString(), isGood: seen.damage === null });
  return seen;
}

async function examine(file: string, backup: Backup | null, copier: Copier): Promise<{ damage: Damage; facts: SnapshotFacts | null }> {
  try {
    return { damage: null, facts: await copier.examine(file, backup?.sha256) };
  } catch (error) {
    if (!(error instanceof DamagedSnapshotError)) throw error;
    return { damage: error.message, facts: null };
  }
}
