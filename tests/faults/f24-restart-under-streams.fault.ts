import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { openDesk, reopenDesk, save, until, type Desk } from './desk.ts';
import { report } from './run.ts';

const KILLS = 5;

/** What a stream has sent, and the last id it gave. */
async function listen(desk: Desk, lastId: string | null): Promise<{ seen: () => string; lastId: () => string | null; close(): void }> {
  const controller = new AbortController();
  const answer = await desk.client.send('GET', '/events', {
    headers: { Accept: 'text/event-stream', ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) },
    signal: controller.signal,
  });
  let text = '';
  const reading = (async () => {
    for await (const part of answer.body!) text += new TextDecoder().decode(part);
  })().catch(() => undefined);
  await until(() => text.includes('id: '));
  return {
    seen: () => text,
    lastId: () => [...text.matchAll(/^id: (\S+)$/gm)].at(-1)?.[1] ?? lastId,
    close() {
      controller.abort();
      void reading;
    },
  };
}

test('F24: a stream that is taken up again after the server was killed misses no change', { timeout: 120_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    let lastId: string | null = null;
    for (let round = 0; round < KILLS; round += 1) {
      const stream = await listen(desk, lastId);
      const [first, second] = [desk.segmentIds[2 * round]!, desk.segmentIds[2 * round + 1]!];
      await save(desk.client, first, 'before the kill');
      await until(() => stream.seen().includes(first), 5_000);
      lastId = stream.lastId();
      stream.close();
      // Nobody listens to this one.
      await save(desk.client, second, 'nobody hears this');
      await desk.server.stop('SIGKILL');
      await reopenDesk(desk, dataDir);
      const again = await listen(desk, lastId);
      await until(() => again.seen().includes(second), 5_000);
      expect(again.seen()).not.toContain(first);
      // A restart is no other history.
      expect(again.seen()).not.toContain('set-back');
      lastId = again.lastId();
      again.close();
    }
    await desk.server.stop();
    report({ fault: 'F24', what: 'server killed under live streams', tries: KILLS });
  } finally {
    remove();
  }
});
