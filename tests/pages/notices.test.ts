import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type TestApp } from '../support/workbench.ts';

let app: TestApp;
let isFull = false;
beforeAll(async () => {
  app = await startApp();
  app.context.notices.register(() => (isFull ? { id: 'test', tone: 'bad', title: 'notice.diskFull', text: 'notice.diskFullText' } : null));
  app.context.notices.register(() => Promise.reject(new Error('cannot tell')));
});
afterAll(() => app.close());

test('what everybody should know stands on every page while it holds, and a source that fails says nothing', async () => {
  const amal = await app.signIn(app.world.amal);
  const nobody = await app.signIn(null);
  const pages = async () =>
    Promise.all([amal.get('/'), amal.get('/nowhere'), nobody.get('/'), nobody.get('/link/spent')].map(async (answer) => (await answer).text()));
  for (const page of await pages()) expect(page).not.toContain('data-notice="test"');
  isFull = true;
  for (const page of await pages()) expect(page).toMatch(/class="note" data-tone="bad" data-notice="test" role="status">[\s\S]*The server’s disk is full/);
});
