/** Says on every page when the disk below the data folder is nearly or quite full. */
import { statfs } from 'node:fs/promises';
import type { Notice, NoticeSource } from './system-notices.ts';

const NEARLY_FULL_BYTES = 200 * 1024 * 1024;
const FULL_BYTES = 2 * 1024 * 1024;
/** One look serves all pages of a moment. */
const GOOD_FOR_MS = 5_000;

export function diskNotice(folder: string): NoticeSource {
  let looked: { at: number; notice: Notice | null } | undefined;
  return async () => {
    if (!looked || Date.now() - looked.at > GOOD_FOR_MS) looked = { at: Date.now(), notice: await look(folder) };
    return looked.notice;
  };
}

async function look(folder: string): Promise<Notice | null> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < FULL_BYTES) return { id: 'disk', tone: 'bad', title: 'notice.diskFull', text: 'notice.diskFullText' };
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
