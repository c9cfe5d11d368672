import { expect, test } from 'vitest';
import { clientFor, makeDataFolder, segmentIds, settle, startBuiltServer } from '../support/built-server.ts';
import { examine, NOTHING_LOST } from './oracle.ts';
import { Writer } from './writer.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const count = (writers: readonly Writer[]) => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);

const KILLS = 5;
const WRITERS = 14;

test('F1, F3: killed in the middle of saving, every acknowledged text is there once, and unanswered ones sent again are written once', async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    let server = await startBuiltServer(dataDir);
    const { client, documentId } = await settle(server);
    const writers = (await segmentIds(client, documentId)).slice(0, WRITERS).map((id, index) => new Writer(id, `writer ${index + 1}`));
    expect(writers).toHaveLength(WRITERS);

    for (let round = 0; round < KILLS; round += 1) {
      const visit = clientFor(server.url, client.cookie.replace(/-\d+=/, `-${new URL(server.url).port}=`), client.csrf);
      const stop = new AbortController();
      const writing = Promise.all(writers.map((writer) => writer.writeUntil(visit, stop.signal)));
      while (count(writers) < (round + 1) * WRITERS * 2) await wait(5);
      await wait((round * 37) % 90);
      await server.stop('SIGKILL');
      stop.abort();
      await writing;
      server = await startBuiltServer(dataDir);
    }
    const visit = clientFor(server.url, client.cookie.replace(/-\d+=/, `-${new URL(server.url).port}=`), client.csrf);
    for (const writer of writers) await writer.writeOnce(visit);
    await server.stop();

    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(WRITERS * KILLS);
    expect(writers.reduce((sum, writer) => sum + writer.resent, 0)).toBeGreaterThan(0);
    expect(examine(dataDir, acknowledged)).toEqual(NOTHING_LOST);
  } finally {
    remove();
  }
});
