/** Amal's browser at the document of the small named world, for tests of the workbench. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { TargetView } from '../../server/core/api.ts';
import { launchChromium } from './chromium.ts';
import { startApp } from './workbench.ts';
import type { TestApp, Visit } from './workbench.ts';

export interface WorkbenchPage {
  readonly app: TestApp;
  readonly page: Page;
  /** Amal, asking the server without the page. */
  readonly amal: Visit;
  /** Opens the document, at a segment's number or at the first unconfirmed one, and waits until it works. */
  open(number?: number): Promise<void>;
  /** The active row. */
  active(): Locator;
  /** The text field of the active row. */
  field(): Locator;
  shownRows(): Promise<number>;
  /** Saves a text as another tab would. */
  save(number: number, text: string): Promise<TargetView>;
  /** The text the server has. */
  textOf(number: number): Promise<string>;
}

interface Options {
  /** Errors in the page that the file provokes. */
  forgives?: RegExp;
  /** Pages are kept for the time without a connection, which is work for the browser at each visit. */
  keepsPages?: boolean;
}

/** Registers the hooks of a file: one app and browser for all its tests, a fresh page for each; an error in the page fails the test, unless it is one the file provokes. */
export function useWorkbench({ forgives, keepsPages = false }: Options = {}): WorkbenchPage {
  let app: TestApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let amal: Visit;
  let troubles: string[] = [];

  beforeAll(async () => {
    app = await startApp();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });
  beforeEach(async () => {
    amal = await app.signIn(app.world.amal);
    const [name = '', value = ''] = amal.cookie.split('=');
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, serviceWorkers: keepsPages ? 'allow' : 'block' });
    await context.addCookies([{ name, value, url: app.url }]);
    page = await context.newPage();
    troubles = [];
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => message.type() === 'error' && !forgives?.test(message.text()) && troubles.push(message.text()));
  });
  afterEach(async () => {
    await context.close();
    expect(troubles).toEqual([]);
  });

  const segment = (number: number): string => `/segments/${app.world.segments[number - 1]!}`;
  const targetOf = async (number: number): Promise<TargetView> => {
    const row = (await (await amal.get(segment(number), { accept: 'application/json' })).json()) as { target: TargetView };
    return row.target;
  };

  return {
    get app() {
      return app;
    },
    get page() {
      return page;
    },
    get amal() {
      return amal;
    },
    async open(number) {
      await page.goto(`${app.url}/documents/${app.world.documentId}${number ? `#s${number}` : ''}`);
      await page.waitForSelector('main[data-ready]');
      await page.waitForSelector('.segment[data-active] [data-panel="history"]');
    },
    active: () => page.locator('.segment[data-active]'),
    field: () => page.locator('.segment[data-active] .writing textarea'),
    shownRows: () => page.locator('.segments .segment:visible').count(),
    async save(number, text) {
      const { revisionId } = await targetOf(number);
      const answer = await amal.send('PUT', `${segment(number)}/target`, {
        body: { text, confirm: false, used: [], editGroup: crypto.randomUUID() },
        headers: { 'if-match': `"${revisionId ?? 'none'}"`, 'idempotency-key': crypto.randomUUID() },
      });
      expect(answer.status).toBe(200);
      return (await answer.json()) as TargetView;
    },
    textOf: async (number) => (await targetOf(number)).text,
  };
}
