import { describe, expect, test } from 'vitest';
import type { JobView } from '../../server/core/api.ts';
import { addDraft, article } from '../support/document.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();

/** The article's draft of a segment, as the machine would have left it. */
async function draft(number: number): Promise<string> {
  await addDraft(at.app.context.db, article.arabic[number - 1]!, article.drafts[number - 1]!);
  return article.drafts[number - 1]!;
}
const said = () => at.active().locator('[data-part="problem-words"]').textContent();
const state = (number: number) => at.page.locator(`#s${number}`).getAttribute('data-state');
const isOpen = (number: number) => at.page.waitForSelector(`#s${number}[data-active] textarea:focus`);

describe('opening a document', () => {
  test('puts the caret in the first segment nobody has signed for', async () => {
    await at.save(1, 'One.');
    await at.open();
    await isOpen(1);
    await at.page.keyboard.press('Control+Enter');
    await isOpen(2);
    await at.page.waitForSelector('#s1[data-state="translated"]');
    await at.page.goto('about:blank');
    await at.open();
    await isOpen(2);
  });

  test('with a number in the address opens that row, and Back leads to the row before', async () => {
    await at.open(9);
    await isOpen(9);
    await at.page.locator('#s11 .no').click();
    await isOpen(11);
    expect(at.page.url()).toMatch(/#s11$/);
    await at.page.goBack();
    await isOpen(9);
  });
});

describe('the draft in the field', () => {
  test('stands grey and is stored only when somebody changes it', async () => {
    const text = await draft(3);
    await at.open(3);
    expect(await at.field().inputValue()).toBe(text);
    expect(await at.field().getAttribute('class')).toContain('draft');
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(4);
    expect(await at.textOf(3)).toBe('');
    await at.page.keyboard.press('Control+ArrowUp');
    await isOpen(3);
    await at.page.keyboard.type('So ');
    expect(await at.field().getAttribute('class')).not.toContain('draft');
    await at.page.waitForSelector('#s3[data-state="edited"]');
    expect(await at.textOf(3)).toBe(`So ${text}`);
  });

  test('is stored as accepted as it is when it is confirmed untouched', async () => {
    const text = await draft(4);
    await at.open(4);
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('#s4[data-state="translated"]');
    expect(await at.textOf(4)).toBe(text);
    const head = await at.app.context.db.read.selectFrom('revision').selectAll().where('segment_id', '=', at.app.world.segments[3]!).executeTakeFirstOrThrow();
    expect(head.accepted_as_is).toBe(1);
    expect(JSON.parse(head.used)).toEqual([expect.objectContaining({ kind: 'draft' })]);
  });

  test('comes back with one key and goes with one undo, and the changes since are shown', async () => {
    const text = await draft(6);
    await at.open(6);
    await at.page.keyboard.press('Alt+s');
    expect(await at.field().inputValue()).toBe(article.arabic[5]);
    await at.page.keyboard.press('Control+m');
    expect(await at.field().inputValue()).toBe(text);
    await at.page.keyboard.press('Control+z');
    expect(await at.field().inputValue()).toBe(article.arabic[5]);
    await at.page.keyboard.press('Control+m');
    await at.page.keyboard.press('Control+End');
    await at.page.keyboard.type(' Truly.');
    await at.active().locator('.change ins').getByText('Truly').waitFor();
    expect(await at.active().locator('[data-part="shares"]').textContent()).toMatch(/^Machine 9\d%, Amal \d%$/);
  });
});

describe('sentences', () => {
  test('the caret in an English sentence marks its Arabic one, and pointing at the Arabic marks the English', async () => {
    await draft(8);
    await at.open(8);
    await at.page.keyboard.press('Control+End');
    const paired = at.active().locator('.source .paired');
    await paired.getByText('وقال إنهم').waitFor();
    await at.page.keyboard.press('Control+Home');
    await paired.getByText('كما انتقد').waitFor();
    await at.active().locator('.source .sentence').last().hover();
    expect(await at.active().locator('.mirror .paired').textContent()).toMatch(/^He said that/);
  });

  test('the pairs hold when the text around them is changed', async () => {
    await at.open(8);
    await at.page.keyboard.type('Mr ');
    await at.active().locator('.source .sentence').last().hover();
    expect(await at.active().locator('.mirror .paired').textContent()).toMatch(/^He said that/);
  });
});

describe('keys between rows', () => {
  test('Esc leaves the field to its row, arrows walk the rows, Enter opens one', async () => {
    await at.open(5);
    await isOpen(5);
    const focused = () => at.page.evaluate(() => document.activeElement?.id);
    await at.page.keyboard.press('Escape');
    expect(await focused()).toBe('s5');
    await at.page.keyboard.press('ArrowDown');
    await at.page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('s7');
    await at.page.keyboard.press('Enter');
    await isOpen(7);
  });

  test('the new row stands where the old one stood', async () => {
    await at.open(5);
    const top = () => at.active().evaluate((row) => Math.round(row.getBoundingClientRect().top));
    const before = await top();
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(6);
    expect(Math.abs((await top()) - before)).toBeLessThanOrEqual(1);
  });

  test('number, Arabic and English of the open row begin on one line', async () => {
    await draft(9);
    await at.open(9);
    const tops = await at
      .active()
      .evaluate((row) => ['.no', '.source', '.writing textarea'].map((part) => row.querySelector(part)!.getBoundingClientRect().top));
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(16);
  });

  test('a press in a resting text puts the caret there', async () => {
    await at.save(10, 'All parties must help.');
    await at.open(9);
    const box = (await at.page.locator('#s10 .target .text').boundingBox())!;
    await at.page.mouse.click(box.x + box.width * 0.2, box.y + 10);
    await isOpen(10);
    expect(await at.field().evaluate((field: HTMLTextAreaElement) => field.selectionStart)).toBeGreaterThan(2);
  });
});

describe('confirming', () => {
  test('an empty segment is refused with the reason beside the field', async () => {
    await at.open(13);
    await at.page.keyboard.press('Control+Enter');
    expect(await said()).toMatch(/nothing to confirm/);
    expect(await state(13)).toBe('empty');
    await isOpen(13);
  });
});

describe('confirming before the machine is done', () => {
  test('is refused, until the rest has come or somebody has written', async () => {
    await draft(14);
    const { db } = at.app.context;
    const { source_hash } = await db.read.selectFrom('draft').select('source_hash').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
    await db.write((tx) => tx.deleteFrom('draft').where('source_hash', '=', source_hash).where('span_start', '>', 0).execute());
    await at.open(14);
    await at.page.keyboard.press('Control+Enter');
    expect(await said()).toMatch(/not whole yet/);
    await isOpen(14);
    await at.page.keyboard.type('Mine: ');
    await at.page.keyboard.press('Control+Enter');
    await at.page.waitForSelector('#s14[data-state="translated"]');
  });
});

describe('the status line', () => {
  test.each([
    ['queued', 'model-missing', 'Drafting waits: the translation model is missing.'],
    ['failed', 'engine-lost', 'Drafting stopped: the translation engine died three times. What was drafted is kept. Try again.'],
  ] as const)('says why a job that is %s stands still', async (state, error, words) => {
    await at.open(1);
    await at.page.evaluate(
      ([documentId, job]) => {
        const change = { seq: 0, kind: 'job.progress', documentId, segmentId: null, data: job };
        new BroadcastChannel('dragoman-stream').postMessage({ type: 'change', change });
      },
      [at.app.world.documentId, { id: 'a', state, done: 3, total: 14, secondsLeft: null, error } satisfies Partial<JobView>] as const,
    );
    await at.page.locator('.status [data-part="job-words"]').getByText(words).waitFor();
  });
});

describe('on paper', () => {
  test('the two texts stand alone, without the tools', async () => {
    await at.open(3);
    await at.page.emulateMedia({ media: 'print' });
    expect(await at.field().isVisible()).toBe(true);
    for (const tools of ['.top', '.status', '.help', '.under', '.skip']) expect(await at.page.locator(tools).first().isVisible()).toBe(false);
  });
});

describe('split and join', () => {
  test('joining past the end of a paragraph is refused in words', async () => {
    await at.open(12);
    await at.page.keyboard.press('Alt+j');
    await at.active().getByText('Only segments of one paragraph can be joined').waitFor();
    expect(await at.page.locator('.segment').count()).toBe(14);
  });

  test('the caret says where, the words stay, the numbers follow', async () => {
    const text = await draft(2);
    await at.open(2);
    await at.page.keyboard.type('Mr ');
    await at.field().evaluate((field: HTMLTextAreaElement) => {
      const caret = field.value.indexOf('The visit');
      field.setSelectionRange(caret, caret);
    });
    await at.page.keyboard.press('Alt+Enter');
    await isOpen(3);
    expect(await at.page.locator('.segments .segment').count()).toBe(15);
    expect(await at.field().inputValue()).toMatch(/^The visit/);
    expect(await at.page.locator('#s2 .source').textContent()).toMatch(/الاسبوع المقبل\.$/);
    expect(await at.page.locator('#s15 .no').textContent()).toBe('Segment 15');
    await at.page.keyboard.press('Control+ArrowUp');
    await isOpen(2);
    await at.page.keyboard.press('Alt+j');
    await at.page.waitForFunction(() => document.querySelectorAll('.segments .segment').length === 14);
    expect(await at.field().inputValue()).toBe(`Mr ${text}`);
  });
});

describe('undo', () => {
  test('goes back across rows, also after a reload, and forward again', async () => {
    await at.open(11);
    await at.page.keyboard.type('First words');
    await at.page.keyboard.press('Control+ArrowDown');
    await isOpen(12);
    await at.page.keyboard.type('Second');
    await at.page.waitForFunction(() => document.querySelector('[data-save="server"]'));
    await at.page.reload();
    await isOpen(12);
    await at.page.keyboard.press('Control+z');
    expect(await at.field().inputValue()).toBe('');
    await at.page.keyboard.press('Control+z');
    await isOpen(11);
    expect(await at.field().inputValue()).not.toBe('First words');
    await at.page.keyboard.press('Control+Shift+z');
    expect(await at.field().inputValue()).toBe('First words');
  });
});
