/** Says on every page when nothing can be written below the data folder, or soon will be. */
import { statfs } from 'node:fs/promises';
import type { Notice, NoticeSource } from './system-notices.ts';

const NEARLY_FULL_BYTES = 200 * 1024 * 1024;
const FULL_BYTES = 2 * 1024 * 1024;
/** One look serves all pages of a moment. */
const GOOD_FOR_MS = 5_000;

const FULL: Notice = { id: 'disk', tone: 'bad', title: 'notice.diskFull', text: 'notice.diskFullText' };
const STOPPED: Notice = { id: 'disk', tone: 'bad', title: 'notice.writingStopped', text: 'notice.writingStoppedText' };

/** @param ailment why the database takes no writes, null when it does */
export function diskNotice(folder: string, ailment: () => string | null): NoticeSource {
  let looked: { at: number; notice: Notice | null } | undefined;
  return async () => {
    const ill = ailment();
    if (ill !== null) return ill === 'disk-full' ? FULL : STOPPED;
    if (!looked || Date.now() - looked.at > GOOD_FOR_MS) looked = { at: Date.now(), notice: await look(folder) };
    return looked.notice;
  };
}

async function look(folder: string): Promise<Notice | null> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < FULL_BYTES) return FULL;
  if (free < NEARLY_FULL_BYTES)
    return {
      id: 'disk',
      tone: 'warn',
      title: 'notice.diskNearlyFull',
      text: 'notice.diskNearlyFullText',
      values: { megabytes: Math.round(free / 1024 / 1024) },
    };
  return null;
}
