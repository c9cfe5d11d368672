/** Where the running server says which process and which address it is, for other commands. The lock, not this file, decides who runs. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Announcement = z.object({ pid: z.number().int(), address: z.string() });
export type Announcement = z.output<typeof Announcement>;

const fileIn = (dataDir: string) => path.join(dataDir, 'server.json');

export function writeAnnouncement(dataDir: string, announcement: Announcement): void {
  writeFileSync(fileIn(dataDir), JSON.stringify(announcement));
}

export function removeAnnouncement(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** null when there is none, or its process is gone. */
export function readAnnouncement(dataDir: string): Announcement | null {
  try {
    const read = Announcement.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
    process.kill(read.pid, 0);
    return read;
  } catch {
    return null;
  }
}
