/** Every text a person types or imports, shown on every page and in the edition handed to readers: it stays text, and nothing runs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '</script><script>alert(2)</script>',
  '"><img src=x onerror=alert(3)>',
  "'><img src=x onerror=alert(4)>",
  '" onmouseover="alert(5)" autofocus onfocus="alert(5)',
  "' onclick='alert(6)",
  '<svg onload=alert(7)>',
  '<svg><script>alert(8)</script></svg>',
  '</title><script>alert(9)</script>',
  '</textarea><script>alert(10)</script>',
  '</style><script>alert(11)</script>',
  '--><script>alert(12)</script>',
  '<!-- pairs -->',
  '<link rel="stylesheet" href="edition.css">',
  '<iframe srcdoc="<script>alert(15)</script>">',
  '<a href="javascript:alert(16)">x</a>',
  '<math><mtext></p><img src=x onerror=alert(17)>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<form action="https://evil.example/"><button>x</button></form>',
  '&lt;script&gt;alert(21)&lt;/script&gt;',
  "<%= process.exit() %> <%- include('/etc/passwd') %>",
  "{{constructor.constructor('alert(23)')()}} ${alert(23)} $& $1 $`",
  'before\u2028alert(24)\u2029after',
  '\u202egnp.exe\u202c \u2066x\u2069',
];
/** In one line, for names. */
const ALL = PAYLOADS.join(' ');

let app: TestApp;
let browser: Browser;
let context: BrowserContext;
let amal: Visit;
let documentId: string;
let segments: string[];
let troubles: string[];

beforeAll(async () => {
  app = await startApp();
  browser = await launchChromium();
  const { db } = app.context;
  await db.write((tx) => tx.updateTable('person').set({ name: ALL, login: ALL.toLowerCase() }).where('id', '=', app.world.amal).execute());
  await db.write((tx) => tx.updateTable('project').set({ name: ALL }).where('id', '=', app.world.projectId).execute());
  amal = await app.signIn(app.world.amal);
  documentId = await importAll();
  await db.write((tx) => tx.updateTable('document').set({ title_source: ALL, title_target: ALL }).where('id', '=', documentId).execute());
  segments = (
    await db.read
      .selectFrom('segment')
      .select('id')
      .where('document_id', '=', documentId)
      .orderBy('rowid' as 'id')
      .execute()
  ).map(({ id }) => id);
  for (const [index, payload] of PAYLOADS.entries()) await translate(index, payload);
  const comment = await amal.send('POST', `/segments/${segments[0]}/comments`, { body: { text: ALL, side: null, span: null, revisionId: null } });
  expect(comment.status).toBe(201);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** One paragraph each, in a file named like the worst of them. */
async function importAll(): Promise<string> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ _csrf: amal.csrfToken, project: app.world.projectId, then: 'keep' })) form.append(name, value);
  form.append('files', new Blob([paragraphs().join('\n')]), `${PAYLOADS[2]}.txt`);
  const answer = await fetch(`${app.url}/imports`, { method: 'POST', body: form, redirect: 'manual', headers: { cookie: amal.cookie, origin: app.url } });
  expect(answer.status).toBe(303);
  return answer.headers.get('location')!.replace('/documents/', '');
}

/** U+2028 and U+2029 end a line of a text file. */
function paragraphs(): string[] {
  return PAYLOADS.map((payload) => `نص ${payload.replace(/[\u2028\u2029]/g, ' ')}`);
}

async function translate(index: number, payload: string): Promise<void> {
  const saved = await amal.send('PUT', `/segments/${segments[index]}/target`, {
    body: { text: payload, confirm: true, used: [], editGroup: 'one' },
    headers: { 'if-match': '"none"', 'idempotency-key': `hostile-${index}` },
  });
  expect(saved.status).toBe(200);
}

async function openPage(address: string): Promise<Page> {
  const [name = '', value = ''] = amal.cookie.split('=');
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: false, serviceWorkers: 'block' });
  await context.addCookies([{ name, value, url: app.url }]);
  const page = await context.newPage();
  troubles = [];
  page.on('dialog', (dialog) => {
    troubles.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !/status of 4(01|04|10|15|22)/.test(message.text()) && troubles.push(message.text()));
  page.on('request', (request) => !/^(data:|file:)/.test(request.url()) && !request.url().startsWith(app.url) && troubles.push(request.url()));
  await page.goto(address);
  return page;
}

/** Elements and attributes that only a payload could have made. */
function strangersOn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const strange = [
      ...document.querySelectorAll(
        'script:not([src^="/assets/"]), img, iframe, base, math, meta[http-equiv="refresh"], svg script, form[action^="http"], a[href^="javascript"]',
      ),
    ];
    const wired = [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on') || name === 'srcdoc'),
    );
    return [...strange, ...wired].map((element) => element.outerHTML.slice(0, 120));
  });
}

