import { beforeAll, expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
beforeAll(() => at.app.context.start());

test('rows fill in while one looks, drafting pauses and goes on, and a sentence can be drafted again without touching the text', async () => {
  await at.save(2, 'By hand.');
  await at.open(1);
  const drafts = () => at.page.locator('.segment[data-state="draft"]').count();
  const answer = await at.amal.send('POST', `/documents/${at.app.world.documentId}/drafts`);
  expect(answer.status).toBe(202);
  await at.page.locator('#s1[data-state="draft"]').waitFor({ timeout: 60_000 });
  expect(await at.field().inputValue()).not.toBe('');
  expect(await at.field().getAttribute('class')).toContain('draft');
  const status = at.page.locator('.status');
  await status.getByRole('button', { name: 'Pause' }).click();
  await status.getByText(/^Drafting is paused at \d+ of \d+ segments$/).waitFor();
  await at.page.waitForTimeout(1500);
  const paused = await drafts();
  await at.page.waitForTimeout(1500);
  expect(await drafts()).toBe(paused);
  await status.getByRole('button', { name: 'Go on' }).click();
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
