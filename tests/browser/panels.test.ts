import { describe, expect, test } from 'vitest';
import type { CommentView } from '../../server/core/api.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();

describe('keys', () => {
  test('the list of keys opens with ? outside fields, and the focus goes back when Esc closes it', async () => {
    await at.open(3);
    await at.field().focus();
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('?');
    const dialog = at.page.getByRole('dialog', { name: 'All keys' });
    await dialog.waitFor();
    expect(await dialog.getByRole('row', { name: /Confirm and go on/ }).textContent()).toContain('Ctrl ↵');
    await at.page.keyboard.press('Escape');
    expect(await at.page.evaluate(() => document.activeElement?.id)).toBe('s3');
  });

  test('under an Arabic layout the keys stand where they stood', async () => {
    await at.open(3);
    await at.field().focus();
    await at
      .field()
      .evaluate((element) => element.dispatchEvent(new KeyboardEvent('keydown', { key: 'س', code: 'KeyS', altKey: true, bubbles: true, cancelable: true })));
    expect(await at.field().inputValue()).toMatch(/^وقال المتحدث/);
  });

  test('Ctrl+Enter held down signs for one segment only', async () => {
    await at.save(4, 'We look forward to it.');
    await at.save(5, 'They met in March.');
    await at.open(4);
    await at.field().focus();
    await at.page.keyboard.down('Control');
    await at.page.keyboard.down('Enter');
    await at.page.keyboard.down('Enter');
    await at.page.keyboard.up('Enter');
    await at.page.keyboard.up('Control');
    await at.page.locator('#s4[data-state="translated"]').waitFor();
    expect(await at.active().getAttribute('id')).toBe('s5');
    expect(await at.page.locator('#s5').getAttribute('data-state')).toBe('edited');
  });

  test('a question mark in the field is a question mark', async () => {
    await at.open(3);
    await at.field().focus();
    await at.page.keyboard.type('Why?');
    expect(await at.field().inputValue()).toContain('Why?');
    expect(await at.page.locator('dialog[open]').count()).toBe(0);
  });

  test('a changed key works at once, stands on the button, takes the place of its old holder and survives a reload', async () => {
    await at.open(3);
    await at.page
      .locator('.status')
      .getByRole('button', { name: /All keys/ })
      .click();
    await at.page.getByRole('button', { name: 'Change the key of “Copy source”' }).click();
    await at.page.keyboard.press('Alt+J');
    await at.page.getByText('belongs to “Join with next”').waitFor();
    const kept = at.page.waitForResponse((response) => response.url().endsWith('/preferences/keys'));
    await at.page.getByRole('button', { name: 'Take it from there' }).click();
    expect((await kept).status()).toBeLessThan(300);
    await at.page.keyboard.press('Escape');
    await at.page.reload();
    await at.page.waitForSelector('main[data-ready]');
    await at.field().focus();
    await at.page.keyboard.press('Alt+J');
    expect(await at.field().inputValue()).toMatch(/^وقال المتحدث/);
  });

  test('keys that the browser or the field needs are refused in words', async () => {
    await at.open(3);
    await at.page
      .locator('.status')
      .getByRole('button', { name: /All keys/ })
      .click();
    await at.page.getByRole('button', { name: 'Change the key of “Split at the caret”' }).click();
    await at.page.keyboard.press('Control+C');
    await at.page.getByText('The text field needs Ctrl C.').waitFor();
    await at.page.keyboard.press('x');
    await at.page.getByText('X types a character.').waitFor();
    await at.page.keyboard.press('Escape');
    expect(await at.page.locator('dialog[open]').count()).toBe(1);
    expect(await at.page.getByRole('row', { name: /Split at the caret/ }).textContent()).toContain('Alt ↵');
  });

  test('a preset changes the keys on the buttons', async () => {
    await at.open(3);
    await at.page.locator('.view-menu summary').click();
    await at.page.getByLabel('Keys as in').first().selectOption('trados');
    expect(await at.active().locator('[data-action="confirm"] kbd').textContent()).toBe('Ctrl ⇧ ↵');
    await at.page.locator('.view-menu').getByLabel('Keys as in').selectOption('dragoman');
    expect(await at.active().locator('[data-action="confirm"] kbd').textContent()).toBe('Ctrl ↵');
  });
});

describe('history', () => {
  test('lists sittings newest first with what changed, and an earlier text comes back as one step', async () => {
    await at.save(11, 'China is now seen as a partner.');
    await at.save(11, 'China is now seen as the first partner.');
    await at.open(11);
    await at.field().focus();
    await at.page.keyboard.press('Alt+H');
    const entries = at.active().locator('.sittings > li');
    await entries.first().waitFor();
    expect(await entries.count()).toBe(2);
    expect(await entries.first().locator('.text').innerHTML()).toBe('China is now seen as <del>a</del> <ins>the first</ins> partner.');
    expect(await entries.first().textContent()).toContain('Amal');
    await entries
      .nth(1)
      .getByRole('button', { name: /Go back to the text of Amal/ })
      .click();
    expect(await at.field().inputValue()).toBe('China is now seen as a partner.');
    await at.page.keyboard.press('Control+Z');
    expect(await at.field().inputValue()).toBe('China is now seen as the first partner.');
  });
});

