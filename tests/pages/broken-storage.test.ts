/** What people and monitors see when the database file cannot be trusted any more. */
import { copyFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let amal: Visit;
beforeEach(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
});
afterEach(() => app.close());

const save = (key: string) =>
  amal.send('PUT', `/segments/${app.world.segments[0]}/target`, {
    body: { text: 'words', confirm: false, used: [], editGroup: 'one' },
    headers: { 'if-match': '"none"', 'idempotency-key': key },
  });
const health = async () => {
  const answer = await fetch(`${app.url}/healthz`);
  return [answer.status, (await answer.json()) as unknown];
};

test('another file in place of the database: nothing is written to the one that is gone, and everybody is told', async () => {
  expect(await health()).toEqual([200, { ok: true }]);
  const file = path.join(app.context.config.dataDir, 'dragoman.db');
  renameSync(file, `${file}.old`);
  copyFileSync(`${file}.old`, file);
  expect(await health()).toEqual([503, { ok: false, reason: 'database-replaced' }]);
  const refused = await save('key-while-replaced');
  expect([refused.status, await refused.json()]).toEqual([503, { code: 'unavailable', message: expect.stringContaining('kept on this device') as string }]);
  for (const address of ['/', `/documents/${app.world.documentId}`]) {
    const page = await amal.get(address);
    expect([page.status, await page.text()]).toEqual([200, expect.stringMatching(/data-notice="disk"[\s\S]*has stopped saving/) as string]);
  }
});

test('a full disk is told as one, and is well again with the next save', async () => {
  const allow = (pages: number) => app.context.db.write((tx) => sql.raw(`pragma max_page_count = ${pages}`).execute(tx));
  await allow(1);
  const long = 'word '.repeat(10_000);
  const saveLong = () =>
    amal.send('PUT', `/segments/${app.world.segments[0]}/target`, {
      body: { text: long, confirm: false, used: [], editGroup: 'one' },
      headers: { 'if-match': '"none"', 'idempotency-key': 'key-while-full' },
    });
  expect((await saveLong()).status).toBe(507);
  expect(await health()).toEqual([503, { ok: false, reason: 'disk-full' }]);
  expect(await (await amal.get('/')).text()).toContain('The server’s disk is full');
  await allow(1_000_000);
  expect((await saveLong()).status).toBe(200);
  expect(await health()).toEqual([200, { ok: true }]);
});

test('an error that has nothing to do with the disk stops nothing', async () => {
  await expect(app.context.db.write((tx) => sql.raw('select absent from person').execute(tx))).rejects.toThrow(/no such column/);
  expect(await health()).toEqual([200, { ok: true }]);
  expect((await save('key-after-mistake')).status).toBe(200);
});
