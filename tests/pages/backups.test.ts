import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let dana: Visit;
let folder: string;
beforeAll(async () => {
  app = await startApp();
  dana = await app.signIn(app.world.dana);
  folder = path.join(app.context.config.dataDir, 'backups');
});
beforeEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(() => app.close());

const page = async () => (await dana.get('/backups')).text();

test('the page says that there is none, makes one when asked, and then shows its age, size and last check', async () => {
  expect(await page()).toContain('There is none yet.');
  expect((await dana.post('/backups')).headers.get('location')).toBe('/backups');
  const after = await page();
  expect(after).toMatch(/data-newest>this minute \(<time/);
  expect(after).toMatch(/asked for[\s\S]*0\.\d MB · Documents: 1[\s\S]*Last checked:\s*<time/);
  expect(readdirSync(folder).filter((name) => name.endsWith('.db'))).toHaveLength(1);
});

test('a damaged one is marked, and is not the newest good one', async () => {
  await dana.post('/backups');
  const [note] = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const file = path.join(folder, note!);
  writeFileSync(file, readFileSync(file, 'utf8').replace('"isGood": true', '"isGood": false'));
  expect(await page()).toMatch(/There is none yet[\s\S]*data-tone="bad">damaged</);
});

test('a backup that fails is told on every page until one succeeds', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  expect((await dana.post('/backups')).status).toBeGreaterThanOrEqual(500);
  const amal = await app.signIn(app.world.amal);
  expect(await (await amal.get('/')).text()).toMatch(/data-notice="backup"[\s\S]*The last backup failed/);
  rmSync(folder);
  expect((await dana.post('/backups')).status).toBe(303);
  expect(await (await amal.get('/')).text()).not.toContain('data-notice="backup"');
});
