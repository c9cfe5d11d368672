import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { CommentView, TargetView } from '../../server/core/api.ts';
import { launchChromium } from '../support/chromium.ts';
import { startApp } from '../support/workbench.ts';
import type { TestApp, Visit } from '../support/workbench.ts';

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await startApp();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Amal's browser at the document, with the first two segments translated. */
let amal: Visit;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeEach(async () => {
  amal = await app.signIn(app.world.amal);
  const [name = '', value = ''] = amal.cookie.split('=');
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name, value, url: app.url }]);
  page = await context.newPage();
  troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
});
afterEach(async () => {
  await context.close();
  expect(troubles).toEqual([]);
});

async function save(number: number, text: string): Promise<TargetView> {
  const id = app.world.segments[number - 1]!;
  const row = (await (await amal.get(`/segments/${id}`, { accept: 'application/json' })).json()) as { target: TargetView };
  const answer = await amal.send('PUT', `/segments/${id}/target`, {
    body: { text, confirm: false, used: [], editGroup: crypto.randomUUID() },
    headers: { 'if-match': `"${row.target.revisionId ?? 'none'}"`, 'idempotency-key': crypto.randomUUID() },
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as TargetView;
}

async function open(number?: number): Promise<void> {
  await page.goto(`${app.url}/documents/${app.world.documentId}${number ? `#s${number}` : ''}`);
  await page.waitForSelector('main[data-ready]');
  await page.waitForSelector('.segment[data-active] [data-panel="history"]');
}

const field = () => page.locator('.segment[data-active] .writing textarea');
const active = () => page.locator('.segment[data-active]');
const shownRows = () => page.locator('.segments > .segment:visible').count();
const textOf = async (number: number): Promise<string> =>
  ((await (await amal.get(`/segments/${app.world.segments[number - 1]!}`, { accept: 'application/json' })).json()) as { target: TargetView }).target.text;

describe('keys', () => {
  test('the list of keys opens with ? outside fields, and the focus goes back when Esc closes it', async () => {
    await open(3);
    await field().focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'All keys' });
    await dialog.waitFor();
    expect(await dialog.getByRole('row', { name: /Confirm and go on/ }).textContent()).toContain('Ctrl ↵');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('s3');
  });

  test('a question mark in the field is a question mark', async () => {
    await open(3);
    await field().focus();
    await page.keyboard.type('Why?');
    expect(await field().inputValue()).toContain('Why?');
    expect(await page.locator('dialog[open]').count()).toBe(0);
  });

  test('a changed key works at once, stands on the button, takes the place of its old holder and survives a reload', async () => {
    await open(3);
    await page
      .locator('.status')
      .getByRole('button', { name: /All keys/ })
      .click();
    await page.getByRole('button', { name: 'Change the key of “Copy source”' }).click();
    await page.keyboard.press('Alt+J');
    await page.getByText('belongs to “Join with next”').waitFor();
    const kept = page.waitForResponse((response) => response.url().endsWith('/preferences/keys'));
    await page.getByRole('button', { name: 'Take it from there' }).click();
    expect((await kept).status()).toBeLessThan(300);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.waitForSelector('main[data-ready]');
    await field().focus();
    await page.keyboard.press('Alt+J');
    expect(await field().inputValue()).toMatch(/^وقال المتحدث/);
  });

  test('keys that the browser or the field needs are refused in words', async () => {
    await open(3);
    await page
      .locator('.status')
      .getByRole('button', { name: /All keys/ })
      .click();
    await page.getByRole('button', { name: 'Change the key of “Split at the caret”' }).click();
    await page.keyboard.press('Control+C');
    await page.getByText('The text field needs Ctrl C.').waitFor();
    await page.keyboard.press('x');
    await page.getByText('X types a character.').waitFor();
  });

  test('a preset changes the keys on the buttons', async () => {
    await open(3);
    await page.locator('.view-menu summary').click();
    await page.getByLabel('Keys as in').first().selectOption('trados');
    expect(await active().locator('[data-action="confirm"] kbd').textContent()).toBe('Ctrl ⇧ ↵');
    await page.locator('.view-menu').getByLabel('Keys as in').selectOption('dragoman');
    expect(await active().locator('[data-action="confirm"] kbd').textContent()).toBe('Ctrl ↵');
  });
});

describe('search', () => {
  test('Arabic is found whatever its spelling, hits are marked, other rows are hidden, and Esc brings them back', async () => {
    await open(1);
    await field().focus();
    await page.keyboard.press('Control+F');
    await page.keyboard.type('الاوكراني');
    await page.waitForFunction(() => /hit/.test(document.querySelector('[data-part="hits"]')?.textContent ?? ''));
    const rows = await shownRows();
    expect(rows).toBeGreaterThan(1);
    expect(rows).toBeLessThan(14);
    expect(await page.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    expect(await shownRows()).toBe(14);
  });

  test('nothing found is said, with a way back', async () => {
    await open(1);
    await page.fill('#find', 'zzzz');
    await page.getByText('No segment has “zzzz”').first().waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await shownRows()).toBe(14);
  });

  test('a chip shows the rows of one state, together with the search', async () => {
    await save(1, 'Since its invasion of Ukraine, Russia has come to depend on China.');
    await open(2);
    const edited = page.getByRole('button', { name: /^Edited/ });
    await edited.click();
    expect(await edited.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.segment[data-state="edited"]:visible').count()).toBe((await shownRows()) - 1);
    await page.fill('#find', 'no such words');
    await page.getByText('No segment in this state has').first().waitFor();
  });

  test('Ctrl+G goes to a number in digits of either script, and says when there is none', async () => {
    await open(1);
    await field().focus();
    await page.keyboard.press('Control+G');
    await page.keyboard.type('77');
    await page.keyboard.press('Enter');
    await page.getByText('There is no segment 77. The last one is 14.').waitFor();
    await page.fill('#go-to-number', '٧');
    await page.keyboard.press('Enter');
    expect(await active().getAttribute('id')).toBe('s7');
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('find and replace', () => {
  test('what is chosen is replaced in all segments, and one undo takes all of it back', async () => {
    await save(4, 'The ministry said the ministry agreed.');
    await save(5, 'A Ministry spokesman spoke.');
    await save(6, 'The administry is no word.');
    await open(5);
    await field().focus();
    await page.keyboard.press('Control+H');
    await page.keyboard.type('ministry');
    await page.fill('#replace-with', 'department');
    await page.getByLabel('Whole words').check();
    await page.getByText('3 places in 2 segments').waitFor();
    await page.getByRole('button', { name: 'Replace in 2 segments' }).click();
    await page.getByText('Replaced in 2 segments.').first().waitFor();
    expect([await textOf(4), await textOf(5), await textOf(6)]).toEqual([
      'The department said the department agreed.',
      'A department spokesman spoke.',
      'The administry is no word.',
    ]);
    await page.keyboard.press('Escape');
    expect(await field().inputValue()).toBe('A department spokesman spoke.');
    await field().focus();
    await page.keyboard.press('Control+Z');
    await expect.poll(() => textOf(4)).toBe('The ministry said the ministry agreed.');
    expect(await textOf(5)).toBe('A Ministry spokesman spoke.');
  });

  test('a segment that somebody else changed meanwhile is left alone, and the reason is said', async () => {
    await save(8, 'Western arms sales.');
    await save(9, 'More arms.');
    await open(1);
    await field().focus();
    await page.keyboard.press('Control+H');
    await page.keyboard.type('arms');
    await page.fill('#replace-with', 'weapons');
    await page.getByText('2 places in 2 segments').waitFor();
    await save(9, 'Even more arms.');
    await page.getByRole('button', { name: 'Replace in 2 segments' }).click();
    await page.getByText('1 segment was left alone: somebody has changed the text since the preview.').first().waitFor();
    expect([await textOf(8), await textOf(9)]).toEqual(['Western weapons sales.', 'Even more arms.']);
  });

  test('what is still being typed is saved first and takes part', async () => {
    await open(10);
    await field().fill('A lasting settlement.');
    await page.keyboard.press('Control+H');
    await page.fill('#replace-find', 'lasting');
    await page.fill('#replace-with', 'political');
    await page.getByRole('button', { name: 'Replace in 1 segment' }).click();
    await page.getByText('Replaced in 1 segment.').first().waitFor();
    expect(await textOf(10)).toBe('A political settlement.');
    await page.keyboard.press('Escape');
    expect(await field().inputValue()).toBe('A political settlement.');
  });
});

describe('history', () => {
  test('lists sittings newest first with what changed, and an earlier text comes back as one step', async () => {
    await save(11, 'China is now seen as a partner.');
    await save(11, 'China is now seen as the first partner.');
    await open(11);
    await field().focus();
    await page.keyboard.press('Alt+H');
    const entries = active().locator('.sittings > li');
    await entries.first().waitFor();
    expect(await entries.count()).toBe(2);
    expect(await entries.first().locator('ins').allTextContents()).toContain('the first');
    expect(await entries.first().textContent()).toContain('Amal');
    await entries
      .nth(1)
      .getByRole('button', { name: /Go back to the text of Amal/ })
      .click();
    expect(await field().inputValue()).toBe('China is now seen as a partner.');
    await page.keyboard.press('Control+Z');
    expect(await field().inputValue()).toBe('China is now seen as the first partner.');
  });
});

describe('comments', () => {
  const commentsOf = async (number: number): Promise<CommentView[]> =>
    (await (await amal.get(`/segments/${app.world.segments[number - 1]!}/comments`, { accept: 'application/json' })).json()) as CommentView[];

  test('a comment on selected words keeps them, marks the row, and can be resolved and reopened', async () => {
    await save(12, 'Beijing is making inroads into Central Asia.');
    await open(12);
    await field().evaluate((element: HTMLTextAreaElement) => {
      element.focus();
      element.setSelectionRange(18, 25);
    });
    await page.keyboard.press('Alt+M');
    await page.keyboard.type('Too strong?');
    await page.keyboard.press('Control+Enter');
    await active().locator('.said').waitFor();
    const [comment] = await commentsOf(12);
    expect(comment).toMatchObject({ text: 'Too strong?', side: 'target', span: { start: 18, end: 25 }, quote: 'inroads' });
    expect(await active().locator('[data-panel="comments"] blockquote:visible').allTextContents()).toEqual(['inroads']);
    await active().locator('.spine [data-mark="comments"]').waitFor();
    await active()
      .getByRole('button', { name: /Resolve the comment/ })
      .click();
    await active().locator('.spine [data-mark="comments"]').waitFor({ state: 'detached' });
    await active().getByText('1 resolved').click();
    await active()
      .getByRole('button', { name: /Reopen the comment/ })
      .click();
    await active().locator('.spine [data-mark="comments"]').waitFor();
    expect((await commentsOf(12))[0]?.resolvedAt).toBeNull();
  });

  test('a comment can be about words of the Arabic', async () => {
    await open(13);
    await page.evaluate(() => {
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
    await page.keyboard.press('Alt+M');
    await page.keyboard.type('Envoy who?');
    await active().getByRole('button', { name: 'Comment', exact: true }).click();
    await active().locator('.said').waitFor();
    expect((await commentsOf(13))[0]).toMatchObject({ side: 'source', span: { start: 0, end: 5 }, quote: 'التقى' });
  });
});

describe('special characters', () => {
  test('arrows and Enter put a character at the caret, which keeps its place; the next time it comes first', async () => {
    await open(14);
    await field().fill('Quran');
    await field().evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(3, 3));
    await page.keyboard.press('Alt+P');
    await page.getByRole('dialog', { name: 'Special characters' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    expect(await field().inputValue()).toBe('Qurʾan');
    expect(await field().evaluate((element: HTMLTextAreaElement) => [element === document.activeElement, element.selectionStart])).toEqual([true, 4]);
    await page.keyboard.press('Alt+P');
    expect(await page.locator('.palette button').first().textContent()).toBe('ʾ');
    await page.keyboard.press('Escape');
    expect(await field().evaluate((element) => element === document.activeElement)).toBe(true);
  });
});

describe('the View menu', () => {
  test('choices show at once, survive a reload, and the menu closes on Esc and on a press beside it', async () => {
    await open(1);
    const menu = page.locator('.view-menu');
    await menu.locator('summary').click();
    await menu.getByText('Dark', { exact: true }).click();
    await menu.getByText('Compact', { exact: true }).click();
    const kept = page.waitForResponse((response) => response.url().endsWith('/preferences/sides'));
    await menu.getByLabel('Swap the two sides').check();
    expect((await kept).status()).toBeLessThan(300);
    const shown = () => page.evaluate(() => ({ ...document.documentElement.dataset }));
    expect(await shown()).toMatchObject({ theme: 'dark', density: 'compact', sides: 'swapped' });
    await page.keyboard.press('Escape');
    expect(await menu.getAttribute('open')).toBeNull();
    await menu.locator('summary').click();
    await page.locator('h1').click();
    expect(await menu.getAttribute('open')).toBeNull();
    await page.reload();
    expect(await shown()).toMatchObject({ theme: 'dark', density: 'compact', sides: 'swapped' });
  });
});
