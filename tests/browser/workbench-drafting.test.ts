import { beforeAll, expect, test } from 'vitest';
import { addDocument } from '../support/database.ts';
import { readProjectFile } from '../support/project-files.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
beforeAll(() => at.app.context.start());

test('rows fill in while one looks, and a sentence can be drafted again without touching the text', async () => {
  await at.save(2, 'By hand.');
  await at.open(1);
  const answer = await at.amal.send('POST', `/documents/${at.app.world.documentId}/drafts`);
  expect(answer.status).toBe(202);
  await at.page.locator('#s1[data-state="draft"]').waitFor({ timeout: 60_000 });
  expect(await at.field().inputValue()).not.toBe('');
  expect(await at.field().getAttribute('class')).toContain('draft');
  await at.page.waitForFunction(() => document.querySelectorAll('.segment[data-state="draft"]').length === 13, undefined, { timeout: 60_000 });
  expect(await at.textOf(2)).toBe('By hand.');

  await at.page.locator('#s2 .no').click();
  await at
    .active()
    .getByText(/^ar-en-starter, on this machine, /)
    .waitFor();
  await at.active().getByRole('button', { name: 'This sentence again' }).click();
  const second = () => at.app.context.db.read.selectFrom('draft').select('text').where('attempt', '=', 2).execute();
  await expect.poll(second, { timeout: 20_000 }).toHaveLength(1);
  expect(await at.field().inputValue()).toBe('By hand.');
});

test('drafting of a long document pauses and goes on', async () => {
  const paragraphs = readProjectFile('tests/fixtures/flores-dev/arabic.txt').trim().split('\n');
  const { documentId } = await addDocument(at.app.context.db, at.app.world.projectId, paragraphs);
  await at.page.goto(`${at.app.url}/documents/${documentId}`);
  await at.page.waitForSelector('main[data-ready]');
  const drafts = () => at.page.locator('.segment[data-state="draft"]').count();
  expect((await at.amal.send('POST', `/documents/${documentId}/drafts`)).status).toBe(202);
  const status = at.page.locator('.status');
  await status.getByRole('button', { name: 'Pause' }).click();
  await status.getByText(/^Drafting is paused at \d+ of \d+ segments$/).waitFor();
  await at.page.waitForTimeout(1500);
  const paused = await drafts();
  expect(paused).toBeLessThan(paragraphs.length);
  await at.page.waitForTimeout(1500);
  expect(await drafts()).toBe(paused);
  await status.getByRole('button', { name: 'Go on' }).click();
  await at.page.waitForFunction((before) => document.querySelectorAll('.segment[data-state="draft"]').length > before, paused, { timeout: 60_000 });
});
