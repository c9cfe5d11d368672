import { expect, test } from 'vitest';
import { clientFor, makeDataFolder, segmentIds, settle, startBuiltServer } from '../support/built-server.ts';
import { examine, NOTHING_LOST } from './oracle.ts';
import { Writer } from './writer.ts';

test.each(['SIGTERM', 'SIGINT'] as const)('F32: %s while saves are in flight ends with 0 within 5 s, and everything accepted is kept', async (signal) => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const server = await startBuiltServer(dataDir);
    const { client, documentId } = await settle(server);
    const writers = (await segmentIds(client, documentId)).map((id, index) => new Writer(id, `writer ${index + 1}`));
    const stop = new AbortController();
    const writing = Promise.all(writers.map((writer) => writer.writeUntil(client, stop.signal)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const asked = performance.now();
    expect(await server.stop(signal)).toBe(0);
    expect(performance.now() - asked).toBeLessThan(5000);
    stop.abort();
    await writing;

    const again = await startBuiltServer(dataDir);
    const visit = clientFor(again.url, client.cookie.replace(/-\d+=/, `-${new URL(again.url).port}=`), client.csrf);
    for (const writer of writers) await writer.writeOnce(visit);
    await again.stop();
    const acknowledged = writers.flatMap((writer) => writer.acknowledged);
    expect(acknowledged.length).toBeGreaterThan(writers.length);
    expect(examine(dataDir, acknowledged)).toEqual(NOTHING_LOST);
  } finally {
    remove();
  }
});
