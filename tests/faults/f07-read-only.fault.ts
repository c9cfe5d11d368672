import { writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { acknowledgedBy, healthOf, openDesk, openPage, save } from './desk.ts';
import { canMountImages, imageDisk } from './disk.ts';
import { expectNothingLost } from './verdict.ts';

test.runIf(canMountImages)(
  'F7: a file system that turns read-only after an error stops saving, not reading, and takes nothing',
  { timeout: 120_000 },
  async () => {
    const disk = imageDisk(48, 'loop,errors=remount-ro');
    try {
      const desk = await openDesk(disk.folder, { env: { DRAGOMAN_LOG: 'silent' } });
      for (const writer of desk.writers) await writer.writeOnce(desk.client);
      writeFileSync(`/sys/fs/ext4/${disk.device}/trigger_fs_error`, 'an error for a test');
      const statuses: number[] = [];
      for (const segmentId of desk.segmentIds.slice(0, 5)) statuses.push((await save(desk.client, segmentId, 'refused')).status);
      expect(statuses).toEqual([503, 503, 503, 503, 503]);
      expect(await healthOf(desk)).toEqual([503, { ok: false, reason: 'storage-broken' }]);
      const page = await openPage(desk.client, `/documents/${desk.documentId}`);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('has stopped saving') as string]);
      await desk.server.stop('SIGKILL');

      const copy = disk.copyAsAfterPowerCut();
      try {
        execFileSync('ls', [path.join(copy.folder, 'dragoman.db')]);
        const acknowledged = acknowledgedBy(desk);
        expectNothingLost(copy.folder, acknowledged, {
          fault: 'F7',
          what: 'file system turns read-only',
          tries: 1,
        });
      } finally {
        copy.remove();
      }
    } finally {
      disk.remove();
    }
  },
);
