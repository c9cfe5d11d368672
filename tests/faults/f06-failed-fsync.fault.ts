import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { TargetView } from '../../server/core/api.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, healthOf, openDesk, openPage, reopenDesk, save, until } from './desk.ts';
import { canInjectErrors } from './disk.ts';
import type { Acknowledged } from './oracle.ts';
import { expectNothingLost } from './verdict.ts';

/** From its fifth call on, writing through fails four times, and would succeed again after that. */
const FOUR_TIMES = ['-e', 'inject=fdatasync,fsync:error=EIO:when=5..8'];

async function injectErrors(pid: number, injection: string[]): Promise<ChildProcess> {
  const tracer = spawn('strace', ['-f', '-p', String(pid), '-e', 'trace=fdatasync,fsync', ...injection], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  tracer.stderr.on('data', (part: Buffer) => (said += part.toString()));
  await until(() => /attached/.test(said));
  return tracer;
}

async function stop(tracer: ChildProcess): Promise<void> {
  if (tracer.exitCode !== null || tracer.signalCode !== null) return;
  const gone = once(tracer, 'exit');
  tracer.kill('SIGINT');
  await gone;
}

test.runIf(canInjectErrors)(
  'F6: after the first failed fsync nothing is written any more, though later ones would succeed; a restart recovers',
  { timeout: 120_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    try {
      const desk = await openDesk(dataDir);
      const tracer = await injectErrors(desk.server.process.pid!, FOUR_TIMES);
      const statuses: number[] = [];
      const acknowledged: Acknowledged[] = [];
      for (const [index, segmentId] of desk.segmentIds.entries()) {
        const text = `words ${index}`;
        const answer = await save(desk.client, segmentId, text);
        statuses.push(answer.status);
        const body = (await answer.json()) as TargetView;
        if (answer.ok) acknowledged.push({ segmentId, revisionId: body.revisionId!, revisionNumber: body.revisionNumber, text });
      }
      const first = statuses.indexOf(503);
      expect(first).toBeGreaterThan(0);
      expect(statuses).toEqual(statuses.map((_, index) => (index < first ? 200 : 503)));
      expect(await healthOf(desk)).toEqual([503, { ok: false, reason: 'storage-broken' }]);
      const page = await openPage(desk.client, `/documents/${desk.documentId}`);
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('has stopped saving') as string]);

      const gone = once(tracer, 'exit');
      tracer.kill('SIGINT');
      await gone;
      // The disk is well again, and still nothing is written: what the system forgot it does not remember.
      expect((await save(desk.client, desk.segmentIds[0]!, 'late', { head: acknowledged[0]!.revisionId })).status).toBe(503);
      await desk.server.stop();
      await reopenDesk(desk, dataDir);
      expect(await healthOf(desk)).toEqual([200, { ok: true }]);
      expect((await save(desk.client, desk.segmentIds[0]!, 'after the restart', { head: acknowledged[0]!.revisionId })).status).toBe(200);
      await desk.server.stop();
      expectNothingLost(dataDir, acknowledged, {
        fault: 'F6',
        what: 'fsync fails four times',
        tries: 1,
        note: `${statuses.filter((status) => status === 503).length} answered 503 until the restart`,
      });
    } finally {
      remove();
    }
  },
);

test.runIf(canInjectErrors)(
  'F6: an fsync that fails while the log is merged into the database ends saving too, and every text said to be saved is there',
  { timeout: 120_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    try {
      const desk = await openDesk(dataDir);
      const tracer = await injectErrors(desk.server.process.pid!, ['-P', path.join(dataDir, 'dragoman.db'), '-e', 'inject=fdatasync,fsync:error=EIO']);
      let refused = 0;
      for (let n = 0; refused < 3 && n < 1_000; n += 1)
        await desk.writers[n % desk.writers.length]!.writeOnce(desk.client).catch((error: unknown) => {
          expect(String(error)).toContain('503');
          refused += 1;
        });
      expect(refused).toBe(3);
      expect(await healthOf(desk)).toEqual([503, { ok: false, reason: 'storage-broken' }]);
      await desk.server.stop('SIGKILL');
      await stop(tracer);
      await reopenDesk(desk, dataDir);
      for (const writer of desk.writers) await writer.writeOnce(desk.client);
      await desk.server.stop();
      const acknowledged = acknowledgedBy(desk);
      expectNothingLost(dataDir, acknowledged, {
        fault: 'F6',
        what: '',
        tries: 1,
        note: 'also while merging the log',
      });
    } finally {
      remove();
    }
  },
);
