/** Backups → what their page shows. */
import path from 'node:path';
import type { BackupPage } from './service.ts';
import { DAYS_KEPT, HOURS_KEPT } from './keep.ts';

const MINUTE_MS = 60_000;

export function backupsView({ folder, everyMs, isOnSameDisk, backups }: BackupPage, locale: string, now: number) {
  const good = backups.filter(({ isGood }) => isGood);
  const newest = good[0];
  return {
    folder,
    isOnSameDisk,
    hours: HOURS_KEPT,
    days: DAYS_KEPT,
    /** null: only when somebody asks. */
    minutes: everyMs === 0 ? null : Math.round((everyMs / MINUTE_MS) * 100) / 100,
    newest: newest ? { at: newest.takenAt, age: ageOf(newest.takenAt, locale, now) } : null,
    backups: backups.map(({ file, takenAt, reason, bytes, counts, verifiedAt, isGood }) => ({
      name: path.basename(file),
      takenAt,
      age: ageOf(takenAt, locale, now),
      reason,
      megabytes: (bytes / 1024 / 1024).toLocaleString(locale, { maximumFractionDigits: 1 }),
      documents: counts['document'] ?? 0,
      revisions: counts['revision'] ?? 0,
      verifiedAt,
      isGood,
    })),
  };
}

/** “5 minutes ago”, in the largest unit that fits. */
function ageOf(at: string, locale: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE_MS));
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (minutes < 60) return format.format(-minutes, 'minute');
  if (minutes < 48 * 60) return format.format(-Math.floor(minutes / 60), 'hour');
  return format.format(-Math.floor(minutes / 60 / 24), 'day');
}
