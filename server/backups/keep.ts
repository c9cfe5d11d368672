/** Which backups stay: all of the last hour, and the newest of each of the last hours and days that have any. */
import type { Backup } from './catalogue.ts';

export const HOURS_KEPT = 24;
export const DAYS_KEPT = 14;
const UPGRADES_KEPT = 3;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Those that may go. Only good ones count as kept, so a damaged one never takes a good one's place; a damaged one stays as long as the last day that is
 * kept, because it may be all there is of something.
 * @param backups newest first
 */
export function superfluous(backups: readonly Backup[], now: number): Backup[] {
  const good = backups.filter(({ isGood }) => isGood);
  const kept = new Set([
    // Should the newest go bad on its disk, the one before it is not an hour older.
    ...good.filter(({ takenAt }) => Date.parse(takenAt) > now - HOUR_MS),
    ...newestOfEach(good, 'yyyy-mm-ddThh'.length, HOURS_KEPT),
    ...newestOfEach(good, 'yyyy-mm-dd'.length, DAYS_KEPT),
    ...good.filter(({ reason }) => reason === 'upgrade').slice(0, UPGRADES_KEPT),
  ]);
  return backups.filter((backup) => !kept.has(backup) && (backup.isGood || Date.parse(backup.takenAt) < now - DAYS_KEPT * DAY_MS));
}

/** By the first letters of the moment they were taken. */
function newestOfEach(backups: readonly Backup[], letters: number, most: number): Backup[] {
  const newest = new Map<string, Backup>();
  for (const backup of backups) {
    const period = backup.takenAt.slice(0, letters);
    if (!newest.has(period)) newest.set(period, backup);
  }
  return [...newest.values()].slice(0, most);
}
