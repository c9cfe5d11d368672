import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { RowView } from '../../server/core/api.ts';
import { makeDataFolder, segmentIds, settle, startBuiltServer, type BuiltServer, type Client } from '../support/built-server.ts';
import { launchChromium } from '../support/chromium.ts';

/** The rules as a script: injected source cannot run under our CSP, so the pages are opened with CSP bypassed. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const folder = makeDataFolder();
let browser: Browser;
let server: BuiltServer;
let client: Client;
let documentId: string;
let usedLink: string;
let project: string;
let invitation: string;
let resetLink: string;

beforeAll(async () => {
  browser = await launchChromium();
  server = await startBuiltServer(folder.dataDir);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  folder.remove();
});

interface Story {
  name: string;
  at: () => string;
  /** Brings the page into the state that is looked at. */
  go?: (page: Page) => Promise<void>;
  isSignedOut?: boolean;
}

const workbench = () => `/documents/${documentId}`;
const ready = (page: Page) => page.waitForSelector('main[data-ready] .segment[data-active] textarea').then(() => undefined);
const pressed = (keys: string, dialog: string) => async (page: Page) => {
  await ready(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press(keys);
  await page.waitForSelector(dialog);
};

/** Something that waits for review. */
async function confirmFirst(): Promise<void> {
  const [id] = await segmentIds(client, documentId);
  const row = (await (await client.send('GET', `/segments/${id}`)).json()) as RowView;
  if (row.target.state !== 'initial') return;
  const json = { text: 'The Russian prime minister visits Beijing.', confirm: true, used: [], editGroup: 'axe' };
  const headers = { 'If-Match': `"${row.target.revisionId ?? 'none'}"`, 'Idempotency-Key': crypto.randomUUID() };
  await client.send('PUT', `/segments/${id}/target`, { json, headers });
}

/** A text is typed over one that was saved in another tab meanwhile. */
const twoVersions = async (page: Page) => {
  await page.route('**/events*', (route) => route.abort());
  await page.reload();
  await page.waitForSelector('main[data-ready]');
  await page.click('#s5 .target');
  await page.waitForSelector('#s5[data-active] textarea:focus');
  const id = (await segmentIds(client, documentId))[4]!;
  const row = (await (await client.send('GET', `/segments/${id}`)).json()) as RowView;
  const json = { text: `Saved in another tab ${crypto.randomUUID().slice(0, 4)} at once.`, confirm: false, used: [], editGroup: 'axe' };
  const headers = { 'If-Match': `"${row.target.revisionId ?? 'none'}"`, 'Idempotency-Key': crypto.randomUUID() };
  await client.send('PUT', `/segments/${id}/target`, { json, headers });
  await page.fill('#s5 textarea', 'Typed here meanwhile, at once.');
  await page.waitForSelector('#s5 [data-save="conflict"]');
};

/** The session ends in the middle of a word. */
const signedOut = async (page: Page) => {
  await ready(page);
  await page.context().clearCookies();
  await page.keyboard.type('Typed ');
  await page.waitForSelector('#signed-out:popover-open code');
};

/** Somebody wants to leave with a text that could not be sent. */
const leaving = async (page: Page) => {
  await page.route('**/target', (route) => route.abort());
  await ready(page);
  await page.keyboard.type('Typed ');
  await page.waitForSelector('.segment[data-active] [data-save="device"]');
  await page.click('.menu:has(.face) > summary');
  await page.click('form[action="/sign-out"] button');
  await page.waitForSelector('#unsent[open]');
};

const refusedInvitation = async (page: Page) => {
  await page.uncheck('form[action$="/invitations"] input[name="translator"]');
  await page.click('form[action$="/invitations"] button');
  await page.waitForSelector('[role="alert"]:visible');
};

const binOne = async (page: Page) => {
  const made = await client.send('POST', '/projects', { body: new URLSearchParams({ name: 'Spare' }), headers: { Accept: 'text/html' } });
  const id = new URL(made.headers.get('location') ?? '', server.url).searchParams.get('project');
  await client.send('POST', `/projects/${id}/bin`, { body: new URLSearchParams(), headers: { Accept: 'text/html' } });
  await page.reload();
  await page.waitForSelector('form[action$="/restore"]');
};

const STORIES: Story[] = [
  { name: 'sign-in', at: () => '/', isSignedOut: true },
  { name: 'used link', at: () => usedLink, isSignedOut: true },
  { name: 'home', at: () => '/' },
  { name: 'account', at: () => '/account' },
  { name: 'projects', at: () => '/projects' },
  { name: 'project settings', at: () => project },
  { name: 'people', at: () => `${project}/people` },
  {
    name: 'people with a new link',
    at: () => `${project}/people`,
    go: async (page) => {
      await page.click('form[action$="/invitations"] button');
      await page.waitForSelector('#link');
    },
  },
  { name: 'people without a role chosen', at: () => `${project}/people`, go: refusedInvitation },
  { name: 'invitation', at: () => invitation, isSignedOut: true },
  { name: 'invitation for a member', at: () => invitation },
  { name: 'dead invitation', at: () => '/invitations/nonsense', isSignedOut: true },
  { name: 'title and note', at: () => `${workbench()}/details` },
  { name: 'empty bin', at: () => '/bin' },
  { name: 'bin with a project', at: () => '/bin', go: binOne },
  { name: 'new password', at: () => resetLink, isSignedOut: true },
  { name: 'installation', at: () => '/installation' },
  {
    name: 'backups',
    at: () => '/backups',
    go: async (page) => {
      await page.click('form[action="/backups"] button');
      await page.waitForSelector('main li time');
    },
  },
  { name: 'models', at: () => '/models', go: (page) => page.locator('summary', { hasText: 'SHA-256' }).first().click() },
  {
    name: 'models with a folder that is none',
    at: () => '/models',
    go: async (page) => {
      await page.fill('#folder', '/nowhere/model');
      await page.click('form[action="/models"] button');
      await page.waitForSelector('#folder[aria-invalid]');
    },
  },
  { name: 'import', at: () => '/imports/new' },
  { name: 'workbench', at: workbench, go: ready },
  {
    name: 'workbench with an edited row',
    at: workbench,
    go: async (page) => {
      await ready(page);
      await page.keyboard.type('Edited ');
      await page.waitForSelector('.segment[data-active] [data-save="server"]');
    },
  },
  {
    name: 'workbench with findings',
    at: workbench,
    go: async (page) => {
      await page.goto(`${page.url().split('#')[0]}#s6`);
      await page.reload();
      await page.waitForSelector('#s6[data-active] textarea');
      await page.fill('#s6 textarea', 'China  says it is neutral and wants to help end the 51-month conflict.');
      await page
        .locator('#s6 .findings [data-check="number"]')
        .getByRole('button', { name: /Waive…|تجاهُل…/ })
        .click();
      await page.waitForSelector('#s6 .findings input');
    },
  },
  { name: 'two versions', at: workbench, go: twoVersions },
  { name: 'session that ended', at: workbench, go: signedOut },
  { name: 'leaving with unsent texts', at: workbench, go: leaving },
  { name: 'list of keys', at: workbench, go: pressed('?', 'dialog[open]') },
  { name: 'replace', at: workbench, go: pressed('Control+h', 'dialog[open]') },
  { name: 'review', at: () => `${workbench()}/review` },
  {
    name: 'review of a segment',
    at: () => `${workbench()}/review`,
    go: async (page) => {
      await confirmFirst();
      await page.reload();
      await page.click('[data-part="return"] > summary');
      await page.waitForSelector('[data-controller="review"][data-ready]');
    },
  },
  { name: 'reading view', at: () => `${workbench()}/reading` },
  { name: 'export', at: () => `${workbench()}/exports` },
  { name: 'page this device does not have', at: () => '/offline' },
  { name: 'no such page', at: () => '/no-such-page' },
];

async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const axe = (
      window as unknown as {
        axe: { run(context: Document, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[] }> };
      }
    ).axe;
    const found = await axe.run(document, { runOnly });
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  }, rules);
}

