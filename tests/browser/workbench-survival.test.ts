/** A browser of its own process, so that it can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from '../../server/project-root.ts';
import { tries } from '../faults/run.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

const profile = mkdtempSync(path.join(tmpdir(), 'dragoman-profile-'));
const QUIET = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
let app: TestApp;
let amal: Visit;
let child: ChildProcess | null = null;

beforeAll(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
});
afterEach(kill);
afterAll(async () => {
  await app.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open(): Promise<{ browser: Browser; page: Page }> {
  const tools = (await import(pathToFileURL(path.join(projectRoot, 'scripts/ensure-chromium.mjs')).href)) as { findChromium(): string | null };
  child = spawn(tools.findChromium()!, [...QUIET, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let output = '';
    child!.once('exit', () => reject(new Error(`Chromium ended:\n${output}`)));
    child!.stderr!.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /ws:\/\/\S+/.exec(output);
      if (found) resolve(found[0]);
    });
  });
  const browser = await chromium.connectOverCDP(address);
  const context = browser.contexts()[0]!;
  const [name = '', value = ''] = amal.cookie.split('=');
  await context.addCookies([{ name, value, url: app.url }]);
  return { browser, page: context.pages()[0] ?? (await context.newPage()) };
}

/** The whole process group at once, as the system does when memory runs out. */
async function kill(): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid!, 'SIGKILL');
  await gone;
  child = null;
}

async function goTo(page: Page, number: number): Promise<void> {
  await page.goto(`${app.url}/documents/${app.world.documentId}#s${number}`);
  await page.waitForSelector(`#s${number}[data-active] textarea:focus`);
}

async function textOf(number: number): Promise<string> {
  const row = (await (await amal.get(`/segments/${app.world.segments[number - 1]!}`, { accept: 'application/json' })).json()) as { target: { text: string } };
  return row.target.text;
}

test('F22: a browser killed one second after the last key has the text when it comes back, and so has the server', async () => {
  const first = await open();
  await first.page.route('**/target', (route) => route.abort());
  await goTo(first.page, 1);
  await first.page.keyboard.type('Typed just before the end');
  await first.page.waitForTimeout(1000);
  await kill();
  expect(await textOf(1)).toBe('');
  const { page } = await open();
  await goTo(page, 1);
  expect(await page.locator('#s1 .writing textarea').inputValue()).toBe('Typed just before the end');
  await expect.poll(() => textOf(1), { timeout: 5000 }).toBe('Typed just before the end');
});

test('F21: edits over fourteen segments without a connection survive a reload and a killed browser, and all arrive in order', async () => {
  const first = await open();
  await goTo(first.page, 1);
  const isKept = () => first.page.evaluate(async (address) => Boolean(await caches.match(address)), `/documents/${app.world.documentId}`);
  await expect.poll(isKept, { timeout: 15_000, interval: 200 }).toBe(true);
  await first.page.context().setOffline(true);
  const expected: string[] = Array.from({ length: 14 }, () => '');
  const edits = tries(50, 20);
  for (let edit = 0; edit < edits; edit++) {
    const number = (edit % 14) + 1;
    await first.page.locator(`#s${number} .no`).click();
    await first.page.waitForSelector(`#s${number}[data-active] textarea:focus`);
    await first.page.keyboard.press('Control+a');
    await first.page.keyboard.insertText(`Edit ${edit}`);
    expected[number - 1] = `Edit ${edit}`;
    if (edit === edits - 6) {
      await first.page.waitForTimeout(300);
      await first.page.reload();
      await first.page.waitForSelector('main[data-ready]');
    }
  }
  await first.page.locator('[data-part="unsaved"]').getByText('segments kept on this device').waitFor();
  await first.page.waitForTimeout(300);
  await kill();
  const { page } = await open();
  await page.context().setOffline(true);
  await goTo(page, 2);
  await page.locator('[data-part="unsaved"]').getByText('14 segments kept on this device').waitFor();
  expect(await page.locator('#s14 .target .text').textContent()).toBe(expected[13]);
  await page.context().setOffline(false);
  await expect.poll(async () => Promise.all(expected.map((_, index) => textOf(index + 1))), { timeout: 40_000 }).toEqual(expected);
  await page.locator('[data-part="unsaved"]').waitFor({ state: 'hidden' });
});
