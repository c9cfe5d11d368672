import { cpSync, readFileSync } from 'node:fs';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeDataFolder, startBuiltServer, type BuiltServer } from '../support/built-server.ts';
import { launchChromium } from '../support/chromium.ts';
import { measureFirstMinute } from '../support/first-minute.ts';

const ENGLISH = readFileSync('tests/fixtures/russia-china.en.txt', 'utf8').trim().split('\n');

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('the first minute in Arabic takes no more clicks and no longer', async () => {
  const { clicks, seconds } = await measureFirstMinute(browser, { locale: 'ar' });
  expect(clicks).toBeLessThanOrEqual(5);
  expect(seconds).toBeLessThan(60);
});

describe('in the Arabic interface', () => {
  /** A data folder whose article is drafted, and who has settled in there; each test works on a copy of it. */
  let settled: ReturnType<typeof makeDataFolder> & { cookies: Cookies; documentPath: string };
  let folder: ReturnType<typeof makeDataFolder>;
  let server: BuiltServer;
  let context: BrowserContext;
  let page: Page;
  let troubles: string[];

  beforeAll(async () => {
    const first = makeDataFolder();
    server = await startBuiltServer(first.dataDir);
    const visit = await browser.newContext({ locale: 'ar' });
    page = await visit.newPage();
    await page.goto(server.link);
    await page.click('button[value="just-me"]');
    await page.waitForSelector('.segment:last-of-type[data-state="draft"]', { timeout: 75_000 });
    settled = { ...first, cookies: await visit.cookies(), documentPath: new URL(page.url()).pathname };
    await visit.close();
    await server.stop();
  });
  afterAll(() => settled.remove());
  beforeEach(async () => {
    folder = makeDataFolder();
    cpSync(settled.dataDir, folder.dataDir, { recursive: true });
    server = await startBuiltServer(folder.dataDir);
    troubles = [];
    await browse({ locale: 'ar' });
  });
  afterEach(async () => {
    await context.close();
    await server.stop();
    folder.remove();
    expect(troubles).toEqual([]);
  });

  async function browse(options: BrowserContextOptions): Promise<void> {
    await context?.close();
    context = await browser.newContext({ viewport: { width: 1280, height: 860 }, acceptDownloads: true, ...options });
    page = await context.newPage();
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  }

  async function openWorkbench(): Promise<void> {
    // The name of the cookie says of which server on this machine it is.
    await context.addCookies(settled.cookies.map((cookie) => ({ ...cookie, name: `dragoman-${new URL(server.url).port}` })));
    await page.goto(server.url + settled.documentPath);
    await page.waitForSelector('#s1[data-active][data-state="draft"] textarea:focus');
  }

  const root = () => page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  const field = () => page.locator('.segment[data-active] .writing textarea');

  test('a visit is dated in the reader’s own time zone', async () => {
    await browse({ locale: 'ar', timezoneId: 'Asia/Tokyo' });
    await openWorkbench();
    await page.goto(`${server.url}/account`);
    await page.waitForSelector('time:not([data-controller])');
    const { iso, shown } = await page
      .locator('main time')
      .first()
      .evaluate((time: HTMLTimeElement) => ({ iso: time.dateTime, shown: time.textContent }));
    const style = { timeStyle: 'short', timeZone: 'Asia/Tokyo' } as const;
    expect(shown).toBe(new Intl.DateTimeFormat('ar-u-nu-latn', style).format(new Date(iso)));
  });

  test('the article is translated, and its edition stays English', async () => {
    await openWorkbench();
    expect(await root()).toEqual(['ar', 'rtl']);
    expect(await page.textContent('.segment[data-active] .btn[data-kind="main"]')).toContain('تأكيد');
    for (const [index, english] of ENGLISH.entries()) {
      await page.waitForSelector(`#s${index + 1}[data-active] textarea:focus`);
      await field().fill(english);
      await page.click('.segment[data-active] .btn[data-kind="main"]');
      await page.waitForSelector(`#s${index + 1}[data-state="translated"]`);
    }
    expect(await page.textContent('[data-part="words"]')).toMatch(/^الكلمات: (\d+)، أُكِّد منها \1$/);
    await page.click('.head a[href$="/exports"]');
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('main form .btn[data-kind="main"]')]);
    const edition = readFileSync(await download.path(), 'utf8');
    expect(edition).toContain('<html lang="en" dir="ltr">');
    expect(edition).toContain('Made with Dragoman on');
    expect(edition.replaceAll(/<(\w+)[^>]* lang="ar"[^>]*>.*?<\/\1>/gs, '')).not.toMatch(/[\u0600-\u06ff]/);
  });

  test('the page is a mirror image: it begins at the right, help stands at the left', async () => {
    await openWorkbench();
    const middle = async (selector: string) => {
      const box = (await page.locator(selector).first().boundingBox())!;
      return box.x + box.width / 2;
    };
    expect(await middle('.brand')).toBeGreaterThan(1000);
    expect(await middle('.head a[href$="/exports"]')).toBeLessThan(300);
    expect(await middle('.search .icon')).toBeGreaterThan(await middle('.search kbd'));
    expect(await middle('.segment[data-active] .help')).toBeLessThan(340);
    expect(await middle('.status [data-action="all-keys"]')).toBeLessThan(300);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('.segment kbd')!).direction)).toBe('ltr');
    expect(await page.evaluate(() => document.fonts.check('14px "UI Arabic"', 'ترجمة'))).toBe(true);
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('header')!).fontFamily)).toMatch(/^"?UI Arabic/);
  });

  test.each(['ltr', 'rtl'])('the source stands where the interface begins to be read, unless the sides are swapped (%s)', async (dir) => {
    await openWorkbench();
    if (dir === 'ltr') await chooseInMenu('en');
    const isLeft = dir === 'ltr';
    const arabicBeforeEnglish = () =>
      page.evaluate(() => {
        const left = (selector: string) => document.querySelector(`#s3 > ${selector}`)!.getBoundingClientRect().left;
        return left('.source') < left('.target');
      });
    expect(await arabicBeforeEnglish()).toBe(isLeft);
    await page.click('.view-menu summary');
    await page.check('input[name="sides"]');
    expect(await arabicBeforeEnglish()).toBe(!isLeft);
  });

  async function chooseInMenu(locale: string): Promise<void> {
    await page.click('.view-menu summary');
    await Promise.all([page.waitForEvent('load'), page.click(`.view-menu button[name="locale"][value="${locale}"]`)]);
    await page.waitForSelector('main[data-ready] .segment[data-active] textarea');
  }

  test('the language changes in the middle of a word: the segment stays open and the text is kept', async () => {
    await openWorkbench();
    await page.click('#s3 .target');
    await page.waitForSelector('#s3[data-active] textarea:focus');
    await field().fill('Half a sent');
    await chooseInMenu('en');
    expect(await root()).toEqual(['en', 'ltr']);
    expect(new URL(page.url()).hash).toBe('#s3');
    await expect.poll(() => field().inputValue(), { timeout: 10_000 }).toBe('Half a sent');
    await page.waitForSelector('#s3[data-active] [data-save="server"]');
    expect(await page.textContent('#s3 [data-part="saved-words"]')).toBe('Saved');
    await chooseInMenu('ar');
    expect(await page.textContent('#s3 [data-part="saved-words"]')).toBe('محفوظ');
  });

  test('counts have the form that Arabic asks for', async () => {
    await openWorkbench();
    const hitsFor = (text: string) =>
      expect.poll(async () => (await page.fill('#find', text), page.textContent('[data-part="hits"]')), { timeout: 10_000, interval: 500 });
    await hitsFor('شوانغ').toMatch(/^نتيجتان في مقطعين$/);
    await hitsFor('الصين').toMatch(/^\d+ (نتائج|نتيجةً) في \d+ (مقاطع|مقطعًا)$/);
    await page.fill('#find', 'zzz');
    await page.getByText('لا مقطع فيه «\u2068zzz\u2069»').filter({ visible: true }).first().waitFor();
  });

  test('dates and shares have Latin digits and stand in order', async () => {
    await openWorkbench();
    await field().fill('Since it invaded Ukraine, Russia has come to depend on China.');
    await page.waitForSelector('#s1 [data-save="server"]');
    const made = await page.textContent('#s1 .help [data-part="made-by"]');
    expect(made).toMatch(/^\u2068ar-en-starter\u2069، على هذا الجهاز، \d{1,2}:\d\d [صم]$/);
    expect(await page.textContent('#s1 .change summary')).toMatch(/الآلة \u2068\d+[^\u0660-\u0669]*%[^،]*\u2069، أنا \u2068\d/);
  });

  test('a long English title loses its end on a phone, not its beginning', async () => {
    await openWorkbench();
    await page.setViewportSize({ width: 390, height: 800 });
    const clipped = await page.evaluate(() => {
      const title = document.querySelector<HTMLElement>('.crumb h1 > bdi')!;
      return {
        dir: title.dir,
        isShortened: title.scrollWidth > title.clientWidth,
        startsInside: title.scrollLeft === 0,
        overflow: getComputedStyle(title).textOverflow,
      };
    });
    expect(clipped).toEqual({ dir: 'ltr', isShortened: true, startsInside: true, overflow: 'ellipsis' });
  });

  test('the choice works without script, and before signing in', async () => {
    await browse({ locale: 'en-GB', javaScriptEnabled: false });
    await page.goto(`${server.url}/sign-in`);
    expect(await root()).toEqual(['en', 'ltr']);
    await page.click('button[lang="ar"]');
    expect(await root()).toEqual(['ar', 'rtl']);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.textContent('h1')).toBe('دخول');
  });
});
