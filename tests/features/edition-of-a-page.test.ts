import { afterEach, beforeEach, expect, test } from 'vitest';
import { addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addFile, addRevision } from '../support/document.ts';
import { exportedText, exportsOf } from '../support/exports.ts';

let world: TestDb;
beforeEach(async () => void (world = await openTestDb()));
afterEach(() => world.remove());

test.each([
  { name: 'a.ar.html', format: 'html', text: '<title>عنوان</title><p>نص</p>' },
  { name: 'a.ar.md', format: 'markdown', text: '# عنوان\n\nنص' },
])('the translated title of $name heads its edition, in place of a paragraph of its own', async (page) => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addFile(world.db, projectId, page);
  for (const [index, text] of ['A title', 'Text'].entries())
    await addRevision(world.db, segments[index]!, { text, state: 'translated', authorId: amal, at: '2026-11-24T10:00:00.000Z' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  expect(text).toContain('<title>A title</title>');
  expect(text).toContain('<h1 lang="en" dir="ltr">A title</h1>');
  expect(text).not.toContain('id="p1"><div');
  expect(text.match(/<li class="pair"/g)).toHaveLength(1);
});

test('marks that order Arabic letters are left out of the English of an edition', async () => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addFile(world.db, projectId, { name: 'a.txt', format: 'text', text: '\u200fنص' });
  await addRevision(world.db, segments[0]!, { text: '\u200fText\u200f.', state: 'translated', authorId: amal, at: '2026-11-24T10:00:00.000Z' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  expect(text).toContain('<p>\u200fنص</p>');
  expect(text).toContain('<p>Text.</p>');
});

test('computer code inside Arabic runs from left to right', async () => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const { documentId } = await addFile(world.db, projectId, { name: 'a.md', format: 'markdown', text: 'اكتب `run()` هنا' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  expect(text).toContain('<p>اكتب <code dir="ltr">run()</code> هنا</p>');
});

test('items of a list have the number, the bullet or the nothing that they have in the file', async () => {
  const amal = await addPerson(world.db, 'Amal Haddad');
  const projectId = await addProject(world.db, 'News desk', { [amal]: ['translator'] });
  const html = '<ol start=3><li>جيم<li><p>دال<p>تتمة<ul><li>نقطة</ul></ol>';
  const { documentId, segments } = await addFile(world.db, projectId, { name: 'a.html', format: 'html', text: html });
  for (const [index, text] of ['C', 'D', 'more', 'point'].entries())
    await addRevision(world.db, segments[index]!, { text, state: 'translated', authorId: amal, at: '2026-11-24T10:00:00.000Z' });
  const { text } = await exportedText(exportsOf(world.db), amal, documentId);
  for (const [arabic, english] of Object.entries({ جيم: 'C', دال: 'D', تتمة: 'more', نقطة: 'point' })) {
    const list = { C: ['<ol start="3">', 'ol'], D: ['<ol start="4">', 'ol'], more: ['<ul data-marker="none">', 'ul'], point: ['<ul data-depth="2">', 'ul'] }[
      english
    ]!;
    for (const word of [arabic, english]) expect(text).toContain(`${list[0]}<li>${word}</li></${list[1]}>`);
  }
});
