import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { makeDataFolder, startBuiltServer, type BuiltServer } from '../support/built-server.ts';
import { launchChromium } from '../support/chromium.ts';
import { measureFirstMinute } from '../support/first-minute.ts';

const ENGLISH = readFileSync('tests/fixtures/russia-china.en.txt', 'utf8').trim().split('\n');

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('the first minute: from the first page to the first confirmed segment in at most 5 clicks and 60 seconds', async () => {
  const { clicks, seconds } = await measureFirstMinute(browser);
  expect(clicks).toBeLessThanOrEqual(5);
  expect(seconds).toBeLessThan(60);
});

describe('the whole article', () => {
  let folder: ReturnType<typeof makeDataFolder>;
  let server: BuiltServer;
  let context: BrowserContext;
  let page: Page;
  let troubles: string[];

  beforeEach(async () => {
    folder = makeDataFolder();
    server = await startBuiltServer(folder.dataDir);
    context = await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true });
    page = await context.newPage();
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
    page.on(
      'request',
      (request) => request.url().startsWith(server.url) || /^(blob|data):/.test(request.url()) || troubles.push(`left the machine: ${request.url()}`),
    );
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    folder.remove();
    expect(troubles).toEqual([]);
  });

  const draftsAreThere = () =>
    page.waitForFunction(() => document.querySelectorAll('.segment[data-state="draft"]').length === 14, undefined, { timeout: 75_000 });
  const isActive = (number: number) => page.waitForSelector(`#s${number}[data-active] textarea:focus`);

  test('is translated with the mouse, exported as a bilingual edition and as English text', async () => {
    await page.goto(server.link);
    await page.click('button[value="just-me"]');
    await draftsAreThere();
    for (const [index, english] of ENGLISH.entries()) {
      await isActive(index + 1);
      await page.fill('.segment[data-active] textarea', english);
      await page.click('.segment[data-active] .btn[data-kind="main"]');
      await page.waitForSelector(`#s${index + 1}[data-state="translated"]`);
    }
    await page.click('.head a[href$="/exports"]');
    const edition = await download(() => page.click('main form .btn[data-kind="main"]'));
    expect(edition.name).toMatch(/\.ar-en\.bilingual\.html$/);
    for (const english of ENGLISH) expect(edition.text).toContain(english);
    await page.check('input[name="kind"][value="target"]');
    const plain = await download(() => page.click('main form .btn[data-kind="main"]'));
    expect(plain).toEqual({ name: 'russia-china.en.txt', text: ENGLISH.join('\n') });
  });

  test('is translated and exported by keyboard alone', async () => {
    await page.goto(server.link);
    await tabTo('button[value="just-me"]');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/documents\//);
    await draftsAreThere();
    for (const [index, english] of ENGLISH.entries()) {
      await isActive(index + 1);
      await page.keyboard.press('Control+A');
      await page.keyboard.insertText(english);
      await page.keyboard.press('Control+Enter');
      await page.waitForSelector(`#s${index + 1}[data-state="translated"]`);
    }
    await page.keyboard.press('Escape');
    await tabTo('.head a[href$="/exports"]', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/exports$/);
    await tabTo('main form .btn[data-kind="main"]');
    const edition = await download(() => page.keyboard.press('Enter'));
    for (const english of ENGLISH) expect(edition.text).toContain(english);
  });

  async function tabTo(selector: string, key = 'Tab'): Promise<void> {
    for (let stop = 0; stop < 60; stop += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`${selector} is not reached by ${key}`);
  }

  async function download(act: () => Promise<void>): Promise<{ name: string; text: string }> {
    const [file] = await Promise.all([page.waitForEvent('download'), act()]);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
  }
});
