import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDb } from '../support/database.ts';
import { launchChromium } from '../support/chromium.ts';
import { addTranslatedArticle, article } from '../support/document.ts';
import { exportedText, exportsOf } from '../support/exports.ts';

let browser: Browser;
let folder: string;
let address: string;

beforeAll(async () => {
  const { db, remove } = await openTestDb();
  const { amal, documentId } = await addTranslatedArticle(db);
  const { text } = await exportedText(exportsOf(db), amal, documentId);
  await remove();
  folder = mkdtempSync(path.join(tmpdir(), 'dragoman-edition-'));
  writeFileSync(path.join(folder, 'edition.html'), text);
  address = pathToFileURL(path.join(folder, 'edition.html')).href;
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Look {
  width: number;
  colorScheme: 'light' | 'dark';
}

/** Opens the file as a reader does, without script; collects what it asks for and complains of. */
async function read(
  { width, colorScheme }: Look,
  use: (page: Page, heard: { requests: string[]; complaints: string[] }) => Promise<void>,
  javaScriptEnabled = false,
) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
  const page = await context.newPage();
  const heard = { requests: [] as string[], complaints: [] as string[] };
  page.on('request', (request) => heard.requests.push(request.url()));
  page.on('console', (message) => heard.complaints.push(message.text()));
  await page.goto(address);
  await use(page, heard);
  await context.close();
}

const LOOKS: Look[] = [1280, 390].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })));
const scrollsSideways = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
const LAYOUTS = [
  ['parallel', true, true],
  ['stacked', true, true],
  ['en', false, true],
  ['ar', true, false],
] as const;

describe.each(LOOKS)('an edition from disk at $width px in $colorScheme', (look) => {
  test('asks for nothing but itself, and shows both texts or one without script, never scrolling sideways', async () => {
    await read(look, async (page, { requests, complaints }) => {
      expect(await page.locator('li.pair').count()).toBe(14);
      for (const [layout, arabic, english] of LAYOUTS) {
        const choice = page.locator(`#${layout}`);
        if (await choice.isVisible()) await choice.check();
        else expect(layout).toBe('parallel');
        expect([layout, await page.locator('#p7 .ar').isVisible(), await page.locator('#p7 .en').isVisible()]).toEqual([layout, arabic, english]);
        expect(await scrollsSideways(page)).toBe(false);
      }
      expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([address]);
      expect(complaints).toEqual([]);
    });
  });
});

test.each([1280, 390])('an edition at %d px has no fault that axe knows, in light and in dark', async (width) => {
  await read(
    { width, colorScheme: 'light' },
    async (page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
      }
    },
    true,
  );
});

describe('an edition on a wide screen', () => {
  test('sets both texts of a pair on one line, Arabic on the right', async () => {
    await read({ width: 1280, colorScheme: 'light' }, async (page) => {
      for (const number of [1, 7, 14]) {
        const arabic = (await page.locator(`#p${number} .ar`).boundingBox())!;
        const english = (await page.locator(`#p${number} .en`).boundingBox())!;
        expect(arabic.x).toBeGreaterThan(english.x + english.width);
        expect(Math.abs(arabic.y - english.y)).toBeLessThan(20);
      }
    });
  });

  test('has the Arabic on the left where that was chosen', async () => {
    await read({ width: 1280, colorScheme: 'light' }, async (page) => {
      const html = readFileSync(path.join(folder, 'edition.html'), 'utf8');
      await page.setContent(html.replace('data-arabic="right"', 'data-arabic="left"'));
      expect((await page.locator('#p1 .ar').boundingBox())!.x).toBeLessThan((await page.locator('#p1 .en').boundingBox())!.x);
    });
  });

  test('is set in the fonts it carries', async () => {
    await read({ width: 1280, colorScheme: 'light' }, async (page) => {
      const client = await page.context().newCDPSession(page);
      await client.send('DOM.enable');
      await client.send('CSS.enable');
      const { root } = await client.send('DOM.getDocument');
      const fontsOf = async (selector: string) => {
        const { nodeId } = await client.send('DOM.querySelector', { nodeId: root.nodeId, selector });
        const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId });
        return fonts.filter((font) => font.isCustomFont).map((font) => font.familyName);
      };
      expect(await fontsOf('#p2 .ar p')).toContain('Amiri');
      expect((await fontsOf('#p2 .en p')).join()).toMatch(/^Source Serif/);
    });
  });

  test('reads in the order of the text when it is copied', async () => {
    await read({ width: 1280, colorScheme: 'light' }, async (page) => {
      const text = (await page.locator('ol').innerText()).replace(/\s+/g, ' ');
      const places = article.arabic.flatMap((arabic, index) => [text.indexOf(arabic.replace(/\s+/g, ' ')), text.indexOf(article.english[index]!)]);
      expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
    });
  });
});
