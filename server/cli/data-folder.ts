/** Opens a data folder for a command, or refuses with the reason a person can act on. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSecureContext } from 'node:tls';
import { listBackups, newestGood, takeBackup, wasRestoreCutOff } from '../backups/service.ts';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { connect, NewerDatabaseError, type Db } from '../db/connect.ts';
import { makeFolder } from '../db/make-folder.ts';
import { DataInUseError, lockData, NativePartError, type DataLock } from '../db/lock.ts';
import { hasNoRoom } from '../db/storage.ts';
import { quoted } from './arguments.ts';
import { diskFull, isDiskFull } from './disk-full.ts';
import { EXIT, Refusal } from './exit-codes.ts';
import { readAnnouncement } from './announcement.ts';

export function loadConfig(): Readonly<Config> {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Refusal(EXIT.badConfiguration, `The setting ${error.message}.`, {
      remedy: `Correct or remove ${error.variable} and start again; docs/running.md lists all settings.`,
      cause: error,
    });
  }
}

/** Makes the folder when it is missing and tries to write in it. */
export function prepareFolder({ dataDir }: Config): void {
  const probe = path.join(dataDir, `.writable-${process.pid}`);
  try {
    makeFolder(dataDir);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    if (isDiskFull(error)) throw diskFull(error);
    throw new Refusal(EXIT.dataNotWritable, `The data folder ${dataDir} cannot be written to.`, {
      remedy: 'Give it to this user, or name another folder in DRAGOMAN_DATA.',
      cause: error,
    });
  }
}

export function claim({ dataDir }: Config): DataLock {
  try {
    return lockData(path.join(dataDir, 'dragoman.lock.db'));
  } catch (error) {
    if (error instanceof NativePartError)
      throw new Refusal(EXIT.partMissing, 'The database driver better-sqlite3 cannot be loaded.', {
        remedy: 'Run `npm run doctor`: it names what this machine lacks to build it.',
        cause: error,
      });
    if (!(error instanceof DataInUseError)) throw unreadable(path.join(dataDir, 'dragoman.lock.db'), error);
    const other = readAnnouncement(dataDir);
    throw new Refusal(EXIT.dataInUse, `Dragoman is running on ${dataDir} already${other ? ` (process ${other.pid}, ${other.address})` : ''}.`, {
      remedy: other ? `Open ${other.address}, or stop that process first.` : 'Stop the other one first, or name another folder in DRAGOMAN_DATA.',
      cause: error,
    });
  }
}

export async function openDatabase(config: Config): Promise<Db> {
  const file = databaseFile(config.dataDir);
  if (wasRestoreCutOff(file))
    throw new Refusal(EXIT.databaseUnreadable, `Restoring a backup to ${file} was cut off half-way. Nothing was opened.`, {
      remedy: 'Run `npx dragoman restore` again.',
    });
  try {
    return await connect(file, { beforeUpgrade: () => backUpFirst(config) });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof NewerDatabaseError) throw newer(file, error);
    throw unreadable(file, error, adviceFor(config));
  }
}

export function newer(file: string, cause: unknown): Refusal {
  return new Refusal(EXIT.databaseNewer, `${file} was written by a newer Dragoman. Nothing was changed in it.`, {
    remedy: 'Start that newer version, or name another folder in DRAGOMAN_DATA.',
    cause,
  });
}

/** A schema is changed in one direction only. */
async function backUpFirst({ backups, dataDir }: Config): Promise<void> {
  try {
    await takeBackup({ database: databaseFile(dataDir), folder: backups.folder }, 'upgrade');
  } catch (error) {
    if (isDiskFull(error)) throw diskFull(error);
    throw new Refusal(
      EXIT.outputNotWritable,
      `The backup before the upgrade could not be made in ${backups.folder} (${reasonOf(error)}). Nothing was changed.`,
      {
        remedy: 'Make that folder writable, or name another one in DRAGOMAN_BACKUPS.',
        cause: error,
      },
    );
  }
}

/** What to do about a damaged database. */
function adviceFor({ backups }: Config): string {
  const newest = newestGood(listBackups(backups.folder));
  if (!newest) return 'Nothing was changed in it. Keep it, put a good copy in its place, or name another folder in DRAGOMAN_DATA.';
  return `Nothing was changed in it. The newest good backup is of ${newest.takenAt}; this puts it in place: npx dragoman restore ${quoted(newest.file)}`;
}

/** Certificate and key as they stand in their files now; null when the server speaks no TLS itself. */
export function certificateOf({ tls }: Config): { cert: Buffer; key: Buffer } | null {
  if (!tls) return null;
  try {
    const pair = { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new Refusal(EXIT.badConfiguration, `The settings DRAGOMAN_TLS_CERT and DRAGOMAN_TLS_KEY: ${reasonOf(error)}.`, {
      remedy: 'Name a certificate and its key as PEM files and start again; docs/running.md lists all settings.',
      cause: error,
    });
  }
}

export function databaseFile(dataDir: string): string {
  return path.join(dataDir, 'dragoman.db');
}

function unreadable(file: string, error: unknown, remedy = 'Keep it, put a good copy in its place, or name another folder in DRAGOMAN_DATA.'): Refusal {
  if (isDiskFull(error) || hasNoRoom(path.dirname(file))) return diskFull(error);
  return new Refusal(EXIT.databaseUnreadable, `${file} is damaged or not a database (${reasonOf(error)}).`, {
    remedy,
    cause: error,
  });
}

export function reasonOf(error: unknown): string {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).replaceAll(/^(\w*Error: )+|\*{3}.*?\*{3}\s*/g, '').split('\n');
  return reason.trim();
}
