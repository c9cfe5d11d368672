/**
 * What a key press costs in documents of 14, 300 and 2,000 segments: the browser's main-thread time per key, in one run of the real server
 * and Chromium, the sizes taking turns. Bars: 300 segments ≤ 1.5 × and 2,000 ≤ 3 × the 14-segment article.
 * Run: npm run bench:keypress
 */
import { readFileSync } from 'node:fs';
import type { CDPSession, Page } from 'playwright-core';
import { makeDataFolder, settle, startBuiltServer, type Client } from '../tests/support/built-server.ts';
import { launchChromium } from '../tests/support/chromium.ts';

const SIZES = [14, 300, 2000] as const;
const BARS: Record<number, number> = { 300: 1.5, 2000: 3 };
const ROUNDS = 7;
const KEYS_A_ROUND = 40;

interface Subject {
  size: number;
  page: Page;
  cdp: CDPSession;
  perKeyMs: number[];
}

const folder = makeDataFolder();
const server = await startBuiltServer(folder.dataDir);
const browser = await launchChromium();
try {
  const { client, documentId } = await settle(server);
  const subjects: Subject[] = [];
  for (const size of SIZES) subjects.push(await open(client, size, size === 14 ? documentId : await importArticle(client, size)));
  for (let round = 0; round < ROUNDS; round += 1) for (const subject of subjects) await type(subject, round > 0);
  report(subjects);
} finally {
  await browser.close();
  await server.stop();
  folder.remove();
}

/** The article's paragraphs over and over, until there are `size` of them. Returns the document's id. */
async function importArticle(client: Client, size: number): Promise<string> {
  const paragraphs = readFileSync('samples/russia-china.ar.txt', 'utf8').split('\n').filter(Boolean);
  const text = Array.from({ length: size }, (_, index) => paragraphs[index % paragraphs.length]).join('\n');
  const form = new FormData();
  form.set('_csrf', client.csrf);
  form.set('project', 'new');
  form.set('projectName', `Bench ${size}`);
  form.set('then', 'keep');
  form.set('files', new File([text], `bench-${size}.ar.txt`, { type: 'text/plain' }));
  const answer = await client.send('POST', '/imports', { body: form, headers: { Accept: 'text/html' } });
  const location = answer.headers.get('location');
  if (!location?.startsWith('/documents/')) throw new Error(`the import answered ${answer.status}: ${await answer.text()}`);
  return location.split('/')[2]!;
}

async function open(client: Client, size: number, documentId: string): Promise<Subject> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const [name, value] = client.cookie.split('=') as [string, string];
  await context.addCookies([{ name, value, url: client.url }]);
  const page = await context.newPage();
  await page.goto(`${client.url}/documents/${documentId}`);
  await page.waitForSelector('.segment textarea');
  await page.waitForTimeout(2000);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Performance.enable');
  return { size, page, cdp, perKeyMs: [] };
}

async function type(subject: Subject, counts: boolean): Promise<void> {
  const { page, cdp, perKeyMs } = subject;
  await page.bringToFront();
  await page.focus('.segment textarea');
  const before = await taskSeconds(cdp);
  for (let key = 0; key < KEYS_A_ROUND; key += 1) await page.keyboard.press(key % 6 === 5 ? 'Space' : 'e', { delay: 5 });
  const spentMs = ((await taskSeconds(cdp)) - before) * 1000;
  if (counts) perKeyMs.push(spentMs / KEYS_A_ROUND);
  await page.waitForTimeout(300);
}

/** Seconds the page's main thread has spent in tasks so far (DevTools protocol, Performance.getMetrics). */
async function taskSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((metric) => metric.name === 'TaskDuration')!.value;
}

function report(subjects: readonly Subject[]): void {
  const base = median(subjects[0]!.perKeyMs);
  console.log('segments   ms of main thread per key (median, min–max)   × the 14-segment article   bar');
  for (const { size, perKeyMs } of subjects) {
    const ratio = median(perKeyMs) / base;
    const bar = BARS[size];
    const verdict = bar === undefined ? '' : `≤ ${bar}: ${ratio <= bar ? 'held' : 'NOT HELD'}`;
    console.log(
      `${String(size).padStart(8)}   ${median(perKeyMs).toFixed(2)} (${Math.min(...perKeyMs).toFixed(2)}–${Math.max(...perKeyMs).toFixed(2)})   ${ratio.toFixed(2)}   ${verdict}`,
    );
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}
