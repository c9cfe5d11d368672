import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataFolder, segmentIds, settle, startBuiltServer, type BuiltServer, type Client } from '../support/built-server.ts';

const folder = makeDataFolder();
let server: BuiltServer;
let client: Client;
let ids: string[];

beforeAll(async () => {
  server = await startBuiltServer(folder.dataDir);
  const settled = await settle(server);
  client = settled.client;
  ids = await segmentIds(client, settled.documentId);
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

function save(segmentId: string, text: string, key: string) {
  return client.send('PUT', `/segments/${segmentId}/target`, {
    json: { text, confirm: false, used: [], editGroup: 'one' },
    headers: { 'If-Match': '"none"', 'Idempotency-Key': key },
  });
}

test('F20: a key used again with another body is refused with 422 and changes nothing', async () => {
  expect((await save(ids[0]!, 'first', 'key-used-twice')).status).toBe(200);
  const second = await save(ids[0]!, 'second', 'key-used-twice');
  expect(second.status).toBe(422);
  expect(((await second.json()) as { message: string }).message).toMatch(/Nothing was changed/);
  const row = (await (await client.send('GET', `/segments/${ids[0]}`)).json()) as { target: { text: string } };
  expect(row.target.text).toBe('first');
});

test('F20: parallel requests with one key are applied once and both get the same answer', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, async () => (await save(ids[1]!, 'once', 'key-in-parallel')).json() as Promise<unknown>));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ text: 'once', revisionNumber: 1 });
});

test('a save without If-Match answers 428 and without a key 422', async () => {
  const json = { text: 'x', confirm: false, used: [], editGroup: 'one' };
  expect((await client.send('PUT', `/segments/${ids[2]}/target`, { json, headers: { 'Idempotency-Key': 'key-without-match' } })).status).toBe(428);
  expect((await client.send('PUT', `/segments/${ids[2]}/target`, { json, headers: { 'If-Match': '"none"' } })).status).toBe(422);
});