describe('comments', () => {
  const commentsOf = async (number: number): Promise<CommentView[]> =>
    (await (await at.amal.get(`/segments/${at.app.world.segments[number - 1]!}/comments`, { accept: 'application/json' })).json()) as CommentView[];

  test('a comment on selected words keeps them, marks the row, and can be resolved and reopened', async () => {
    await at.save(12, 'Beijing is making inroads into Central Asia.');
    await at.open(12);
    await at.field().evaluate((element: HTMLTextAreaElement) => {
      element.focus();
      element.setSelectionRange(18, 25);
    });
    await at.page.keyboard.press('Alt+M');
    await at.page.keyboard.type('Too strong?');
    await at.page.keyboard.press('Control+Enter');
    await at.active().locator('.said').waitFor();
    const [comment] = await commentsOf(12);
    expect(comment).toMatchObject({ text: 'Too strong?', side: 'target', span: { start: 18, end: 25 }, quote: 'inroads' });
    expect(await at.active().locator('[data-panel="comments"] blockquote:visible').allTextContents()).toEqual(['inroads']);
    await at.active().locator('.spine [data-mark="comments"]').waitFor();
    await at
      .active()
      .getByRole('button', { name: /Resolve the comment/ })
      .click();
    await at.active().locator('.spine [data-mark="comments"]').waitFor({ state: 'detached' });
    await at.active().getByText('1 resolved').click();
    await at
      .active()
      .getByRole('button', { name: /Reopen the comment/ })
      .click();
    await at.active().locator('.spine [data-mark="comments"]').waitFor();
    expect((await commentsOf(12))[0]?.resolvedAt).toBeNull();
  });

  test('a resting row says how many comments are open, also after it was drawn again', async () => {
    for (const text of ['One?', 'Two?'])
      await at.amal.send('POST', `/segments/${at.app.world.segments[0]!}/comments`, { body: { text, side: null, span: null, revisionId: null } });
    await at.open(1);
    await at.page.locator('#s2 .no').click();
    expect(await at.page.locator('#s1 .spine [data-mark="comments"]').getAttribute('title')).toBe('2 open comments');
  });

  test('a comment can be about words of the Arabic', async () => {
    await at.open(13);
    await at.page.evaluate(() => {
      const source = document.querySelector('.segment[data-active] .source')!;
      const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
      const node = walker.nextNode()!;
      const range = document.createRange();
      range.setStart(node, 0);
      range.setEnd(node, 5);
      (document.activeElement as HTMLElement).blur();
      getSelection()!.removeAllRanges();
      getSelection()!.addRange(range);
    });
    await at.page.keyboard.press('Alt+M');
    await at.page.keyboard.type('Envoy who?');
    await at.active().getByRole('button', { name: 'Comment', exact: true }).click();
    await at.active().locator('.said').waitFor();
    expect((await commentsOf(13))[0]).toMatchObject({ side: 'source', span: { start: 0, end: 5 }, quote: 'التقى' });
  });

  test('words that are not saved yet are saved first, so that the comment can point at them', async () => {
    await at.open(6);
    await at.field().fill('China says it is a neutral party.');
    await at.field().evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(19, 26));
    await at.page.keyboard.press('Alt+M');
    await at.page.keyboard.type('Impartial?');
    await at.page.keyboard.press('Control+Enter');
    await at.active().locator('.said').waitFor();
    expect((await commentsOf(6))[0]).toMatchObject({ text: 'Impartial?', side: 'target', span: { start: 19, end: 26 }, quote: 'neutral' });
  });
});

describe('special characters', () => {
  test('arrows and Enter put a character at the caret, which keeps its place; the next time it comes first', async () => {
    await at.open(14);
    await at.field().fill('Quran');
    await at.field().evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 3));
    await at.page.keyboard.press('Alt+P');
    await at.page.getByRole('dialog', { name: 'Special characters' }).waitFor();
    await at.page.keyboard.press('ArrowRight');
    await at.page.keyboard.press('Enter');
    expect(await at.field().inputValue()).toBe('Qurʾan');
    expect(await at.field().evaluate((element: HTMLTextAreaElement) => [element === document.activeElement, element.selectionStart])).toEqual([true, 4]);
    await at.page.keyboard.press('Alt+P');
    expect(await at.page.locator('.palette button').first().textContent()).toBe('ʾ');
    await at.page.keyboard.press('Escape');
    expect(await at.field().evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('the View menu', () => {
  test('choices show at once, survive a reload, and the menu closes on Esc and on a press beside it', async () => {
    await at.open(1);
    const menu = at.page.locator('.view-menu');
    await menu.locator('summary').click();
    await menu.getByText('Dark', { exact: true }).click();
    await menu.getByText('Compact', { exact: true }).click();
    const kept = at.page.waitForResponse((response) => response.url().endsWith('/preferences/sides'));
    await menu.getByLabel('Swap the two sides').check();
    expect((await kept).status()).toBeLessThan(300);
    const shown = () => at.page.evaluate(() => ({ ...document.documentElement.dataset }));
    expect(await shown()).toMatchObject({ theme: 'dark', density: 'compact', sides: 'swapped' });
    await at.page.keyboard.press('Escape');
    expect(await menu.getAttribute('open')).toBeNull();
    await menu.locator('summary').click();
    await at.page.locator('h1').click();
    expect(await menu.getAttribute('open')).toBeNull();
    await at.page.reload();
    expect(await shown()).toMatchObject({ theme: 'dark', density: 'compact', sides: 'swapped' });
  });
});
