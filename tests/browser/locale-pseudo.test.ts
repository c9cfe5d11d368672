/**
 * A language made up for this test: English with accents, two fifths longer, each text in brackets.
 * A letter outside the brackets was written into a template; a page that can be scrolled sideways has no room for other languages.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTranslations } from '../../server/http/locale.ts';
import { createRenderer } from '../../server/http/render.ts';
import { projectRoot } from '../../server/project-root.ts';
import { launchChromium } from '../support/chromium.ts';
import { PAGES, personOf, type PageAddress } from '../support/pages.ts';
import { startApp, type TestApp } from '../support/workbench.ts';
import { mapWords, wordTree } from '../support/words.ts';

const ACCENTED = new Map([...'abcdefghijklmnopqrstuvwxyz'].map((letter, index) => [letter, [...'áƀćđéƒǵħíǰķłɱñóþɋŕšťúṽŵẋýž'][index]!]));

/** “Copy source {{n}}” → “⟦Ćóþý šóúŕćé {{n}} ówówó⟧”. */
function pseudo(text: string): string {
  const accent = (part: string) => [...part].map((char) => ACCENTED.get(char) ?? ACCENTED.get(char.toLowerCase())?.toUpperCase() ?? char).join('');
  const more = Math.ceil((text.replace(/\{\{\w+\}\}/g, '').length * 2) / 5);
  const words = 'óẃóẃóẃ '.repeat(Math.ceil(more / 7)).slice(0, more);
  const parts = text.split(/(\{\{\w+\}\})/).map((part) => (part.startsWith('{{') ? part : accent(part)));
  return `⟦${parts.join('')}${text.length > 2 ? ` ${words.trim()}` : ''}⟧`;
}

let app: TestApp;
let browser: Browser;
const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-pseudo-'));
beforeAll(async () => {
  writeFileSync(path.join(folder, 'en.json'), JSON.stringify(wordTree('en')));
  writeFileSync(path.join(folder, 'en-XA.json'), JSON.stringify(mapWords(wordTree('en'), pseudo)));
  const translations = createTranslations(folder, (locale, key) => {
    throw new Error(`no words for ${key} in ${locale}`);
  });
  app = await startApp({
    dress: (context) => ({
      ...context,
      translations,
      renderer: createRenderer({ viewsDir: path.join(projectRoot, 'views'), assets: context.assets, translations }),
    }),
  });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  rmSync(folder, { recursive: true });
});

async function open({ role, address }: PageAddress, width: number): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const somebody = await app.signIn(personOf(app, role));
  const cookies = somebody.cookie
    .split('; ')
    .filter(Boolean)
    .map((cookie) => cookie.split('=') as [string, string]);
  await context.addCookies([...cookies, ['dragoman-locale', 'en-XA'] as const].map(([name, value]) => ({ name, value, url: app.url })));
  const page = await context.newPage();
  await page.goto(app.url + (await address(app)));
  if ((await page.locator('main.workbench').count()) > 0) await page.waitForSelector('main[data-ready] .segment[data-active] [data-panel="history"]');
  return page;
}

/** What is written for people and is not from the words: people's own texts, names and keys are set apart by their elements. */
function lettersOutside(): string[] {
  const APART = 'bdi, kbd, code, time, textarea, noscript, select[name="project"], script, style, template, svg, #words, [aria-hidden="true"], body [lang]';
  const outside = (text: string) => {
    let left = text;
    for (let before = ''; before !== left;) [before, left] = [left, left.replace(/⟦[^⟦⟧]*⟧/g, '')];
    return left.replace(/⟦[^⟧]*$/, '').replace(/^[^⟦]*⟧/, '');
  };
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node instanceof Element ? node : node.parentElement!;
    if (element.closest(APART)) continue;
    const texts =
      node instanceof Element ? ['title', 'aria-label', 'placeholder', 'alt'].map((name) => node.getAttribute(name) ?? '') : [node.textContent ?? ''];
    for (const text of texts) if (/[A-Za-z]/.test(outside(text))) found.push(`${element.tagName.toLowerCase()}.${element.className}: ${text.trim()}`);
  }
  return found;
}

const HTML_PAGES = PAGES.filter(({ route }) => !/^GET \/(segments|documents\/:id\/replacements|service-worker|models\/download)/.test(route));

describe.each(HTML_PAGES)('$route', (page) => {
  test.each([320, 1280])('has room for longer words at %d px, and no others', async (width) => {
    const opened = await open(page, width);
    try {
      expect(await opened.evaluate(() => document.documentElement.lang)).toBe('en-XA');
      expect(await opened.evaluate(lettersOutside)).toEqual([]);
      expect(await opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    } finally {
      await opened.context().close();
    }
  });
});

test('the check sees a word written into a page, and a row too wide', async () => {
  const page = await open(
    HTML_PAGES.find(({ route }) => route === 'GET /sign-in')!,
    320,
  );
  await page.evaluate(() => document.querySelector('main')!.append('Hard-coded'));
  expect(await page.evaluate(lettersOutside)).toEqual([expect.stringContaining('Hard-coded')]);
  await page.context().close();
});
