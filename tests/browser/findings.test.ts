import { describe, expect, test } from 'vitest';
import type { RowView } from '../../server/core/api.ts';
import { addDraft, article } from '../support/document.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
/** The source says 15 months, and that Russia and Ukraine fight. */
const list = () => at.active().locator('.findings');
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

  test('are read with the field, and with the buttons that are about them', async () => {
    await write(WRONG);
    await list().locator('[data-check="number"]').waitFor();
    const devtools = await at.page.context().newCDPSession(at.page);
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    const described = (role: string, name: string) =>
      nodes.find((node) => node.role?.value === role && String(node.name?.value).startsWith(name))?.description?.value as string | undefined;
    expect(described('textbox', 'Translation of segment')).toContain('Almost surely wrong: The source says 15, the target 51.');
    expect(described('button', 'Waive')).toBe('Almost surely wrong: The source says 15, the target 51.');
  });

  test('F8 leaves none out: those in the text as they stand in it, then those of the whole text, the first again after the last', async () => {
    const segment = await write('China  says it is neutral  in the 51-month conflict (now.');
    await list().locator('[data-check="spaces"]').first().waitFor();
    const named = await list()
      .locator('[data-check]')
      .evaluateAll((items) => items.map((item) => (item as HTMLElement).dataset.check));
    expect(named).toEqual(['number', 'length', 'brackets', 'spaces', 'spaces']);
    await at.page.waitForSelector(`#s${segment} [data-save="server"]`);
    const isHere = () => at.page.waitForSelector(`#s${segment}[data-active] textarea:focus`);
    const stops: string[] = [];
    await at.field().evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(0, 0));
    for (let press = 0; press <= named.length; press++) {
      await at.page.keyboard.press('F8');
      await isHere();
      stops.push(
        await at.field().evaluate((field: HTMLTextAreaElement) => `${field.selectionStart}:${field.value.slice(field.selectionStart, field.selectionEnd)}`),
      );
    }
    expect(stops).toEqual(['5:  ', '25:  ', '34:51', '52:(', '0:', '5:  ']);
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

  test('the key fixes what F8 led to, then the first that can be, and says when nothing can', async () => {
    const segment = await write('China  says it is neutral , and that the conflict has lasted 15 months.');
    await list().locator('[data-check="space-before-punctuation"]').waitFor();
    await at.field().evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(10, 10));
    await at.page.keyboard.press('F8');
    await at.page.keyboard.press('Control+F8');
    expect(await at.field().inputValue()).toBe('China  says it is neutral, and that the conflict has lasted 15 months.');
    await at.page.keyboard.press('Control+F8');
    expect(await at.field().inputValue()).toBe('China says it is neutral, and that the conflict has lasted 15 months.');
    await at.page.waitForSelector(`#s${segment} [data-save="server"]`);
    await at.page.keyboard.press('Control+F8');
    await at.page.locator('#live', { hasText: 'Nothing here can be fixed with a key.' }).waitFor({ state: 'attached' });
    expect(await at.field().inputValue()).toBe('China says it is neutral, and that the conflict has lasted 15 months.');
  });

  test('a fix finds its words again where one typed on meanwhile, and leaves alone those that were changed', async () => {
    await write('China  says it is neutral, and that the conflict has lasted 15 months.');
    const fix = () => list().locator('[data-check="spaces"]').getByRole('button', { name: 'Fix' });
    /** Types and presses the button before the checks have looked at what was typed. */
    const typeAndFix = async (caret: number, typed: string) => {
      await fix().waitFor();
      await at.field().evaluate((field: HTMLTextAreaElement, start) => field.setSelectionRange(start, start), caret);
      await at.page.keyboard.insertText(typed);
      await fix().evaluate((element: HTMLElement) => element.click());
    };
    await typeAndFix(6, 'or ');
    expect(await at.field().inputValue()).toBe('China or  says it is neutral, and that the conflict has lasted 15 months.');
    await at.field().fill('China  says it is neutral, and that the conflict has lasted 15 months.');
    await typeAndFix(0, 'Now ');
    expect(await at.field().inputValue()).toBe('Now China says it is neutral, and that the conflict has lasted 15 months.');
  });

  test('confirming with an open finding is allowed and said', async () => {
    const segment = await write(`${WRONG} He  left.`);
    await list().locator('[data-check="number"]').waitFor();
    const count = await list().locator('[data-check]').count();
    expect(count).toBeGreaterThan(1);
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector(`#s${segment}[data-state="translated"]`);
    await at.page.locator('#live').getByText(`Confirmed with ${count} open findings.`).waitFor();
  });

  test('stand below the word that the source was corrected, which outlives them; half a draft is as wide as a whole one', async () => {
    const number = 8;
    const address = `/segments/${at.app.world.segments[number - 1]!}`;
    await addDraft(at.app.context.db, article.arabic[number - 1]!, article.drafts[number - 1]!);
    await at.save(number, 'Shuang criticized the sales of weapons.');
    const salma = await at.app.signIn(at.app.world.salma);
    const { source, sourceHash } = (await (await salma.get(address, { accept: 'application/json' })).json()) as RowView;
    const body = { text: source.replace('كما', 'وكما'), sourceHash };
    expect((await salma.send('PUT', `${address}/source`, { body, headers: { 'idempotency-key': crypto.randomUUID() } })).status).toBe(200);

    await at.open(number);
    await list().locator('li').first().waitFor();
    const correction = at.page.locator(`#s${number} .correction`);
    expect(await correction.textContent()).toContain('corrected the source');
    const [said, found] = [(await correction.boundingBox())!, (await list().boundingBox())!];
    expect(found.y).toBeGreaterThanOrEqual(said.y + said.height);
    expect(await at.active().locator('.offer [data-action="take-draft"]').isVisible()).toBe(false);
    expect((await at.active().locator('[data-part="draft-text"]').boundingBox())!.width).toBeGreaterThan(200);

    await at.page.locator(`#s${number + 1} .no`).click();
    await at.page.waitForSelector(`#s${number + 1}[data-active]`);
    expect(await correction.textContent()).toContain('corrected the source');
    expect(await at.page.locator('.findings').count()).toBe(1);
  });
});
