import { describe, expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench({ forgives: /ERR_FAILED/ });

describe('search', () => {
  test('Arabic is found whatever its spelling, hits are marked, other rows are hidden, and Esc brings them back', async () => {
    await at.open(1);
    await at.field().focus();
    await at.page.keyboard.press('Control+F');
    await at.page.keyboard.insertText('الاوكراني'); // letter by letter, a part of the word would be looked for on a busy machine
    await at.page.waitForFunction(() => /hit/.test(document.querySelector('[data-part="hits"]')?.textContent ?? ''));
    const rows = await at.shownRows();
    expect(rows).toBeGreaterThan(1);
    expect(rows).toBeLessThan(14);
    expect(await at.page.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBeGreaterThan(0);
    await at.page.keyboard.press('Escape');
    expect(await at.shownRows()).toBe(14);
  });

  test('nothing found is said, with a way back', async () => {
    await at.open(1);
    await at.page.fill('#find', 'zzzz');
    await at.page.getByText('No segment has “zzzz”').first().waitFor();
    await at.page.getByRole('button', { name: 'Clear' }).click();
    expect(await at.shownRows()).toBe(14);
  });

  test('a chip shows the rows of one state, together with the search', async () => {
    await at.save(1, 'Since its invasion of Ukraine, Russia has come to depend on China.');
    await at.open(2);
    const edited = at.page.getByRole('button', { name: /^Edited/ });
    await edited.click();
    expect(await edited.getAttribute('aria-pressed')).toBe('true');
    expect(await at.page.locator('.segment[data-state="edited"]:visible').count()).toBe((await at.shownRows()) - 1);
    await at.page.fill('#find', 'no such words');
    await at.page.getByText('No segment in this state has').first().waitFor();
  });

  test('Ctrl+G goes to a number in digits of either script, and says when there is none', async () => {
    await at.open(1);
    await at.field().focus();
    await at.page.keyboard.press('Control+G');
    await at.page.keyboard.type('77');
    await at.page.keyboard.press('Enter');
    await at.page.getByText('There is no segment 77. The last one is 14.').waitFor();
    await at.page.fill('#go-to-number', '٧');
    await at.page.keyboard.press('Enter');
    expect(await at.active().getAttribute('id')).toBe('s7');
    expect(await at.field().evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('find and replace', () => {
  test('what is chosen is replaced in all segments, and one undo takes all of it back', async () => {
    await at.save(4, 'The ministry said the ministry agreed.');
    await at.save(5, 'A Ministry spokesman spoke.');
    await at.save(6, 'The administry is no word.');
    await at.open(5);
    await at.field().focus();
    await at.page.keyboard.press('Control+H');
    await at.page.keyboard.type('ministry');
    await at.page.fill('#replace-with', 'department');
    await at.page.getByLabel('Whole words').check();
    await at.page.getByText('3 places in 2 segments').waitFor();
    expect(await at.page.locator('#replace-dialog li').first().locator('p').innerText()).toBe('The ministry department said the ministry department agreed.');
    await at.page.getByRole('button', { name: 'Replace in 2 segments' }).click();
    await at.page.getByText('Replaced in 2 segments.').first().waitFor();
    expect([await at.textOf(4), await at.textOf(5), await at.textOf(6)]).toEqual([
      'The department said the department agreed.',
      'A department spokesman spoke.',
      'The administry is no word.',
    ]);
    await at.page.keyboard.press('Escape');
    expect(await at.field().inputValue()).toBe('A department spokesman spoke.');
    await at.field().focus();
    await at.page.keyboard.press('Control+Z');
    await expect.poll(() => at.textOf(4)).toBe('The ministry said the ministry agreed.');
    expect(await at.textOf(5)).toBe('A Ministry spokesman spoke.');
  });

  test('undo that does not reach the server says so and can be tried again', async () => {
    await at.save(11, 'Two envoys met.');
    await at.save(12, 'The envoys left.');
    await at.open(11);
    await at.page.keyboard.press('Control+H');
    await at.page.fill('#replace-find', 'envoys');
    await at.page.fill('#replace-with', 'ministers');
    await at.page.getByRole('button', { name: 'Replace in 2 segments' }).click();
    await at.page.getByText('Replaced in 2 segments.').first().waitFor();
    await at.page.keyboard.press('Escape');
    await at.field().focus();
    await at.page.route('**/edits', (route) => route.abort());
    await at.page.keyboard.press('Control+Z');
    await at.active().getByText('Not undone.').waitFor();
    await at.page.unroute('**/edits');
    await at.page.keyboard.press('Control+Z');
    await expect.poll(() => at.textOf(12)).toBe('The envoys left.');
    expect(await at.textOf(11)).toBe('Two envoys met.');
  });

  test('a segment that somebody else changed meanwhile is left alone, and the reason is said', async () => {
    await at.save(8, 'Western arms sales.');
    await at.save(9, 'More arms.');
    await at.open(1);
    await at.field().focus();
    await at.page.keyboard.press('Control+H');
    await at.page.keyboard.type('arms');
    await at.page.fill('#replace-with', 'weapons');
    await at.page.getByText('2 places in 2 segments').waitFor();
    await at.save(9, 'Even more arms.');
    await at.page.getByRole('button', { name: 'Replace in 2 segments' }).click();
    await at.page.getByText('1 segment was left alone: somebody has changed the text since the preview.').first().waitFor();
    expect([await at.textOf(8), await at.textOf(9)]).toEqual(['Western weapons sales.', 'Even more arms.']);
  });

  test('what is still being typed is saved first and takes part', async () => {
    await at.open(10);
    await at.field().fill('A lasting settlement.');
    await at.page.keyboard.press('Control+H');
    await at.page.fill('#replace-find', 'lasting');
    await at.page.fill('#replace-with', 'political');
    await at.page.getByRole('button', { name: 'Replace in 1 segment' }).click();
    await at.page.getByText('Replaced in 1 segment.').first().waitFor();
    expect(await at.textOf(10)).toBe('A political settlement.');
    await at.page.keyboard.press('Escape');
    expect(await at.field().inputValue()).toBe('A political settlement.');
  });
});
