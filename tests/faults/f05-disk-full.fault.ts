import { expect, test } from 'vitest';
import type { TargetView } from '../../server/core/api.ts';
import { healthOf, openDesk, openPage, save } from './desk.ts';
import { canMount, smallDisk } from './disk.ts';
import type { Acknowledged } from './oracle.ts';
import { expectNothingLost } from './verdict.ts';

const LONG = 'word '.repeat(6_000);

test.runIf(canMount)('F5: on a full disk saves answer 507 and pages are shown; with room again saving resumes by itself', { timeout: 120_000 }, async () => {
  const disk = smallDisk(12);
  try {
    const desk = await openDesk(disk.folder);
    const { client, segmentIds } = desk;
    const acknowledged: Acknowledged[] = [];
    const heads = new Map<string, string>();
    let refusals = 0;
    async function write(n: number): Promise<number> {
      const segmentId = segmentIds[n % segmentIds.length]!;
      const text = `${n} ${LONG}`;
      const answer = await save(client, segmentId, text, { head: heads.get(segmentId) ?? null });
      if (answer.ok) {
        const { revisionId, revisionNumber } = (await answer.json()) as TargetView;
        heads.set(segmentId, revisionId!);
        acknowledged.push({ segmentId, revisionId: revisionId!, revisionNumber, text });
      } else expect(await answer.json()).toMatchObject({ code: 'storage-full', message: expect.stringContaining('kept on this device') as string });
      return answer.status;
    }
    for (let n = 0; refusals < 20 && n < 1000; n += 1) {
      const status = await write(n);
      expect([200, 507]).toContain(status);
      if (status === 507) refusals += 1;
    }
    expect(refusals).toBe(20);
    expect(await healthOf(desk)).toEqual([503, { ok: false, reason: 'disk-full' }]);
    for (const address of ['/', `/documents/${desk.documentId}`]) {
      const page = await openPage(client, address);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('The server’s disk is full') as string]);
    }

    disk.resize(64);
    for (let n = 2000; n < 2032; n += 1) expect(await write(n)).toBe(200);
    expect(await healthOf(desk)).toEqual([200, { ok: true }]);
    expect(await desk.server.stop()).toBe(0);
    expectNothingLost(disk.folder, acknowledged, {
      fault: 'F5',
      what: 'disk full, then room again',
      tries: 1,
      note: `${refusals} answered 507`,
    });
  } finally {
    disk.remove();
  }
});
