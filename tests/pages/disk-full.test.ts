/** The database may grow no further, as on a full disk: SQLite then rolls back by itself. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let amal: Visit;
beforeAll(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
});
afterAll(() => app.close());

/** How many pages the file may have; SQLite takes no number below what it has. */
const allow = (pages: number) => app.context.db.write((tx) => sql.raw(`pragma max_page_count = ${pages}`).execute(tx));
const save = (segment: number, text: string, key: string) =>
  amal.send('PUT', `/segments/${app.world.segments[segment]}/target`, {
    body: { text, confirm: false, used: [], editGroup: 'one' },
    headers: { 'if-match': '"none"', 'idempotency-key': key },
  });
const counts = async () => {
  const { read } = app.context.db;
  return [(await read.selectFrom('revision').select('id').execute()).length, (await read.selectFrom('document').select('id').execute()).length];
};

test('a save and an import answer 507 with what became of the text, pages are still shown, and saving resumes by itself', async () => {
  const long = 'word '.repeat(10_000);
  const before = await counts();
  await allow(1);
  const refused = await save(0, long, 'key-while-full');
  expect([refused.status, await refused.json()]).toEqual([507, { code: 'storage-full', message: expect.stringContaining('kept on this device') as string }]);
  const imported = await amal.post('/imports', { text: 'كلمة '.repeat(5_000), project: app.world.projectId, then: 'keep' });
  const page = await imported.text();
  expect(imported.status).toBe(507);
  expect(page).toMatch(/role="alert">[^]*nothing was imported[^]*<textarea [^>]*>\nكلمة كلمة/);
  expect(await counts()).toEqual(before);
  for (const address of ['/', '/imports/new', `/documents/${app.world.documentId}`]) expect((await amal.get(address)).status).toBe(200);

  await allow(1_000_000);
  expect((await save(0, long, 'key-while-full')).status).toBe(200);
  expect(await counts()).toEqual([before[0]! + 1, before[1]]);
});
