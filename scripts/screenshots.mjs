// Takes the pictures of the README and the guide from the real program: starts it on an empty data folder, does the first steps of a new person, photographs them.
// `node scripts/screenshots.mjs [folder]`, default docs/images. Needs Chromium.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findChromium } from './ensure-chromium.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.resolve(process.argv[2] ?? path.join(root, 'docs/images'));
const DESK = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 780 };
const TRANSLATION = 'Since its invasion of Ukraine, Russia has become increasingly dependent on China for economic and diplomatic support.';

const dataDir = mkdtempSync(path.join(tmpdir(), 'dragoman-screenshots-'));
const server = spawn(process.execPath, ['bin/dragoman.js', 'serve'], {
  cwd: root,
  env: { ...process.env, DRAGOMAN_DATA: dataDir, DRAGOMAN_PORT: '0', DRAGOMAN_BROWSER: 'none', DRAGOMAN_LOG: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  mkdirSync(folder, { recursive: true });
  const link = await firstLink(server);
  browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: ['--no-sandbox', '--disable-gpu'] });
  const page = await browser.newPage({ viewport: DESK, colorScheme: 'light', reducedMotion: 'reduce' });
  await begin(page, link);
  await workbench(page);
  const document = page.url().split('#')[0];
  await edition(page);
  await review(page, document);
  await arabic(page, document);
} finally {
  await browser?.close();
  server.kill('SIGTERM');
  await new Promise((resolve) => server.once('exit', resolve));
  rmSync(dataDir, { recursive: true, force: true });
}

async function begin(page, link) {
  await page.goto(link);
  await take(page, 'welcome');
  await page.click('button[value="just-me"]');
  await page.waitForURL(/\/documents\//);
}

/** Waits for all drafts, corrects and confirms the first one, and opens the second. */
async function workbench(page) {
  await page.waitForFunction(() => document.querySelectorAll('.segment [data-state="empty"]').length === 0, undefined, { timeout: 120_000 });
  await page.locator('.segment').nth(0).locator('.target').click();
  await page.locator('.segment').nth(0).locator('.target textarea.text').fill(TRANSLATION);
  await page.keyboard.press('Control+Enter');
  await page.locator('.segment').nth(0).locator('[data-state="translated"]').waitFor();
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.mouse.move(0, 0);
  await page.locator('.filters [data-mark="translated"]').waitFor();
  await take(page, 'workbench');
  await page.emulateMedia({ colorScheme: 'dark' });
  await take(page, 'workbench-dark');
  await page.emulateMedia({ colorScheme: 'light' });
}

async function edition(page) {
  const { pathname } = new URL(page.url());
  await page.goto(new URL(`${pathname}/exports`, page.url()).href);
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('main form .btn[data-kind="main"]')]);
  const file = path.join(dataDir, download.suggestedFilename());
  await download.saveAs(file);
  await page.goto(`file://${file}`);
  await take(page, 'edition');
  await page.setViewportSize(PHONE);
  await take(page, 'edition-phone');
}

/** Somebody comes in by an invitation, corrects what was confirmed, and is about to approve it. */
async function review(page, document) {
  await page.setViewportSize(DESK);
  await page.goto(new URL('/account', document).href);
  await page.fill('input[name="name"]', 'Amal');
  await page.locator('form:has(input[name="name"]) button').first().click();
  await page.goto(new URL('/projects', document).href);
  await page.click('a[href$="/people"]');
  await page.uncheck('form[action$="/invitations"] input[name="translator"]');
  await page.check('form[action$="/invitations"] input[name="reviewer"]');
  await page.click('form[action$="/invitations"] button');
  const reviewer = await browser.newPage({ viewport: DESK, colorScheme: 'light', reducedMotion: 'reduce' });
  await reviewer.goto(await page.inputValue('#link'));
  await reviewer.fill('input[name="name"]', 'Noor');
  await reviewer.fill('input[name="login"]', 'noor');
  await reviewer.fill('input[name="password"]', crypto.randomUUID());
  await reviewer.click('main form:has(input[name="password"]) button');
  await reviewer.waitForURL((url) => !url.pathname.startsWith('/invitations'));
  await reviewer.goto(`${document}/review`);
  await reviewer.waitForSelector('[data-controller="review"][data-ready]');
  await reviewer.fill('#now', TRANSLATION.replace('become increasingly dependent', 'come to depend ever more'));
  await reviewer.locator('[data-layer="all"] ins[data-by="reviewer"]').first().waitFor();
  await reviewer.evaluate(() => window.scrollTo(0, 0));
  await reviewer.mouse.move(0, 0);
  await take(reviewer, 'review');
}

async function arabic(page, document) {
  await page.goto(document);
  await page.waitForSelector('main[data-ready]');
  await page.click('.view-menu summary');
  await Promise.all([page.waitForEvent('load'), page.click('.view-menu button[name="locale"][value="ar"]')]);
  await page.waitForSelector('main[data-ready] .segment[data-active] textarea');
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.locator('.filters [data-mark="translated"]').waitFor();
  await page.mouse.move(0, 0);
  await take(page, 'workbench-ar');
}

async function take(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  console.log(`${name}.png`);
}

/** The one-time link that the starting server prints. */
function firstLink({ stdout }) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`the server printed no link within a minute:\n${text}`)), 60_000);
    stdout.on('data', (piece) => {
      text += piece;
      const link = /https?:\/\/\S+\/link\/\S+/.exec(text)?.[0];
      if (!link) return;
      clearTimeout(timer);
      resolve(link);
    });
  });
}