/** Nothing but colours changes with the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];
const LOOKS = [
  { colorScheme: 'light', width: 1280, rules: TAGS },
  { colorScheme: 'dark', width: 1280, rules: OF_COLOURS },
  { colorScheme: 'light', width: 320, rules: TAGS },
] as const;
/** The mirror image has the same elements and colours, so one look is enough, the one where words have least room. */
/** The pages one works on, and whatever is laid out for itself; the others are made of the same pieces. */
const IN_ARABIC = new Set([
  ...[
    'sign-in',
    'home',
    'account',
    'people',
    'project settings',
    'installation',
    'models',
    'backups',
    'import',
    'export',
    'reading view',
    'review of a segment',
  ],
  ...['workbench with an edited row', 'workbench with findings', 'two versions', 'session that ended', 'leaving with unsent texts', 'list of keys', 'replace'],
]);
const LOOKS_IN_ARABIC = LOOKS.slice(-1);

/** What is wrong with a story in each look, as sentences: what axe finds, and how far the page scrolls sideways. */
async function troublesOf(story: Story, locale = 'en'): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    locale,
    bypassCSP: true,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  try {
    if (!story.isSignedOut) {
      const [name, value] = client.cookie.split('=') as [string, string];
      await context.addCookies([{ name, value, url: server.url }]);
    }
    const page = await context.newPage();
    await page.goto(server.url + story.at());
    await story.go?.(page);
    await page.evaluate(AXE);
    const troubles: string[] = [];
    for (const { colorScheme, width, rules } of locale === 'ar' ? LOOKS_IN_ARABIC : LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 860 });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      const found = [...(await violations(page, rules)), ...(overflow > 0 ? [`scrolls ${overflow} px sideways`] : [])];
      troubles.push(...found.map((trouble) => `${colorScheme}, ${width} px: ${trouble}`));
    }
    return troubles;
  } finally {
    await context.close();
  }
}

