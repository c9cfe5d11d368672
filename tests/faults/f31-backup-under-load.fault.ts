import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listBackups } from '../../server/backups/service.ts';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, percentile, save, wait, type Desk } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

const PEOPLE = 40;
const THINK_MS = 1_000;
/** With and without backups take turns, and each turn is compared with its neighbour: whatever else the machine does falls on both. */
const TURNS = 10;
const SECONDS = 1.5;
const LONG = 'A sentence of a translation that somebody typed into its field. '.repeat(300);

/** So many people save, each now and then. Returns how long their saves took. */
async function load(desk: Desk, heads: Map<string, string>, seconds: number): Promise<number[]> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    desk.segmentIds.map(async (segmentId, person) => {
      await wait((person * THINK_MS) / PEOPLE);
      while (performance.now() < end) {
        const began = performance.now();
        const answer = await save(desk.client, segmentId, `${began} by ${person}`, { head: heads.get(segmentId) ?? null });
        expect(answer.status).toBe(200);
        heads.set(segmentId, ((await answer.json()) as { revisionId: string }).revisionId);
        times.push(performance.now() - began);
        await wait(THINK_MS);
      }
    }),
  );
  return times;
}

/** Makes one backup after the other until the returned function is called; it resolves when the last is made. */
function startBackups(desk: Desk): () => Promise<void> {
  let isOver = false;
  const making = (async () => {
    while (!isOver) {
      const answer = await desk.client.send('POST', '/backups', { headers: { Accept: 'text/html' }, body: new URLSearchParams({ _csrf: desk.client.csrf }) });
      expect(answer.status).toBe(303);
    }
  })();
  return () => {
    isOver = true;
    return making;
  };
}

test(
  'F31: backups made while 40 people save slow nobody down; one with a changed byte is found, passed over, and the one before it restored',
  { timeout: 240_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    const folder = path.join(dataDir, 'backups');
    try {
      const desk = await openDesk(dataDir, { writers: PEOPLE });
      const heads = new Map<string, string>();
      // A database of some size: about 50 MB.
      for (let n = 0; n < 65; n += 1)
        await Promise.all(
          desk.segmentIds.map(async (segmentId) => {
            const answer = await save(desk.client, segmentId, `${n} ${LONG}`, { head: heads.get(segmentId) ?? null });
            heads.set(segmentId, ((await answer.json()) as { revisionId: string }).revisionId);
          }),
        );
      const turns: { calm: number[]; busy: number[] }[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        const calm = await load(desk, heads, SECONDS);
        const stop = startBackups(desk);
        turns.push({ calm, busy: await load(desk, heads, SECONDS) });
        await stop();
      }
      const p95 = (kind: 'calm' | 'busy') =>
        percentile(
          turns.flatMap((turn) => turn[kind]),
          95,
        );
      const ratio = percentile(
        turns.map(({ calm, busy }) => percentile(busy, 95) / percentile(calm, 95)),
        50,
      );
      await desk.server.stop();

      const [newest, before] = listBackups(folder);
      const bytes = readFileSync(newest!.file);
      const at = bytes.indexOf('somebody typed');
      bytes[at] = bytes[at]! ^ 1;
      writeFileSync(newest!.file, bytes);
      expect(dragoman(dataDir, 'verify', newest!.file).status).toBe(EXIT.backupDamaged);
      expect(dragoman(dataDir, 'restore', newest!.file).status).toBe(EXIT.backupDamaged);
      expect(dragoman(dataDir, 'restore')).toMatchObject({ status: 0, stdout: expect.stringContaining(before!.file) as string });
      report({
        fault: 'F31',
        what: 'backups while 40 people save; then a changed byte',
        tries: listBackups(folder).length,
        note: `${(newest!.bytes / 1024 / 1024).toFixed(0)} MB; p95 of saves ${p95('calm').toFixed(1)} ms without, ${p95('busy').toFixed(1)} ms with backups one after the other; ${ratio.toFixed(2)} times in the middle of ${TURNS} pairs of ${SECONDS} s`,
      });
      // Twice nearly nothing is nearly nothing.
      expect(p95('busy') < 50 ? 1 : ratio).toBeLessThanOrEqual(2);
    } finally {
      remove();
    }
  },
);
