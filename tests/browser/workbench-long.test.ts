import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDocument } from '../support/database.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const PARAGRAPHS = 120;
const at = useWorkbench();
let address: string;

describe('a document of several groups of rows', () => {
  beforeAll(async () => {
    const paragraphs = Array.from({ length: PARAGRAPHS }, (_, index) => `هذه هي الفقرة رقم ${index + 1}. وهذه جملة ثانية.`);
    const { documentId } = await addDocument(at.app.context.db, at.app.world.projectId, paragraphs);
    address = `${at.app.url}/documents/${documentId}`;
  });
  beforeEach(async () => {
    await at.page.goto(`${address}#s50`);
    await at.page.waitForSelector('main[data-ready] #s50[data-active] textarea:focus');
  });

  const isOpen = (number: number) => at.page.waitForSelector(`#s${number}[data-active] textarea:focus`);

  test('says which segments each group holds', async () => {
    const labels = await at.page.locator('.segment-group').evaluateAll((groups) => groups.map((group) => group.getAttribute('aria-label')));
    expect(labels).toEqual(['Segments 1 to 50', 'Segments 51 to 100', 'Segments 101 to 120']);
  });

  test('is walked from one group to the next and back, with the caret and with the row', async () => {
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(51);
    await at.page.keyboard.press('Control+ArrowUp');
    await isOpen(50);
    await at.page.keyboard.press('Escape');
    await at.page.keyboard.press('ArrowDown');
    expect(await at.page.evaluate(() => document.activeElement?.id)).toBe('s51');
    await at.page.keyboard.press('ArrowUp');
    expect(await at.page.evaluate(() => document.activeElement?.id)).toBe('s50');
  });

  test('is searched through; groups without a hit take no room', async () => {
    await at.page.fill('#find', 'رقم 117');
    await at.page.waitForFunction(() => document.querySelectorAll('.segments .segment:not([hidden])').length === 2);
    expect(await at.page.locator('.segment-group:visible').count()).toBe(2);
    await at.page.locator('#s117').click();
    await isOpen(117);
    expect(await at.page.evaluate(() => document.querySelector('.segments')!.clientHeight)).toBeLessThan(900);
    await at.page.fill('#find', '');
    await at.page.waitForFunction((all) => document.querySelectorAll('.segments .segment:not([hidden])').length === all, PARAGRAPHS);
  });

  test('numbers go on through all groups after a split, and the halves join again', async () => {
    await at.page.keyboard.type('One. Two.');
    await at.page.locator('#s50 [data-save="server"]').waitFor();
    for (let step = 0; step < 4; step += 1) await at.page.keyboard.press('ArrowLeft');
    await at.page.keyboard.press('Alt+Enter');
    await isOpen(51);
    await at.page.locator('#s120 .source').getByText('رقم 119').waitFor({ state: 'attached' });
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(52);
    await at.page.keyboard.press('Control+ArrowUp');
    await isOpen(51);
    await at.page.keyboard.press('Control+ArrowUp');
    await isOpen(50);
    await at.page.keyboard.press('Alt+j');
    await at.page.waitForFunction((all) => document.querySelectorAll('.segments .segment').length === all, PARAGRAPHS);
    expect(await at.field().inputValue()).toBe('One. Two.');
  });
});
