import { expect, test } from 'vitest';
import type { TargetView } from '../../server/core/api.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, readDatabase, save } from './desk.ts';
import { report } from './run.ts';

test('F19: a yes to a text that has changed meanwhile is refused, and stands nowhere', { timeout: 60_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    for (const segmentId of desk.segmentIds) {
      const seen = (await (await save(desk.client, segmentId, 'seen', { isConfirmed: true })).json()) as TargetView;
      const approve = (revisionId: string) =>
        desk.client.send('POST', `/segments/${segmentId}/approval`, {
          json: { revisionId },
          headers: { 'If-Match': `"${revisionId}"`, 'Idempotency-Key': crypto.randomUUID() },
        });
      const [changed, answer] = await Promise.all([
        save(desk.client, segmentId, 'changed', { head: seen.revisionId, isConfirmed: true }),
        approve(seen.revisionId!),
      ]);
      // Whichever came first: no approval stands for a text nobody looked at.
      expect(changed.status).toBe(200);
      expect([201, 412]).toContain(answer.status);
      expect((await approve(seen.revisionId!)).status).toBe(412);
    }
    await desk.server.stop();
    const wrong = readDatabase(dataDir, (db) =>
      db
        .prepare(`select count(*) from approval join target using (segment_id) where taken_off_at is null and approval.revision_id <> target.head_revision_id`)
        .pluck()
        .get(),
    );
    report({ fault: 'F19', what: 'approval of a text that changed meanwhile', tries: desk.segmentIds.length });
    expect(wrong).toBe(0);
  } finally {
    remove();
  }
});
