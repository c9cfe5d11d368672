import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addFile, addRevision } from '../support/document.ts';
import { exportedText, exportsOf } from '../support/exports.ts';

let world: TestDb;
beforeEach(async () => void (world = await openTestDb()));
afterEach(() => world.remove());

test('the translated title of a web page heads its edition, in place of a paragraph of its own', async () => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const page = { name: 'a.ar.html', format: 'html', text: '<title>عنوان</title><p>نص</p>' };
  const { documentId, segments } = await addFile(world.db, projectId, page);
  for (const [index, text] of ['A title', 'Text'].entries())
    await addRevision(world.db, segments[index]!, { text, state: 'translated', authorId: amal, at: '2026-11-24T10:00:00.000Z' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  expect(text).toContain('<title>A title</title>');
  expect(text).toContain('<h1 lang="en" dir="ltr">A title</h1>');
  expect(text).not.toContain('id="p1"><div');
  expect(text.match(/<li class="pair"/g)).toHaveLength(1);
});

test('computer code inside Arabic runs from left to right', async () => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId } = await addFile(world.db, projectId, { name: 'a.md', format: 'markdown', text: 'اكتب `run()` هنا' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  expect(text).toContain('<p>اكتب <code dir="ltr">run()</code> هنا</p>');
});
