import { describe, expect, test } from 'vitest';
import { watchSaves } from '../faults/browser-saves.ts';
import { isWholeRun } from '../faults/run.ts';
import { expectNothingLostAmong } from '../faults/verdict.ts';
import { useWorkbench } from '../support/workbench-page.ts';
import { tabsOf } from '../support/workbench-tabs.ts';

/** Offline, signed out, stale and refused are what this file is about; the browser reports each as a failed load. */
const at = useWorkbench({ forgives: /Failed to load resource/ });

const { mark, isOpen, anotherTab } = tabsOf(at);
const said = () => at.active().locator('[data-part="problem-words"]').textContent();

describe('autosave', () => {
  test('says Saving, then Saved when the server has exactly this text', async () => {
    await at.open(1);
    await isOpen(1);
    await at.page.keyboard.type('Saved by itself');
    await mark('saving');
    await mark('server');
    expect(await at.textOf(1)).toBe('Saved by itself');
  });

  test('happens at once when the row is left', async () => {
    await at.open(2);
    await isOpen(2);
    await at.page.keyboard.type('Left');
    const answered = at.page.waitForResponse((response) => response.request().method() === 'PUT');
    await at.page.keyboard.press('Control+ArrowDown');
    expect((await answered).status()).toBe(200);
    expect(await at.textOf(2)).toBe('Left');
  });

  test('goes on with words typed while a save is under way, on the revision it made', async () => {
    await at.open(3);
    await isOpen(3);
    await at.page.route('**/target', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 600));
      await route.continue();
    });
    await at.page.keyboard.type('one');
    await at.page.waitForRequest('**/target');
    await at.page.keyboard.type(' two');
    await mark('server');
    expect(await at.textOf(3)).toBe('one two');
  });

  test('a lost answer is asked for again under the same key, and nothing is written twice', async () => {
    await at.open(4);
    await isOpen(4);
    const keys: string[] = [];
    await at.page.route('**/target', async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      if (keys.length > 1) return route.continue();
      await route.fetch();
      await route.abort();
    });
    await at.page.keyboard.type('once');
    await mark('device');
    await at.page.keyboard.type(' more');
    await mark('server');
    expect(await at.textOf(4)).toBe('once more');
    expect(keys.length).toBe(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    const revisions = await at.app.context.db.read
      .selectFrom('revision')
      .select('text')
      .where('segment_id', '=', at.app.world.segments[3]!)
      .orderBy('number')
      .execute();
    expect(revisions.map(({ text }) => text)).toEqual(['once', 'once more']);
  });
});

describe('without the server', () => {
  test('everything is kept on this device over a reload, said in the row and in the status line, and sent when the server is back', async () => {
    await at.open(5);
    await isOpen(5);
    await at.page.route('**/target', (route) => route.abort());
    await at.page.keyboard.type('Kept here');
    await mark('device');
    expect(await said()).toMatch(/everything is kept on this device/);
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(6);
    expect(await at.page.locator('#s5 .target').textContent()).toMatch(/Kept here.*Kept on this device/);
    await at.page.reload();
    await isOpen(6);
    expect(await at.page.locator('#s5 .target .text').textContent()).toBe('Kept here');
    await at.page.locator('[data-part="unsaved"]').getByText('1 segment kept on this device').waitFor();
    await at.page.unroute('**/target');
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await at.page.waitForSelector('#s5[data-state="edited"]');
    await at.page.locator('[data-part="unsaved"]').waitFor({ state: 'hidden' });
    expect(await at.textOf(5)).toBe('Kept here');
  });

  test('confirming offline confirms when the server is back', async () => {
    await at.open(7);
    await isOpen(7);
    await at.page.route('**/target', (route) => route.abort());
    await at.page.keyboard.type('Signed for offline');
    await at.page.keyboard.press('Control+Enter');
    await isOpen(8);
    await at.page.locator('#s7').getByText('Kept on this device').waitFor();
    await at.page.unroute('**/target');
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await at.page.waitForSelector('#s7[data-state="translated"]');
  });

  test('a session that ended loses nothing: the text is sent after signing in again', async () => {
    await at.open(9);
    await isOpen(9);
    const cookies = await at.page.context().cookies();
    await at.page.context().clearCookies();
    await at.page.keyboard.type('Still mine');
    await at.active().getByText('You were signed out. Nothing is lost.').waitFor();
    expect(await at.active().getByRole('link', { name: 'Sign in' }).getAttribute('href')).toMatch(/^\/sign-in\?next=/);
    await at.page.context().addCookies(cookies);
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await mark('server');
    expect(await at.textOf(9)).toBe('Still mine');
  });
});

describe('the stream', () => {
  test('F25: ten tabs share one, and all can save', async () => {
    const saves = watchSaves();
    saves.watch(at.page.context());
    await at.open(13);
    const tabs = [at.page];
    for (let count = 1; count < 10; count++) tabs.push(await anotherTab(count));
    await Promise.all(
      tabs.map(async (tab, index) => {
        await tab.locator('.segment[data-active] .writing textarea').fill(`From tab ${index}`);
        await mark('server', tab);
      }),
    );
    const last = tabs.at(-1)!;
    await last.locator('#s13 .no').click();
    await isOpen(13, last);
    await last.locator('.segment[data-active] .writing textarea').fill('From the tenth');
    await mark('server', last);
    await at.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#s13 textarea')?.value === 'From the tenth');
    const acknowledged = await saves.acknowledged();
    expect(acknowledged).toHaveLength(tabs.length + 1);
    const note = `slowest save ${Math.round(saves.slowestMs())} ms`;
    expectNothingLostAmong(at.app.context.config.dataDir, acknowledged, { fault: 'F25', what: 'ten tabs that save at once', tries: tabs.length, note });
    // With a stream for each, the sixth would wait for a free connection until another tab is closed.
    expect(saves.slowestMs()).toBeLessThan(isWholeRun ? 1000 : 5000);
  });

  test('another tab takes over when the one that has it closes', async () => {
    await at.open(1);
    const other = await anotherTab(2);
    await at.page.close();
    await at.save(14, 'After the change of hands');
    await other.getByText('After the change of hands').waitFor();
  });
});
