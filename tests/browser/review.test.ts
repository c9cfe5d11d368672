/** A translator and a reviewer at one document, each in a browser of their own. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { TargetView } from '../../server/core/api.ts';
import { launchChromium } from '../support/chromium.ts';
import { addDraft, article } from '../support/document.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let browser: Browser;
let amal: Visit;
const open: BrowserContext[] = [];
let troubles: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
  troubles = [];
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((context) => context.close()));
  await app.close();
  expect(troubles).toEqual([]);
});

async function browserOf(personId: string, { javaScriptEnabled = true, forgives = /^$/ } = {}): Promise<Page> {
  const [name = '', value = ''] = (await app.signIn(personId)).cookie.split('=');
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled, serviceWorkers: 'block' });
  open.push(context);
  await context.addCookies([{ name, value, url: app.url }]);
  const page = await context.newPage();
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !forgives.test(message.text()) && troubles.push(message.text()));
  return page;
}

const segment = (number: number) => app.world.segments[number - 1]!;
async function targetOf(number: number): Promise<TargetView> {
  const row = (await (await amal.get(`/segments/${segment(number)}`, { accept: 'application/json' })).json()) as { target: TargetView };
  return row.target;
}
async function confirm(number: number, text: string): Promise<void> {
  const { revisionId } = await targetOf(number);
  const answer = await amal.send('PUT', `/segments/${segment(number)}/target`, {
    body: { text, confirm: true, used: [], editGroup: crypto.randomUUID() },
    headers: { 'if-match': `"${revisionId ?? 'none'}"`, 'idempotency-key': crypto.randomUUID() },
  });
  expect(answer.status).toBe(200);
}
const review = () => `${app.url}/documents/${app.world.documentId}/review`;
const workbench = (number: number) => `${app.url}/documents/${app.world.documentId}#s${number}`;
const ready = (page: Page) => page.waitForSelector('[data-controller="review"][data-ready]');

describe('review by keyboard', () => {
  test('Ctrl+Enter approves and goes on; a correction is drawn as one types and approved in the same act', async () => {
    await addDraft(app.context.db, article.arabic[7]!, article.drafts[7]!);
    await confirm(7, 'China says it has not and will not.');
    await confirm(8, article.drafts[7]!.replace('will only lead', 'would lead only'));
    const noor = await browserOf(app.world.noor);
    await noor.goto(review());
    await ready(noor);
    expect(await noor.locator('.queue a').allTextContents()).toEqual(['Segment 7', 'Segment 8']);

    await noor.keyboard.press('Control+Enter');
    await noor.waitForURL(new RegExp(`segment=${segment(8)}.*done=approve`));
    await ready(noor);
    expect(await targetOf(7)).toMatchObject({ state: 'reviewed', authorName: 'Noor' });
    expect(await noor.getByRole('status').first().textContent()).toContain('Segment 7 is approved.');
    expect(await noor.locator('[data-layer="all"] ins[data-by="translator"]').count()).toBeGreaterThan(0);

    const field = noor.getByLabel('As it reads now');
    await field.fill((await field.inputValue()).replace('Shuang', 'Geng'));
    await noor.locator('[data-layer="all"] ins[data-by="reviewer"]', { hasText: 'Geng' }).waitFor();
    expect(await noor.locator('[data-layer="all"] del[data-by="reviewer"]').textContent()).toBe('Shuang');
    expect(await noor.locator('[data-part="approve"]').textContent()).toContain('Approve with your changes');
    await field.press('Control+Enter');
    await noor.waitForURL(/done=approve/);
    await noor.getByRole('heading', { name: 'Nothing waits for review' }).waitFor();
    expect(await targetOf(8)).toMatchObject({ state: 'reviewed', authorName: 'Noor' });
    expect((await targetOf(8)).text).toContain('Geng');
  });

  test('what is returned, and where, stands in the translator’s row at once and until the next confirm', async () => {
    await confirm(4, 'Wang added that exchanges would deepen.');
    const translator = await browserOf(app.world.amal);
    await translator.goto(workbench(9));
    await translator.waitForSelector('main[data-ready]');

    const noor = await browserOf(app.world.noor);
    await noor.goto(review());
    await ready(noor);
    await noor.getByLabel('As it reads now').evaluate((field: HTMLTextAreaElement) => {
      field.focus();
      field.setSelectionRange(0, 4);
    });
    await noor.getByText('Return to Amal instead').click();
    expect(await noor.locator('[data-part="quote"]').textContent()).toBe('Wang');
    await noor.getByText('Name or number').click();
    await noor.getByText('major').click();
    await noor.getByLabel('What should change?').fill('Say who he is.');
    await noor.getByRole('button', { name: 'Return with this reason' }).click();
    await noor.waitForURL(/done=return/);

    const row = translator.locator('#s4');
    await row.locator('.returned').waitFor();
    expect((await row.locator('.returned').textContent())!.replace(/\s+/g, ' ').trim()).toBe('Noor returned it. Name or number, major. Wang. Say who he is.');
    expect(await row.getAttribute('data-state')).toBe('returned');
    expect(await row.locator('.target mark').textContent()).toBe('Wang');

    await row.locator('.target .text').click();
    await translator.locator('#s4[data-active] textarea:focus').waitFor();
    expect(await row.locator('.returned').isVisible()).toBe(true);
    await translator.keyboard.press('Home');
    await translator.keyboard.type('The spokesman ');
    await translator.keyboard.press('Control+Enter');
    await row.locator('.returned').waitFor({ state: 'detached' });
    expect((await targetOf(4)).state).toBe('translated');
  });

  test('a segment that is final says so in the workbench, and no key or button changes it', async () => {
    await confirm(3, 'Wang spoke.');
    await confirm(4, 'Wang added to that.');
    for (const [person, method, what] of [
      [app.world.noor, 'POST', 'approval'],
      [app.world.salma, 'PUT', 'sign-off'],
    ] as const) {
      const { revisionId } = await targetOf(3);
      const headers = { 'if-match': `"${revisionId}"`, 'idempotency-key': crypto.randomUUID() };
      expect((await (await app.signIn(person)).send(method, `/segments/${segment(3)}/${what}`, { body: { revisionId }, headers })).ok).toBe(true);
    }
    const translator = await browserOf(app.world.amal);
    await translator.goto(workbench(3));
    await translator.waitForSelector('#s3[data-active] textarea:focus');
    const row = translator.locator('#s3');
    await row.getByText('Final, locked. A manager can take the sign-off off.').waitFor();
    expect(await row.locator('.under button:visible').count()).toBe(0);
    expect(await row.locator('.findings').getByRole('button', { name: 'Fix' }).count()).toBe(0);
    for (const keys of ['Alt+s', 'x']) await translator.keyboard.press(keys);
    expect(await row.locator('textarea.text').inputValue()).toBe('Wang spoke.');
    await translator.keyboard.press('Control+Enter');
    await translator.waitForSelector('#s4[data-active] textarea:focus');
    expect(await targetOf(3)).toMatchObject({ state: 'final', text: 'Wang spoke.' });
  });

  test('a correction somebody saved over is kept, said, and still in the page', async () => {
    await confirm(2, 'First version.');
    const noor = await browserOf(app.world.noor, { forgives: /412/ });
    await noor.goto(review());
    await ready(noor);
    await noor.getByLabel('As it reads now').fill('First version, corrected.');
    await confirm(2, 'Second version.');
    await noor.getByText('Somebody saved this segment while you were looking at it.').waitFor();
    await noor.locator('[data-part="approve"]').click();
    await noor.getByRole('alert').filter({ hasText: 'your correction is kept' }).waitFor();
    expect(await noor.getByLabel('As it reads now').inputValue()).toBe('First version, corrected.');
    expect(await targetOf(2)).toMatchObject({ state: 'translated', text: 'Second version.' });
    const history = (await (await amal.get(`/segments/${segment(2)}/history`, { accept: 'application/json' })).json()) as { kind: string; text: string }[];
    expect(history.filter(({ kind }) => kind === 'side').map(({ text }) => text)).toEqual(['First version, corrected.']);
  });

  test('a correction that was begun survives a reload', async () => {
    await confirm(2, 'A version.');
    const noor = await browserOf(app.world.noor);
    await noor.goto(review());
    await ready(noor);
    await noor.getByLabel('As it reads now').fill('A better version.');
    await noor.reload();
    await ready(noor);
    expect(await noor.getByLabel('As it reads now').inputValue()).toBe('A better version.');
    expect(await noor.locator('[data-layer="all"] ins[data-by="reviewer"]').textContent()).toBe('better');
  });
});

describe('review without JavaScript', () => {
  test('approve, return and approve several are forms', async () => {
    for (const number of [1, 2, 3, 4]) await confirm(number, `Text ${number}.\nSecond line.`);
    const noor = await browserOf(app.world.noor, { javaScriptEnabled: false });
    await noor.goto(review());
    await noor.getByRole('button', { name: 'Approve', exact: true }).click();
    expect(await targetOf(1)).toMatchObject({ state: 'reviewed', text: 'Text 1.\nSecond line.' });

    await noor.getByText('Return to Amal instead').click();
    await noor.getByText('Omission', { exact: true }).click();
    await noor.getByRole('button', { name: 'Return with this reason' }).click();
    expect(await targetOf(2)).toMatchObject({ mark: 'returned', text: 'Text 2.\nSecond line.' });

    await noor.getByText('All that wait').click();
    await noor.getByRole('button', { name: 'Show which' }).click();
    await noor.getByRole('heading', { name: '2 segments would be approved' }).waitFor();
    expect((await targetOf(3)).state).toBe('translated');
    await confirm(4, 'Text 4, changed.');
    await noor.getByRole('button', { name: 'Approve these 2 segments' }).click();
    await noor.getByRole('heading', { name: '1 segment was approved' }).waitFor();
    expect(await noor.getByText('Segment 4 was left alone: it was saved after you looked.').count()).toBe(1);
    expect([(await targetOf(3)).state, (await targetOf(4)).state]).toEqual(['reviewed', 'translated']);
  });
});

describe('two people at one segment', () => {
  test('whoever saves second sees both texts, and both are in the history', async () => {
    await confirm(5, 'Both begin here.');
    const [one, two] = [
      await browserOf(app.world.amal, { forgives: /Failed to load resource/ }),
      await browserOf(app.world.noor, { forgives: /Failed to load resource/ }),
    ];
    for (const page of [one, two]) {
      await page.goto(workbench(5));
      await page.locator('#s5[data-active] textarea:focus').waitFor();
    }
    // What the first saves must not reach the second before it has begun to write.
    await two.keyboard.press('End');
    await two.keyboard.type(' Noor’s end.');
    await one.keyboard.press('End');
    await one.keyboard.type(' Amal’s end.');
    await two.locator('#s5 [data-part="saved"][data-save="server"]').waitFor();
    await one.locator('#s5 [data-part="versions"]').waitFor();
    expect(await one.locator('#s5 [data-part="theirs"]').textContent()).toContain('Noor’s end.');
    expect(await one.locator('#s5 .writing textarea').inputValue()).toBe('Both begin here. Amal’s end.');
    const history = (await (await amal.get(`/segments/${segment(5)}/history`, { accept: 'application/json' })).json()) as { text: string }[];
    const texts = history.map(({ text }) => text);
    expect(texts).toContain('Both begin here. Noor’s end.');
    expect(texts).toContain('Both begin here. Amal’s end.');
  });
});
