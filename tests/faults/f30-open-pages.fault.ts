import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { launchChromium } from '../support/chromium.ts';
import { clientFor, makeDataFolder, segmentIds, settle, startBuiltServer, type Client } from '../support/built-server.ts';
import { readDatabase, save, until } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

const QUIET = { DRAGOMAN_MODEL: '/nowhere' };

test(
  'F30: what was saved after the backup that was put in place is still in the browser that saved it, open or not, and comes back by a choice',
  { timeout: 120_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    let server = await startBuiltServer(dataDir, QUIET);
    const browser = await launchChromium();
    try {
      const { client, documentId } = await settle(server);
      const ids = await segmentIds(client, documentId);
      const address = `${server.url}/documents/${documentId}`;
      const port = new URL(server.url).port;
      const context = await browser.newContext();
      const [name = '', value = ''] = client.cookie.split('=');
      await context.addCookies([{ name, value, url: server.url }]);
      const page = await context.newPage();

      /** The newest backup takes the place of the database. */
      const setBack = async (): Promise<Client> => {
        await server.stop();
        expect(dragoman(dataDir, 'restore').status).toBe(0);
        server = await startBuiltServer(dataDir, { ...QUIET, DRAGOMAN_PORT: port });
        return clientFor(server.url, client.cookie, client.csrf);
      };

      await open(page, address, 1);
      await write(page, 1, 'In the backup');
      expect(dragoman(dataDir, 'backup').status).toBe(0);
      await write(page, 1, 'Younger than the backup');
      await write(page, 2, 'Not in the backup at all');
      await setBack();
      await page.getByText('2 texts are only here.', { exact: true }).waitFor();
      await page.locator('#s2').getByText('The server has an older text').waitFor();
      expect(await page.locator('#s2 .writing textarea').inputValue()).toBe('Not in the backup at all');
      expect(sidesIn(dataDir)).toEqual(['Not in the backup at all', 'Younger than the backup']);

      await open(page, address, 1);
      await page.getByText('2 texts are only here.', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Save all of mine' }).click();
      await page.waitForSelector('#s1 [data-save="server"]');
      await until(async () => (await textOf(client, ids[1]!)) === 'Not in the backup at all');
      expect(await textOf(client, ids[0]!)).toBe('Younger than the backup');

      // A page that was closed meanwhile, and others who wrote on from the older text.
      await page.goto('about:blank');
      const other = await setBack();
      await writeTwice(other, ids[0]!, 'By others since');
      await open(page, address, 1);
      await page.locator('#s1').getByText('The server has an older text').waitFor();
      expect(await page.locator('#s1 .writing textarea').inputValue()).toBe('Younger than the backup');
      await page.locator('#s1').getByRole('button', { name: 'Take theirs' }).click();
      await page.getByText('One text is only here.', { exact: true }).waitFor();
      await page.reload();
      await page.getByText('One text is only here.', { exact: true }).waitFor();
      expect(sidesIn(dataDir)).toEqual(['Not in the backup at all', 'Younger than the backup']);
      report({
        fault: 'F30',
        what: '',
        tries: 2,
        acknowledged: 4,
        lost: 0,
        duplicated: 0,
        note: '4 saves younger than their backup came back from the browser',
      });
    } finally {
      await browser.close();
      await server.stop();
      remove();
    }
  },
);

async function open(page: Page, address: string, number: number): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${address}#s${number}`);
  await page.waitForSelector('main[data-ready]');
  await page.waitForSelector(`#s${number}[data-active] textarea`);
}

async function write(page: Page, number: number, text: string): Promise<void> {
  await page.locator(`#s${number} .no`).click();
  await page.locator(`#s${number} .writing textarea`).fill(text);
  await page.waitForSelector(`#s${number} [data-save="server"]`);
}

async function textOf(client: Client, segmentId: string): Promise<string> {
  const row = (await (await client.send('GET', `/segments/${segmentId}`)).json()) as { target: { text: string } };
  return row.target.text;
}

/** More revisions than the browser knows of. */
async function writeTwice(client: Client, segmentId: string, text: string): Promise<void> {
  let { revisionId } = ((await (await client.send('GET', `/segments/${segmentId}`)).json()) as { target: { revisionId: string } }).target;
  for (const suffix of ['', ', and again', ', and once more']) {
    const answer = await save(client, segmentId, text + suffix, { head: revisionId });
    expect(answer.status).toBe(200);
    ({ revisionId } = (await answer.json()) as { revisionId: string });
  }
}

/** The texts that are kept beside the targets. */
function sidesIn(dataDir: string): string[] {
  return readDatabase(dataDir, (db) => db.prepare<[], string>('select text from side_revision order by text').pluck().all());
}
