import { describe, expect, test } from 'vitest';
import { addDocument } from '../support/database.ts';
import { watchSaves } from '../faults/browser-saves.ts';
import { expectNothingLostAmong } from '../faults/verdict.ts';
import { addDraft, article } from '../support/document.ts';
import { useWorkbench } from '../support/workbench-page.ts';
import { tabsOf } from '../support/workbench-tabs.ts';

/** Stale and refused saves are what this file is about; the browser reports each as a failed load. */
const at = useWorkbench({ forgives: /Failed to load resource/ });

const { mark, isOpen, anotherTab } = tabsOf(at);

describe('two writers', () => {
  test('F18: both texts stay in sight and the writer chooses; the waiting text outlives a reload', async () => {
    const saves = watchSaves();
    saves.watch(at.page.context());
    await at.open(10);
    await isOpen(10);
    const other = await anotherTab(10);
    let letMineGo = (): void => undefined;
    const theirsIsSaved = new Promise<void>((resolve) => (letMineGo = resolve));
    await at.page.route('**/target', async (route) => {
      await theirsIsSaved;
      await route.continue();
    });
    await at.page.keyboard.type('Mine');
    await other.keyboard.type('Theirs');
    await mark('server', other);
    letMineGo();
    await mark('conflict');
    const versions = at.active().locator('[data-part="versions"]');
    expect(await versions.locator('[data-part="theirs"]').textContent()).toBe('Theirs');
    expect(await at.field().inputValue()).toBe('Mine');
    await at.page.reload();
    await mark('conflict');
    expect(await at.field().inputValue()).toBe('Mine');
    await at.active().getByRole('button', { name: 'Take mine' }).click();
    await mark('server');
    expect(await at.textOf(10)).toBe('Mine');
    await other.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('.writing textarea')?.value === 'Mine');
    const acknowledged = await saves.acknowledged();
    expect(acknowledged.map(({ text }) => text)).toEqual(['Theirs', 'Mine']);
    expectNothingLostAmong(at.app.context.config.dataDir, acknowledged, { fault: 'F18', what: 'one person, two tabs, one segment', tries: 1 });
  });

  test('a text that comes into an untouched draft is marked as saved, not as a draft', async () => {
    await addDraft(at.app.context.db, article.arabic[5]!, article.drafts[5]!);
    await at.open(6);
    await mark('draft');
    const { revisionId } = await at.save(6, 'From elsewhere');
    expect(revisionId).not.toBeNull();
    await mark('server');
    expect(await at.field().inputValue()).toBe('From elsewhere');
  });

  test('what a closed tab could not send stands at once in the field of another, which goes on from there', async () => {
    await at.open(13);
    await isOpen(13);
    const other = await anotherTab(13);
    await at.page.context().route('**/target', (route) => route.abort());
    await other.keyboard.type('From the closed tab');
    await mark('device', other);
    await other.close();
    await expect.poll(() => at.field().inputValue()).toBe('From the closed tab');
    await at.field().press('End');
    await at.page.keyboard.type(' and on');
    await at.page.context().unroute('**/target');
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await mark('server');
    expect(await at.textOf(13)).toBe('From the closed tab and on');
  });

  test('changes that do not touch each other are put together, kept with one key, and confirmed with the next', async () => {
    await at.open(2);
    await isOpen(2);
    await at.save(2, 'China says it is a neutral party and wants to mediate.');
    await at.page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#s2 textarea')?.value.startsWith('China says'));
    await at.page.route('**/events*', (route) => route.abort());
    await at.page.reload();
    await isOpen(2);
    await at.save(2, 'China says it is neutral and wants to mediate.');
    await at.field().fill('China says it is a neutral party and wants to broker.');
    await mark('conflict');
    const box = at.active().locator('[data-part="versions"]');
    expect(await box.locator('[data-part="together"]').textContent()).toBe('China says it is neutral and wants to broker.');
    expect(await box.locator('[data-part="both-in"]').textContent()).toBe('3 changes that did not touch each other are all in.');
    expect(await box.locator('[data-part="base"]').textContent()).toBe('China says it is a neutral party and wants to mediate.');
    expect(await box.locator('[data-part="places"]').isHidden()).toBe(true);
    await at.field().press('Control+Enter');
    await mark('server');
    expect(await at.textOf(2)).toBe('China says it is neutral and wants to broker.');
    expect(await at.page.getAttribute('#s2', 'data-state')).toBe('edited');
    await at.page.keyboard.press('Control+z');
    expect(await at.field().inputValue()).toBe('China says it is a neutral party and wants to broker.');
    await at.page.keyboard.press('Control+Shift+z');
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('#s2[data-state="translated"]');
  });

  test('words that both changed are chosen by keyboard, place by place', async () => {
    await at.open(3);
    await isOpen(3);
    await at.field().fill('It blamed the West.');
    await mark('server');
    await at.page.route('**/events*', (route) => route.abort());
    await at.page.reload();
    await isOpen(3);
    await at.save(3, 'It accused the West.');
    await at.field().fill('It criticised the West today.');
    await mark('conflict');
    const box = at.active().locator('[data-part="versions"]');
    await box.getByText('One place needs you').waitFor();
    await box.locator('input[value="mine"]').focus();
    await at.page.keyboard.press('ArrowDown');
    expect(await box.locator('[data-part="together"]').textContent()).toBe('It accused the West today.');
    await at.page.keyboard.press('ArrowDown');
    expect(await box.locator('[data-part="together"]').textContent()).toBe('It criticised accused the West today.');
    await at.page.keyboard.press('ArrowUp');
    await box.getByRole('button', { name: 'Put it into the field' }).press('Enter');
    expect(await at.field().inputValue()).toBe('It accused the West today.');
    await box.getByRole('button', { name: /^Keep this text/ }).press('Enter');
    await mark('server');
    expect(await at.textOf(3)).toBe('It accused the West today.');
    const sides = at.app.context.db.read.selectFrom('side_revision').select('text').where('segment_id', '=', at.app.world.segments[2]!);
    expect(await sides.execute()).toEqual([{ text: 'It criticised the West today.' }]);
  });

  test('taking theirs puts their text into the field', async () => {
    await at.open(11);
    await isOpen(11);
    await at.page.route('**/events*', (route) => route.abort());
    await at.save(11, 'Theirs');
    await at.page.keyboard.type('Mine ');
    await mark('conflict');
    await at.active().getByRole('button', { name: 'Take theirs' }).click();
    await at.active().locator('[data-part="versions"]').waitFor({ state: 'hidden' });
    expect(await at.field().inputValue()).toBe('Theirs');
    expect(await at.textOf(11)).toBe('Theirs');
    await at.page.keyboard.press('Control+z');
    expect(await at.field().inputValue()).toBe('Mine ');
  });

  test('while the writer decides, the newest of their texts is the one in sight; a decision counts before the server has it', async () => {
    await at.open(7);
    await isOpen(7);
    await at.page.route('**/events*', (route) => route.abort());
    await at.page.reload();
    await isOpen(7);
    await at.save(7, 'Theirs, first');
    await at.page.keyboard.type('Mine ');
    await mark('conflict');
    await at.page.unroute('**/events*');
    await at.save(7, 'Theirs, then');
    const box = at.active().locator('[data-part="versions"]');
    await box.locator('[data-part="theirs"]').getByText('then').waitFor();
    await at.page.route('**/target', (route) => route.abort());
    await box.getByRole('button', { name: 'Take mine' }).click();
    await mark('device');
    expect(await box.isHidden()).toBe(true);
    await at.page.unroute('**/target');
    await mark('server');
    expect(await at.textOf(7)).toBe('Mine ');
  });

  test('a word that is half typed with an input method stays where it is; a text that came meanwhile is met after it', async () => {
    await at.open(4);
    await isOpen(4);
    const devtools = await at.page.context().newCDPSession(at.page);
    const compose = (text: string) => devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await compose('kon');
    await mark('server');
    await at.save(4, 'Theirs meanwhile');
    await at.page.waitForTimeout(500);
    expect(await at.field().inputValue()).toBe('kon');
    await compose('konni');
    await devtools.send('Input.insertText', { text: 'konnichi' });
    expect(await at.field().inputValue()).toBe('konnichi');
    await mark('conflict');
    expect(await at.active().locator('[data-part="theirs"]').getByText('Theirs meanwhile').count()).toBe(1);
  });

  test('a page of another document does not send again what waits for a choice', async () => {
    await at.open(8);
    await isOpen(8);
    await at.page.route('**/events*', (route) => route.abort());
    await at.save(8, 'Theirs');
    await at.page.keyboard.type('Mine ');
    await mark('conflict');
    const { db } = at.app.context;
    const { documentId } = await addDocument(db, at.app.world.projectId, ['نص آخر']);
    await at.page.goto(`${at.app.url}/documents/${documentId}`);
    await at.page.waitForSelector('main[data-ready]');
    await at.page.waitForLoadState('networkidle');
    const kept = await db.read.selectFrom('side_revision').select('text').where('segment_id', '=', at.app.world.segments[7]!).execute();
    expect(kept).toEqual([{ text: 'Mine ' }]);
    await at.open(8);
    await mark('conflict');
    expect(await at.field().inputValue()).toBe('Mine ');
  });

  test('a text that was kept aside leaves a mark in its row, which leads to the history, until its author saves again', async () => {
    await at.open(14);
    await isOpen(14);
    await at.page.route('**/events*', (route) => route.abort());
    await at.save(14, 'Theirs');
    await at.page.keyboard.type('Mine ');
    await mark('conflict');
    await at.active().getByRole('button', { name: 'Take theirs' }).click();
    await at.page.locator('#s1 .no').click();
    await at.page.locator('#s14 .spine').getByRole('button', { name: '1 text was kept aside: see the history' }).waitFor();
    await at.page.reload();
    await isOpen(1);
    await at.page.locator('#s14 .spine').getByRole('button', { name: '1 text was kept aside: see the history' }).click();
    await at.page.waitForSelector('#s14[data-active]');
    await at.active().locator('.sittings > li[data-kind="side"]').getByText('Mine').waitFor();
    await at.field().fill('Theirs and mine');
    await at.page.locator('#s14 [data-mark="sides"]').waitFor({ state: 'detached' });
  });

  test('a text written in a segment that was split meanwhile stands by its successor', async () => {
    await at.open(12);
    await isOpen(12);
    await at.page.route('**/target', (route) => route.abort());
    await at.page.keyboard.type('Written before the split');
    await mark('device');
    const answer = await at.amal.send('POST', `/segments/${at.app.world.segments[11]!}/splits`, {
      body: { sourceOffset: 60, targetOffset: 0 },
      headers: { 'if-match': '"none"' },
    });
    expect(answer.status).toBe(201);
    await at.page.unroute('**/target');
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    const lost = at.page.locator('.lost');
    await lost.getByText('Written before the split').waitFor();
    await lost.getByRole('button', { name: 'Put it into segment 12' }).click();
    await isOpen(12);
    expect(await at.field().inputValue()).toBe('Written before the split');
    await mark('server');
  });
});
