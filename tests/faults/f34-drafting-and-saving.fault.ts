import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, percentile, save, wait } from './desk.ts';
import { report } from './run.ts';

const PEOPLE = 50;
const THINK_MS = 5_000;
const SECONDS = 30;

test('F34: while the machine drafts all the time, 50 people save without waiting', { timeout: 180_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir, { writers: PEOPLE, env: { DRAGOMAN_MODEL: path.join(projectRoot, 'models/ar-en-starter') } });
    const times: number[] = [];
    const end = performance.now() + SECONDS * 1000;
    const drafting = (async () => {
      // Drafts anew, one segment after the other, whatever there is already.
      for (let n = 0; performance.now() < end; n += 1) {
        await desk.client.send('POST', `/segments/${desk.segmentIds[n % PEOPLE]}/drafts`, { json: {} });
        await wait(500);
      }
    })();
    await Promise.all(
      desk.segmentIds.map(async (segmentId, person) => {
        await wait((person * THINK_MS) / PEOPLE);
        let head: string | null = null;
        while (performance.now() < end) {
          const began = performance.now();
          const answer = await save(desk.client, segmentId, `text ${began} of ${person}`, { head });
          expect(answer.status).toBe(200);
          head = ((await answer.json()) as { revisionId: string }).revisionId;
          times.push(performance.now() - began);
          await wait(THINK_MS);
        }
      }),
    );
    await drafting;
    await desk.server.stop();
    const [p95, longest] = [percentile(times, 95), Math.max(...times)];
    report({
      fault: 'F34',
      what: '50 people save while the machine drafts',
      tries: times.length,
      acknowledged: times.length,
      lost: 0,
      note: `p95 ${p95.toFixed(1)} ms, longest ${longest.toFixed(0)} ms`,
    });
    expect(p95).toBeLessThan(100);
    expect(longest).toBeLessThan(500);
  } finally {
    remove();
  }
});
