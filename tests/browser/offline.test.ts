import { describe, expect, test } from 'vitest';
import { ANSWERED_BY } from '../../server/core/api.ts';
import { useWorkbench } from '../support/workbench-page.ts';

/** Cut connections are what this file is about; the browser reports each as a failed load. */
const at = useWorkbench({ keepsPages: true, forgives: /Failed to load resource|net::ERR|error occurred when fetching the script/ });

/** Waits until the service worker has this page. */
function untilKept(pathname: string): Promise<void> {
  const isKept = () =>
    at.page.evaluate(async (address) => {
      for (const name of await caches.keys()) if (name.startsWith('pages-') && (await (await caches.open(name)).match(address))) return true;
      return false;
    }, pathname);
  return expect.poll(isKept, { timeout: 15_000, interval: 200 }).toBe(true);
}
/** How many things this browser keeps of a kind. */
function countOf(store: 'pending' | 'saved' | 'undo'): Promise<number> {
  return at.page.evaluate(
    (name) =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('dragoman');
        opening.onsuccess = () => {
          const counting = opening.result.transaction(name).objectStore(name).count();
          counting.onsuccess = () => resolve(counting.result);
        };
      }),
    store,
  );
}
const workbench = () => `/documents/${at.app.world.documentId}`;
const goOffline = (isOffline: boolean) => at.page.context().setOffline(isOffline);