async function expectOnlyText(page: Page): Promise<void> {
  expect(await strangersOn(page)).toEqual([]);
  expect(troubles).toEqual([]);
  await context.close();
}

describe('pages', () => {
  test('the workbench shows every payload as it was typed, in rows, comments and history', async () => {
    const page = await openPage(`${app.url}/documents/${documentId}`);
    await page.waitForSelector('main[data-ready]');
    const sources = await page.locator('.segment .source').allTextContents();
    for (const [index, paragraph] of paragraphs().entries()) expect(sources[index]).toContain(paragraph);
    const targets = await page.locator('.segment .target').allTextContents();
    for (const [index, payload] of PAYLOADS.entries()) if (index > 0) expect(targets[index]).toContain(payload);
    await page.goto(`${app.url}/documents/${documentId}#s1`);
    await page.waitForFunction((text) => document.querySelector<HTMLTextAreaElement>('.segment[data-active] textarea')?.value === text, PAYLOADS[0]!);
    const panel = (name: string) => page.locator(`.segment[data-active] [data-panel="${name}"]`);
    await panel('comments').locator('[data-part="open"] li').first().waitFor();
    expect(await panel('comments').textContent()).toContain(ALL);
    await panel('history').locator('summary').click();
    await panel('history').locator('[data-part="list"] li').first().waitFor();
    expect(await panel('history').textContent()).toContain(ALL);
    await expectOnlyText(page);
  });

  test('finding and replacing show them as text', async () => {
    const page = await openPage(`${app.url}/documents/${documentId}`);
    await page.waitForSelector('main[data-ready]');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('<script>alert(1)</script>');
    await page.waitForFunction(() => document.querySelectorAll('.segment:not([hidden])').length < 5);
    await expectOnlyText(page);
  });

  test.each(['/', '/imports/new', 'reading', 'exports', '/nowhere', `/link/${encodeURIComponent(PAYLOADS[0]!)}`])('%s shows them as text', async (address) => {
    const page = await openPage(app.url + (address.startsWith('/') ? address : `/documents/${documentId}/${address}`));
    if (address === '/' || address === 'reading' || address === 'exports') expect(await page.textContent('body')).toContain(PAYLOADS[0]);
    await expectOnlyText(page);
  });

  test('the look before an import shows them as text, whatever the file is and is called', async () => {
    const page = await openPage(`${app.url}/imports/new`);
    await page.setInputFiles('#files', [
      { name: `${PAYLOADS[6]}.txt`, mimeType: 'text/plain', buffer: Buffer.from(paragraphs().join('\n')) },
      { name: 'b.html', mimeType: 'text/html', buffer: Buffer.from(`<title>x</title><p onclick="alert(1)">نص <b onmouseover=alert(2)>كلمة</b> ${ALL}</p>`) },
      { name: 'c.md', mimeType: 'text/markdown', buffer: Buffer.from(`# نص [كلمة](javascript:alert(3)) ${ALL}`) },
    ]);
    await page.getByRole('heading', { name: 'c.md' }).waitFor();
    expect(await page.textContent('body')).toContain(PAYLOADS[0]);
    await expectOnlyText(page);
  });

  test('the sign-in page gives a login back as text', async () => {
    const page = await openPage(`${app.url}/sign-in`);
    await context.clearCookies();
    await page.reload();
    await page.evaluate(() => document.querySelector<HTMLDetailsElement>('details')?.setAttribute('open', ''));
    expect(await strangersOn(page)).toEqual([]);
    const refused = await (await app.signIn(null)).post('/sign-in', { login: PAYLOADS[2]!, password: 'x' });
    expect(await refused.text()).not.toContain('<img');
    await expectOnlyText(page);
  });
});

describe('an edition opened by a reader', () => {
  test.each(['parallel', 'en'])('holds them as text: %s', async (layout) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-edition-'));
    try {
      const answer = await amal.post(`/documents/${documentId}/exports`, {
        kind: 'bilingual',
        layout,
        scope: 'all',
      });
      expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
        200,
        expect.stringMatching(/^attachment; filename="[^"\r\n<>]*"; filename\*=UTF-8''[\w.%-]+$/) as string,
      ]);
      const html = await answer.text();
      const file = path.join(folder, 'edition.html');
      // Without its own policy, so that whatever could run would.
      writeFileSync(file, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
      const page = await openPage(pathToFileURL(file).href);
      const text = (await page.textContent('main'))!;
      for (const payload of PAYLOADS.slice(0, 23)) expect(text).toContain(payload);
      await expectOnlyText(page);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
