import { describe, expect, test } from 'vitest';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
/** The source says 15 months, and that Russia and Ukraine fight. */
const list = () => at.active().locator('.checks');
const mirror = () => at.active().locator('.mirror [data-finding]');
const WRONG = 'China says it is neutral and wants to help end the 51-month conflict.';

async function write(text: string): Promise<number> {
  const segment = 6;
  await at.open(segment);
  await at.field().fill(text);
  return segment;
}

describe('findings', () => {
  test('show while one types: in words, behind the field, in the count; what is right says so', async () => {
    await write(WRONG);
    const finding = list().locator('[data-check="number"]');
    await finding.waitFor();
    expect(await mirror().first().textContent()).toContain('51');
    await at.page
      .locator('[data-part="findings-total"]')
      .getByText(/finding/)
      .waitFor();
    await at.field().fill(WRONG.replace('51', '15'));
    await finding.waitFor({ state: 'detached' });
    await list()
      .getByText(/Both texts agree: .*number/)
      .waitFor();
  });

  test('F8 goes from one to the next and selects the words', async () => {
    const segment = await write(WRONG);
    await at.page.waitForSelector(`#s${segment} [data-save="server"]`);
    await at.page.locator('#s1 .no').click();
    await at.page.locator(`#s${segment} [data-mark="findings"]`).waitFor();
    await at.page.keyboard.press('F8');
    await at.page.waitForSelector(`#s${segment}[data-active] textarea:focus`);
    const selected = await at.field().evaluate((field: HTMLTextAreaElement) => field.value.slice(field.selectionStart, field.selectionEnd));
    expect(WRONG).toContain(selected);
    expect(selected).not.toBe('');
  });

  test('one that stays as it is has a reason, kept with the version, over a reload, until it is taken back', async () => {
    const segment = await write(WRONG);
    await list().locator('[data-check="number"]').getByRole('button', { name: 'Waive…' }).click();
    await at.page.keyboard.type('As the speaker said it');
    await at.page.keyboard.press('Enter');
    await list().locator('[data-waived]').getByText('As the speaker said it').waitFor();
    expect(await list().locator('[data-check="number"]').count()).toBe(0);
    const { revision_id, reason } = await at.app.context.db.read.selectFrom('waiver').selectAll().executeTakeFirstOrThrow();
    expect(reason).toBe('As the speaker said it');
    const row = (await (await at.amal.get(`/segments/${at.app.world.segments[segment - 1]!}`, { accept: 'application/json' })).json()) as {
      target: { revisionId: string };
    };
    expect(revision_id).toBe(row.target.revisionId);
    await at.page.reload();
    await list().locator('[data-waived]').getByText('As the speaker said it').waitFor();
    await list().getByRole('button', { name: 'Take back' }).click();
    await list().locator('[data-check="number"]').waitFor();
  });

  test('a safe fix is one key and one step of undo', async () => {
    await write('China  says it is neutral, and that the conflict has lasted 15 months.');
    const fix = list().locator('[data-check="spaces"]').getByRole('button', { name: 'Fix' });
    await fix.press('Enter');
    expect(await at.field().inputValue()).toContain('China says');
    await at.page.keyboard.press('Control+z');
    expect(await at.field().inputValue()).toContain('China  says');
  });

  test('confirming with an open finding is allowed and said', async () => {
    const segment = await write(WRONG);
    await list().locator('[data-check="number"]').waitFor();
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector(`#s${segment}[data-state="translated"]`);
  });
});
