import { afterAll, beforeAll, expect, test } from 'vitest';
import { watchTurns } from '../support/cpu-time.ts';
import { addDocument } from '../support/database.ts';
import { article } from '../support/document.ts';
import { startApp, type TestApp } from '../support/workbench.ts';

let app: TestApp;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

test('the page of a long document holds all rows in groups of fifty, and is made without keeping anybody else waiting', async () => {
  const paragraphs = Array.from({ length: 2000 }, (_, index) => `${article.arabic[index % 14]!} ${index}`);
  const { documentId } = await addDocument(app.context.db, app.world.projectId, paragraphs);
  const amal = await app.signIn(app.world.amal);
  const open = async () => (await amal.get(`/documents/${documentId}`)).text();
  const page = await open();
  expect(page.match(/<li class="segment" /g)).toHaveLength(2000);
  expect([...page.matchAll(/<ol class="segment-group" start="(\d+)"/g)].map(([, start]) => Number(start))).toEqual(
    Array.from({ length: 40 }, (_, group) => group * 50 + 1),
  );
  expect(page).toContain('aria-label="Segments 1951 to 2000"');
  const stop = watchTurns();
  const answer = await amal.get(`/documents/${documentId}`);
  const { allMs, longestMs } = stop();
  await answer.body?.cancel();
  expect(longestMs, `${allMs} ms of work`).toBeLessThan(150);
});
