/** The folder of backups: each is a database file, and beside it a note of what it was when it was taken and when it was last looked at. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../db/make-folder.ts';
import { sync, type SnapshotFacts } from '../db/snapshot.ts';

const REASONS = ['regular', 'asked', 'upgrade'] as const;
/** Why it was taken: by the clock, because somebody asked, or before the schema was changed. */
export type Reason = (typeof REASONS)[number];

const Note = z.object({
  takenAt: z.iso.datetime(),
  reason: z.enum(REASONS),
  bytes: z.number().int(),
  sha256: z.string(),
  counts: z.record(z.string(), z.number().int()),
  /** When it was last read from its first byte to its last. */
  verifiedAt: z.iso.datetime(),
  isGood: z.boolean(),
});
type Note = z.output<typeof Note>;

export interface Backup extends Note {
  file: string;
}

const NAME = /^dragoman-.*\.db$/;
const UNFINISHED = /^\.taking-(\d+)-/;
const noteOf = (file: string) => `${file}.json`;

/** All backups that have their note, newest first. */
export function listBackups(folder: string): Backup[] {
  return namesIn(folder)
    .filter((name) => NAME.test(name))
    .flatMap((name) => readBackup(path.join(folder, name)) ?? [])
    .sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
}

/** null when the file has no note that can be read: then nothing is known of it but what is in it. */
export function readBackup(file: string): Backup | null {
  try {
    return { file, ...Note.parse(JSON.parse(readFileSync(noteOf(file), 'utf8'))) };
  } catch {
    return null;
  }
}

export function newestGood(backups: readonly Backup[]): Backup | undefined {
  return backups.find(({ isGood }) => isGood);
}

/** A path in the folder for a copy that is not one yet. Makes the folder. */
export function unfinishedIn(folder: string): string {
  makeFolder(folder, 0o700);
  return path.join(folder, `.taking-${process.pid}-${Date.now()}.db`);
}

/** Removes what copies left behind that came to nothing. To be called before this process makes its first: process ids are used again. */
export function sweepUnfinished(folder: string): void {
  for (const name of namesIn(folder)) {
    const maker = UNFINISHED.exec(name)?.[1];
    if (maker !== undefined && (Number(maker) === process.pid || !isAlive(Number(maker)))) rmSync(path.join(folder, name), { force: true });
  }
}

/** Puts a copy that was found good in its place. Nothing that is there already is written over. */
export function shelve(unfinished: string, taken: { at: Date; reason: Reason; facts: SnapshotFacts }): Backup {
  const { at, reason, facts } = taken;
  const folder = path.dirname(unfinished);
  const file = freeName(folder, at);
  const backup = { file, takenAt: at.toISOString(), reason, ...facts, verifiedAt: new Date().toISOString(), isGood: true };
  writeNote(backup);
  renameSync(unfinished, file);
  sync(folder);
  return backup;
}

/** Writes down what looking at a backup has shown. */
export function writeNote({ file, ...note }: Backup): void {
  const unfinished = `${noteOf(file)}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(Note.parse(note), null, 2)}\n`);
  sync(unfinished);
  renameSync(unfinished, noteOf(file));
}

export function removeBackup({ file }: Backup): void {
  rmSync(file, { force: true });
  rmSync(noteOf(file), { force: true });
}

/** Then one broken disk takes the database and its backups. */
export function isOnSameDisk(folder: string, dataDir: string): boolean {
  const there = existsSync(folder) ? folder : path.dirname(folder);
  return statSync(there, { throwIfNoEntry: false })?.dev === statSync(dataDir, { throwIfNoEntry: false })?.dev;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freeName(folder: string, at: Date): string {
  const stem = path.join(folder, `dragoman-${at.toISOString().replaceAll(':', '-')}`);
  let name = `${stem}.db`;
  for (let n = 2; existsSync(name); n += 1) name = `${stem}-${n}.db`;
  return name;
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