describe('nothing for axe to find, nothing to scroll sideways, light, dark and narrow', () => {
  test.each(['en', 'ar'])('welcome, %s', async (locale) => {
    usedLink ??= new URL(server.link).pathname;
    expect(await troublesOf({ name: 'welcome', at: () => usedLink, isSignedOut: true }, locale)).toEqual([]);
  });

  describe('after settling in', () => {
    beforeAll(async () => {
      ({ client, documentId } = await settle(server));
      const page = (html: string) => (pattern: RegExp) => pattern.exec(html)?.[1] ?? '';
      project = page(await (await client.send('GET', '/projects', { headers: { Accept: 'text/html' } })).text())(/href="(\/projects\/[\w-]{36})"/);
      const invited = await client.send('POST', `${project}/invitations`, {
        body: new URLSearchParams({ translator: 'on' }),
        headers: { Accept: 'text/html' },
      });
      const environment = { ...process.env, DRAGOMAN_DATA: folder.dataDir };
      resetLink = new URL(execFileSync(process.execPath, ['bin/dragoman.js', 'users', 'reset', 'you'], { env: environment, encoding: 'utf8' }).trim()).pathname;
      invitation = page(await invited.text())(/value="[^"]+(\/invitations\/[\w-]{43})"/);
    });
    test.each(STORIES)('$name', async (story) => {
      expect(await troublesOf(story)).toEqual([]);
    });
    test.each(STORIES.filter(({ name }) => IN_ARABIC.has(name)))('$name in Arabic', async (story) => {
      expect(await troublesOf(story, 'ar')).toEqual([]);
    });
  });
});