describe('without a connection', () => {
  test('a document that was opened here opens again with all that was written, and what is written now is sent later', async () => {
    await at.open(1);
    await untilKept(workbench());
    await at.field().fill('Saved after the page was kept');
    await at.page.waitForSelector('#s1 [data-save="server"]');
    await at.page.keyboard.press('Control+ArrowDown');
    await goOffline(true);
    await at.field().fill('Written without a connection');
    await at.page.waitForSelector('#s2 [data-save="device"]');
    await at.page.reload();
    await at.page.waitForSelector('#s2[data-active] textarea');
    await at.page.getByText('This is what this device has.').filter({ visible: true }).waitFor();
    expect(await at.page.locator('#s1 .target .text').textContent()).toBe('Saved after the page was kept');
    expect(await at.field().inputValue()).toBe('Written without a connection');
    await at.page.keyboard.press('End');
    await at.page.keyboard.type(', and on');
    await at.page.waitForSelector('#s2 [data-save="device"]');
    await goOffline(false);
    await at.page.waitForSelector('#s2 [data-save="server"]');
    expect(await at.textOf(2)).toBe('Written without a connection, and on');
    await at.page.reload();
    await at.page.waitForSelector('#s2[data-active] textarea');
    expect(await at.page.getAttribute('html', 'data-from-device')).toBeNull();
  });

  test('a proxy that does not reach the server is no answer: the kept page shows and texts wait; what the server itself says is shown', async () => {
    await at.page.addInitScript(() => addEventListener('online', (event) => event.stopImmediatePropagation()));
    await at.open(1);
    await untilKept(workbench());
    const [worker] = at.page.context().serviceWorkers();
    const answerWith = (status: number, headers: Record<string, string>) =>
      worker!.evaluate(
        ([code, more]) => {
          globalThis.fetch = () =>
            Promise.resolve(new Response('<h1>Not of Dragoman</h1>', { status: code, headers: { 'Content-Type': 'text/html', ...more } }));
        },
        [status, headers] as const,
      );
    const proxy = { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' };
    await at.page.route(/target$|healthz$/, (route) => route.fulfill(proxy));
    await at.field().fill('Written while it starts again');
    await at.active().getByText('The server does not answer. Go on working').waitFor();
    await answerWith(504, {});
    await at.page.reload();
    const said = at.page.getByText('This is what this device has.');
    await said.waitFor();
    expect(await at.field().inputValue()).toBe('Written while it starts again');
    await at.page.unroute(/target$|healthz$/);
    await at.page.waitForSelector('#s1 [data-save="server"]');
    // That the browser did not notice anything changes nothing.
    await said.waitFor({ state: 'hidden' });
    await answerWith(503, { [ANSWERED_BY]: 'dragoman' });
    await at.page.reload();
    await at.page.getByRole('heading', { name: 'Not of Dragoman' }).waitFor();
  });

  test('an update leaves a page that was kept before it the files it names', async () => {
    await at.open(1);
    await untilKept(workbench());
    await at.page.evaluate(async () => {
      for (const [shell, file] of [
        ['shell-needed', 'main-OLD.js'],
        ['shell-left', 'main-OLDER.js'],
      ] as const)
        await (await caches.open(shell)).put(`/assets/${file}`, new Response(''));
      const pages = (await caches.keys()).find((name) => name.startsWith('pages-'))!;
      await (await caches.open(pages)).put('/documents/kept-before', new Response('<script src="/assets/main-OLD.js"></script>'));
      await (await navigator.serviceWorker.ready).unregister();
    });
    await at.page.goto('about:blank');
    await at.open(1);
    const shells = () => at.page.evaluate(async () => (await caches.keys()).filter((name) => /^shell-(needed|left)$/.test(name)));
    await expect.poll(shells, { timeout: 15_000, interval: 200 }).toEqual(['shell-needed']);
  });

  test('a form that cannot be sent leaves its page as it is; an address this device does not have says so, and leads to the documents it has', async () => {
    const address = `${at.app.url}${workbench()}/details`;
    const [name = '', value = ''] = (await at.app.signIn(at.app.world.salma)).cookie.split('=');
    await at.page.context().addCookies([{ name, value, url: at.app.url }]);
    await at.open(1);
    await untilKept(workbench());
    await at.page.goto(address);
    const note = at.page.getByRole('textbox', { name: 'Note' });
    await note.fill('Only here so far');
    await goOffline(true);
    await at.page.getByRole('button', { name: 'Save' }).click();
    const said = at.page.getByText('Nothing was done: the server does not answer.').filter({ visible: true });
    await said.waitFor();
    expect([at.page.url(), await note.inputValue()]).toEqual([address, 'Only here so far']);
    await goOffline(false);
    await said.waitFor({ state: 'hidden' });
    await goOffline(true);
    await at.page.goto(`${at.app.url}/account`);
    await at.page.getByText('This device does not have this page.').waitFor();
    await at.page.locator('[data-part="list"] a').first().click();
    await at.page.waitForSelector('.segment[data-active] textarea');
    expect(new URL(at.page.url()).pathname).toBe(workbench());
  });

  test('nothing of a page is left behind by signing out', async () => {
    await at.open(1);
    await untilKept(workbench());
    const elsewhere = await at.page.context().newPage();
    await elsewhere.goto(at.app.url + workbench());
    await elsewhere.waitForSelector('main[data-ready]');
    await at.field().fill('Saved here');
    await at.page.waitForSelector('#s1 [data-save="server"]');
    await expect.poll(() => countOf('undo')).toBe(1);
    await at.page.click('.menu:has(.face) > summary');
    await Promise.all([at.page.waitForEvent('load'), at.page.click('form[action="/sign-out"] button')]);
    // Another tab, which is still open, writes no step of undo down either.
    await elsewhere.locator('.segment[data-active] .writing textarea').fill('Written after signing out');
    await elsewhere.waitForSelector('.segment[data-active] [data-save="device"]');
    await elsewhere.close();
    await goOffline(true);
    await at.page.goto(at.app.url + workbench()).catch(() => undefined);
    expect(await at.page.locator('.segment').count()).toBe(0);
    await goOffline(false);
    await at.page.goto(at.app.url);
    expect((await at.page.evaluate(() => caches.keys())).filter((name) => name.startsWith('pages-'))).toEqual([]);
    expect(await Promise.all([countOf('saved'), countOf('undo')])).toEqual([0, 0]);
  });

  test('a browser that keeps nothing can be worked in, and says that only the page has the text', async () => {
    await at.page.addInitScript(() => {
      const deny = (): never => {
        throw new DOMException('denied', 'SecurityError');
      };
      for (const name of ['indexedDB', 'caches', 'sessionStorage', 'localStorage']) Object.defineProperty(window, name, { get: deny });
      const denied = () => Promise.reject(new DOMException('denied', 'SecurityError'));
      Object.assign(navigator.serviceWorker, { register: denied });
      Object.assign(LockManager.prototype, { request: denied, query: denied });
    });
    await at.open(3);
    await at.field().fill('Written where nothing is kept');
    await at.page.waitForSelector('#s3 [data-save="server"]');
    await at.save(4, 'From elsewhere');
    await at.page.locator('#s4 .target').getByText('From elsewhere').waitFor();
    await at.page.route('**/target', (route) => route.abort());
    await at.field().fill('Written on');
    await at.page.waitForSelector('#s3 [data-save="page"]');
    await at.page.click('.menu:has(.face) > summary');
    await at.page.click('form[action="/sign-out"] button');
    await at.page.locator('#unsent').getByText('One text is not sent yet').waitFor();
    expect(await at.page.getByRole('button', { name: 'Keep and sign out' }).count()).toBe(0);
    await at.page.unroute('**/target');
    await at.page.getByRole('button', { name: 'Send and sign out' }).click();
    await at.page.getByText('npx dragoman users link').first().waitFor();
    const saved = at.app.context.db.read.selectFrom('revision').select('text').where('segment_id', '=', at.app.world.segments[2]!);
    expect(await saved.execute()).toContainEqual({ text: 'Written on' });
  });
});
