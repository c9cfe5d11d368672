import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendChange } from '../../server/db/changes.ts';
import { addDraft, addRevision, article, setTitles } from '../support/document.ts';
import { startApp, type TestApp } from '../support/workbench.ts';
import { mainOf } from '../support/html.ts';

let app: TestApp;
beforeAll(async () => void (app = await startApp()));
afterAll(() => app.close());

const homeOf = async (personId: string) => (await (await app.signIn(personId)).get('/')).text();
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

test('lists the documents of one’s projects with their progress', async () => {
  const page = await homeOf(app.world.amal);
  expect(page).toContain('<bdi>News desk</bdi>');
  expect(page).toContain(`href="/documents/${app.world.documentId}"`);
  expect(plain(page)).toMatch(/Nothing drafted yet, \d{3} words/);
});

test('says how many words are confirmed, by the words of the source', async () => {
  const { db } = app.context;
  const { segments, amal, documentId } = app.world;
  await setTitles(db, documentId, { source: article.titleArabic, target: article.titleEnglish });
  await addDraft(db, article.arabic[1]!, article.drafts[1]!);
  await addRevision(db, segments[0]!, { text: article.english[0]!, state: 'translated', authorId: amal, at: '2026-11-23T10:00:00.000Z' });
  const page = await homeOf(app.world.noor);
  const words = (text: string) => text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)!.length;
  const total = article.arabic.map(words).reduce((sum, count) => sum + count, 0);
  expect(plain(page)).toContain(`${words(article.arabic[0]!)} of ${total} words confirmed`);
  expect(page).toMatch(/class="fill-good" x="0\.00"/);
  expect(page).toMatch(/class="fill-draft"/);
  expect(page).toMatch(/lang="en" dir="ltr">Russia’s prime minister to visit Beijing</);
  expect(page).toMatch(/lang="ar" dir="rtl">رئيس الوزراء الروسي يزور بكين</);
});

test('brings one back to the segment one saved last', async () => {
  const { projectId, documentId, segments, amal } = app.world;
  await app.context.db.write((tx) => appendChange(tx, { projectId, documentId, segmentId: segments[6]!, personId: amal, kind: 'segment.saved', data: {} }));
  const page = await homeOf(amal);
  expect(page).toContain(`href="/documents/${documentId}#s7"`);
  expect(plain(page)).toContain('segment 7 of 14');
  expect(await homeOf(app.world.noor)).not.toContain('#s7');
});

test('shows nothing of other projects, to administrators neither', async () => {
  for (const personId of [app.world.hadi, app.world.dana]) {
    const page = await homeOf(personId);
    expect(page).not.toContain('News desk');
    expect(page).not.toContain(app.world.documentId);
    expect(plain(page)).toContain('No documents yet');
  }
});

test('offers one thing to do when there is nothing yet', async () => {
  const page = await homeOf(app.world.dana);
  expect(mainOf(page).match(/data-kind="main"/g)).toHaveLength(1);
  expect(page).toMatch(/data-kind="main" href="\/imports\/new"/);
});
