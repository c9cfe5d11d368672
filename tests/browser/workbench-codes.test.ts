import { beforeAll, describe, expect, test } from 'vitest';
import { addFile } from '../support/document.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
let address: string;

beforeAll(async () => {
  const { documentId } = await addFile(at.app.context.db, at.app.world.projectId, {
    name: 'note.md',
    format: 'markdown',
    text: '# خبر\n\nقال **شوانغ** إن [الصين](https://example.org) محايدة.\n\n- بند\n\n3. ثالث\n',
  });
  address = `${at.app.url}/documents/${documentId}`;
});

const text = () => at.field().inputValue();
const said = () => at.active().locator('[data-part="problem-words"]').textContent();
const select = (from: number, to: number) =>
  at.field().evaluate((field: HTMLTextAreaElement, [start, end]) => field.setSelectionRange(start!, end!), [from, to]);

async function open(number: number): Promise<void> {
  await at.page.goto(`${address}#s${number}`);
  await at.page.waitForSelector(`#s${number}[data-active] textarea:focus`);
}

describe('inline codes', () => {
  test('stand as chips with their meaning in the source, and blocks carry a mark of their kind', async () => {
    await open(1);
    expect(await at.page.locator('#s2 .source .code-chip').evaluateAll((chips) => chips.map((chip) => (chip as HTMLElement).title))).toEqual([
      'Bold begins',
      'Bold ends',
      'Link begins',
      'Link ends',
    ]);
    expect(await at.page.locator('#s1 .block-kind').getAttribute('title')).toBe('Heading of level 1');
    expect(await at.page.locator('#s3 .block-kind').getAttribute('title')).toBe('List item');
    expect(await at.page.locator('.block-kind > [aria-hidden]').allTextContents()).toEqual(['H1', '•', '3.']);
  });

  test('confirming without them is refused in words; a key and a button put them where they belong', async () => {
    await open(2);
    await at.page.keyboard.type('Shuang said China is neutral.');
    await at.page.keyboard.press('Control+Enter');
    expect(await said()).toBe('Not confirmed: Codes 1, 2, 3, 4 are missing. Your text is kept.');
    await select(0, 6);
    await at.page.keyboard.press('Alt+c');
    expect(await text()).toBe('\ue001Shuang\ue002 said China is neutral.');
    await select(14, 19);
    await at.active().getByRole('button', { name: 'Insert Link begins' }).click();
    expect(await text()).toBe('\ue001Shuang\ue002 said \ue003China\ue004 is neutral.');
    expect(await at.active().locator('[data-part="codes"]').isHidden()).toBe(true);
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('#s2[data-state="translated"]');
    expect(await at.page.locator('#s2 .target .code-chip').count()).toBe(4);
  });

  test('moved by cutting and pasting into a wrong order, they are named', async () => {
    await open(2);
    await at.field().evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(0, 1));
    await at.page.keyboard.press('Control+x');
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.press('Control+v');
    expect(await text()).toMatch(/\ue001$/);
    await at.page.keyboard.press('Control+Enter');
    expect(await said()).toMatch(/Codes 1, 2 cross or stand in the wrong order/);
  });
});
