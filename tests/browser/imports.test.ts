import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { encode } from '../formats/encode.ts';
import { launchChromium } from '../support/chromium.ts';
import { readProjectFile } from '../support/project-files.ts';
import { startApp, type TestApp } from '../support/workbench.ts';

const article = readProjectFile('samples/russia-china.ar.txt');

let app: TestApp;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let troubles: string[];

beforeAll(async () => {
  app = await startApp();
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
beforeEach(async () => {
  const [name = '', value = ''] = (await app.signIn(app.world.amal)).cookie.split('=');
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name, value, url: app.url }]);
  page = await context.newPage();
  troubles = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/status of 4(15|22)/.test(message.text()) && troubles.push(message.text()));
  await page.goto(`${app.url}/imports/new`);
  await page.getByText('or drop them anywhere on this page').waitFor();
});
afterEach(async () => {
  await context.close();
  expect(troubles).toEqual([]);
});

test('pasted text shows what is in it, and one button imports it and goes to it', async () => {
  await page.fill('#text', article);
  await page.getByText('14 paragraphs, 20 sentences, 452 words').waitFor();
  await page.getByText('and 10 more paragraphs').waitFor();
  expect(await page.locator('#text').evaluate((field) => field.clientHeight)).toBeLessThan(await page.evaluate(() => innerHeight));
  await page.getByRole('button', { name: 'Import only' }).click();
  await page.waitForURL(/\/documents\//);
  expect(await page.locator('.segment').count()).toBe(14);
});

test('files chosen before the page is ready are looked at as soon as it is', async () => {
  let goOn = (): void => undefined;
  const isChosen = new Promise<void>((resolve) => (goOn = resolve));
  await page.route('**/import-form*.js', async (route) => {
    await isChosen;
    await route.continue();
  });
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.setInputFiles('#files', { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('نص أول') });
  goOn();
  await page.getByText('1 file chosen').waitFor();
  await page.getByRole('heading', { name: 'one.txt' }).waitFor();
});

test('files dropped anywhere are added to those chosen, and a bad one says what is wrong with it', async () => {
  await page.setInputFiles('#files', { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('نص أول') });
  await page.getByText('1 file chosen').waitFor();
  const drag = (kind: 'dragover' | 'dragleave' | 'drop') =>
    page.evaluate((type) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['# عنوان'], 'two.md'));
      transfer.items.add(new File(['PK'], 'three.pdf'));
      document.querySelector('header')!.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, kind);
  const isLit = () => page.locator('.drop').evaluate((area) => getComputedStyle(area).borderStyle === 'solid');
  await drag('dragover');
  expect(await isLit()).toBe(true);
  await drag('dragleave');
  expect(await isLit()).toBe(false);
  await drag('dragover');
  await drag('drop');
  expect(await isLit()).toBe(false);
  await page.getByText('3 files chosen').waitFor();
  await page.getByRole('heading', { name: 'two.md' }).waitFor();
  await page.getByText('is of a kind that is not read yet').waitFor();
});

test('another encoding can be tried until the letters look right, and counts for the import', async () => {
  const bytes = Buffer.from(encode('مرحبا من بيروت', 'windows-1256'));
  await page.setInputFiles('#files', { name: 'old.txt', mimeType: 'text/plain', buffer: bytes });
  await page.getByText('Windows-1256, very likely').waitFor();
  await page.getByText('Looks wrong?').click();
  await page.focus('#encoding-0');
  await page.selectOption('#encoding-0', 'iso-8859-6');
  await page.getByText('ISO-8859-6, as you chose').waitFor();
  expect(await page.locator('#encoding-0').evaluate((select) => select === document.activeElement)).toBe(true);
  await page.selectOption('#encoding-0', 'windows-1256');
  await page.locator('.clamp', { hasText: 'مرحبا من بيروت' }).waitFor();
  await page.getByRole('button', { name: 'Import only' }).click();
  await page.waitForURL(/\/documents\//);
  expect(await page.locator('.segment .source').first().textContent()).toContain('مرحبا من بيروت');
});

test('the name field is there for a new project only', async () => {
  expect(await page.locator('#project-name').isVisible()).toBe(false);
  await page.selectOption('#project', 'new');
  expect(await page.locator('#project-name').evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('Poems');
  await page.fill('#text', 'قصيدة');
  await page.getByRole('button', { name: 'Import only' }).click();
  await page.waitForURL(/\/documents\//);
  await page.goto(`${app.url}/`);
  await page.getByRole('heading', { name: 'Poems' }).waitFor();
});
