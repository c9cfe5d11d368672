/** Backups while the server runs: one whenever something changed since the last, each read again once a day. */
import { statSync } from 'node:fs';
import type { Actor } from '../core/permissions.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../http/log.ts';
import type { Notice } from '../http/system-notices.ts';
import { isOnSameDisk, listBackups, newestGood, sweepUnfinished, type Backup } from './catalogue.ts';
import { takeBackup, verifyBackup, type BackupPlace, type Copier } from './take.ts';

export { listBackups, newestGood, type Backup } from './catalogue.ts';
export { besideThisThread } from './beside.ts';
export { NoBackupError, RestoreError, restoreBackup, wasRestoreCutOff } from './restore.ts';
export { takeBackup, verifyBackup, type BackupPlace } from './take.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A server that has just started has other things to do. */
const FIRST_AFTER_MS = 60_000;

export interface BackupOptions {
  place: BackupPlace & { dataDir: string };
  /** 0: only when somebody asks. */
  everyMs: number;
  log: Log;
  copier: Copier;
}

export interface BackupPage {
  folder: string;
  everyMs: number;
  isOnSameDisk: boolean;
  backups: Backup[];
}

export function createBackups(options: BackupOptions) {
  const { place, everyMs, log } = options;
  const { folder, dataDir } = place;
  const keeper = createKeeper(options);
  let timers: NodeJS.Timeout[] = [];
  const tend = () => void keeper.tend().catch(() => undefined);

  return {
    /** Begins to take them by the clock. */
    start(): void {
      try {
        sweepUnfinished(folder);
      } catch (error) {
        log.error({ error: String(error) }, 'the backups could not be swept');
      }
      if (everyMs === 0) return;
      timers = [setTimeout(tend, Math.min(FIRST_AFTER_MS, everyMs)), setInterval(tend, everyMs)];
      for (const timer of timers) timer.unref();
    },

    stop(): void {
      for (const timer of timers) clearTimeout(timer);
    },

    /** @throws {AppError} forbidden for who is no administrator. */
    page(actor: Actor): BackupPage {
      requireAdmin(actor);
      return { folder, everyMs, isOnSameDisk: isOnSameDisk(folder, dataDir), backups: listBackups(folder) };
    },

    /** @throws {AppError} forbidden; @throws what the disk says. */
    async takeNow(actor: Actor): Promise<void> {
      requireAdmin(actor);
      await keeper.take('asked');
    },

    /** For every page while the last attempt came to nothing. */
    notice: (): Notice | null => (keeper.hasFailed() ? { id: 'backup', tone: 'warn', title: 'notice.noBackup', text: 'notice.noBackupText' } : null),
  };
}

/** Takes and reads backups, one at a time. */
function createKeeper({ place, log, copier }: BackupOptions) {
  const { database, folder } = place;
  let hasFailed = false;
  let running: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = running.then(work);
    running = turn.catch(() => undefined);
    return turn;
  }

  async function take(reason: 'regular' | 'asked'): Promise<void> {
    try {
      const { file, bytes } = await takeBackup(place, reason, copier);
      hasFailed = false;
      log.info({ file, bytes }, 'a backup was taken');
    } catch (error) {
      hasFailed = true;
      log.error({ error: String(error) }, 'no backup could be taken');
      throw error;
    }
  }

  /** What was longest not looked at, when that is a day ago. */
  async function verifyOldest(): Promise<void> {
    const [due] = listBackups(folder)
      .filter(({ isGood, verifiedAt }) => isGood && Date.parse(verifiedAt) < Date.now() - DAY_MS)
      .sort((a, b) => (a.verifiedAt < b.verifiedAt ? -1 : 1));
    if (!due) return;
    const { damage } = await verifyBackup(due.file, copier);
    if (damage !== null) log.error({ file: due.file, damage }, 'a backup has been damaged');
  }

  async function tend(): Promise<void> {
    const newest = newestGood(listBackups(folder));
    if (!newest || changedAt(database) > Date.parse(newest.takenAt)) await take('regular');
    await verifyOldest();
  }

  return { take: (reason: 'asked') => inTurn(() => take(reason)), tend: () => inTurn(tend), hasFailed: () => hasFailed };
}

export type Backups = ReturnType<typeof createBackups>;

function requireAdmin(actor: Actor): void {
  if (!actor.isAdmin) throw new AppError('forbidden', 'notAdmin');
}

/** When the database was last written to: every commit touches its log. */
function changedAt(database: string): number {
  const times = [database, `${database}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  return Math.max(...times);
}
