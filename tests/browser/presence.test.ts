import { afterEach, expect, test } from 'vitest';
import type { BrowserContext, Page } from 'playwright-core';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
let others: BrowserContext | undefined;
afterEach(() => others?.close());

/** Noor's browser at the same document. */
async function noorAt(number: number): Promise<Page> {
  const [name = '', value = ''] = (await at.app.signIn(at.app.world.noor)).cookie.split('=');
  others = await at.page.context().browser()!.newContext({ serviceWorkers: 'block' });
  await others.addCookies([{ name, value, url: at.app.url }]);
  const page = await others.newPage();
  await page.goto(`${at.app.url}/documents/${at.app.world.documentId}#s${number}`);
  await page.waitForSelector(`#s${number}[data-active] textarea`);
  return page;
}
const face = (number: number, page: Page = at.page) => page.locator(`#s${number} .present`);

test('each sees where the other is, in the spine, and where they went; whoever leaves is gone', async () => {
  await at.open(1);
  const noor = await noorAt(3);
  await face(3).waitFor();
  expect(await face(3).textContent()).toBe('NNoor is in this segment');
  await face(1, noor).waitFor();
  await noor.locator('#s5 .no').click();
  await face(5).waitFor();
  expect(await face(3).count()).toBe(0);
  await noor.close({ runBeforeUnload: false });
  await face(5).waitFor({ state: 'detached' });
  expect(await face(1).count()).toBe(0);
});

test('whoever signs out is in no segment', async () => {
  await at.open(1);
  const noor = await noorAt(4);
  await face(4).waitFor();
  await noor.click('.menu:has(.face) > summary');
  await noor.click('form[action="/sign-out"] button');
  await face(4).waitFor({ state: 'detached' });
});

test('somebody who is in a segment does not keep others from writing in it', async () => {
  await noorAt(2);
  await at.open(2);
  await face(2).waitFor();
  await at.field().fill('Written beside Noor');
  await at.page.waitForSelector('#s2 [data-save="server"]');
  await face(2).waitFor();
});
