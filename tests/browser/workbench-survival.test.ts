/** A browser of its own process, so that it can be killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromium, type Browser, type Page } from 'playwright-core';
import { projectRoot } from '../../server/project-root.ts';
import { watchSaves } from '../faults/browser-saves.ts';
import { tries } from '../faults/run.ts';
import { expectNothingLostAmong } from '../faults/verdict.ts';
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
let saves = watchSaves();

beforeEach(() => void (saves = watchSaves()));
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
  saves.watch(context);
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

/** Waits until all has come, and lets the oracle say what has not: each of them must be acknowledged, and so may be earlier ones whose answer did not come. */
async function expectArrived(expected: ReadonlyMap<number, string>, tried: { fault: string; what: string; tries: number; note?: string }): Promise<void> {
  const arrived = async () => new Map(await Promise.all([...expected.keys()].map(async (number) => [number, await textOf(number)] as const)));
  await expect.poll(arrived, { timeout: 40_000 }).toEqual(expected);
  // What the server has may reach the browser, and us, a moment later.
  await expect.poll(async () => (await saves.acknowledged()).map(({ text }) => text)).toEqual(expect.arrayContaining([...expected.values()]));
  expectNothingLostAmong(app.context.config.dataDir, await saves.acknowledged(), tried);
}

test('F22: a browser killed one second after the last key has the text when it comes back, and so has the server', async () => {
  const kills = tries(5, 1);
  const expected = new Map<number, string>();
  for (let number = 1; number <= kills; number += 1) {
    const text = `Typed just before end ${number}`;
    const first = await open();
    await first.page.route('**/target', (route) => route.abort());
    await goTo(first.page, number);
    await first.page.keyboard.type(text);
    await first.page.waitForTimeout(1000);
    await kill();
    expect(await textOf(number)).toBe('');
    const { page } = await open();
    await goTo(page, number);
    expect(await page.locator(`#s${number} .writing textarea`).inputValue()).toBe(text);
    await expect.poll(() => textOf(number)).toBe(text);
    await page.waitForSelector(`#s${number} [data-save="server"]`);
    expected.set(number, text);
    await kill();
  }
  await expectArrived(expected, { fault: 'F22', what: 'browser killed one second after the last key', tries: kills });
});

test('F21: edits over fourteen segments without a connection survive a reload and a killed browser, and all arrive in order', async () => {
  const first = await open();
  await goTo(first.page, 1);
  const isKept = () => first.page.evaluate(async (address) => Boolean(await caches.match(address)), `/documents/${app.world.documentId}`);
  await expect.poll(isKept, { timeout: 15_000, interval: 200 }).toBe(true);
  await first.page.context().setOffline(true);
  const expected = new Map<number, string>();
  const edits = tries(50, 20);
  for (let edit = 0; edit < edits; edit++) {
    const number = (edit % 14) + 1;
    await first.page.locator(`#s${number} .no`).click();
    await first.page.waitForSelector(`#s${number}[data-active] textarea:focus`);
    await first.page.keyboard.press('Control+a');
    await first.page.keyboard.insertText(`Edit ${edit}`);
    expected.set(number, `Edit ${edit}`);
    if (edit === edits - 6) {
      await first.page.waitForTimeout(300);
      await first.page.reload();
      await first.page.waitForSelector('main[data-ready]');
    }
  }
  // What the row says of the last edit, not what it said of the one before.
  await first.page.waitForSelector(`#s${((edits - 1) % 14) + 1} [data-save="device"]`);
  await kill();
  const { page } = await open();
  await page.context().setOffline(true);
  await goTo(page, 2);
  await page.locator('[data-part="unsaved"]').getByText('14 segments kept on this device').waitFor();
  expect(await page.locator('#s14 .target .text').textContent()).toBe(expected.get(14));
  await page.context().setOffline(false);
  await page.locator('[data-part="unsaved"]').waitFor({ state: 'hidden', timeout: 40_000 });
  await expectArrived(expected, {
    fault: 'F21',
    what: 'edits over 14 segments without a connection, through a reload and a killed browser',
    tries: edits,
    note: `${expected.size} of the edits were the last of their segment`,
  });
});
