import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AutoTokenizer } from '@xenova/transformers';
import { beforeAll, expect, test } from 'vitest';
import { wordSpans } from '../../server/core/language/words.ts';
import { SEGMENTER_VERSION, sentences } from '../../server/core/segmentation/segmentation.ts';
import { setUpTransformers } from '../../server/drafts/engines/marian.ts';
import { idOf } from '../../server/models/catalogue.ts';
import { listSegments } from '../../server/segments/store.ts';
import { addDocument } from '../support/database.ts';
import { readProjectFile } from '../support/project-files.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';
import { starter } from '../support/starter-model.ts';
import { useWorkbench } from '../support/workbench-page.ts';

const at = useWorkbench();
beforeAll(() => at.app.context.start());

/** Asks for drafts of a document; what is drafted already stays. */
const ask = (documentId: string) => at.amal.send('POST', `/documents/${documentId}/drafts`);
const stateOf = async (documentId: string) => (await at.app.context.drafting.jobOf(documentId))?.state;

async function pause(documentId: string): Promise<void> {
  const job = await at.app.context.drafting.jobOf(documentId);
  await at.amal.send('PUT', `/jobs/${job!.id}/state`, { body: { state: 'paused' } });
}

async function draftArticle(): Promise<void> {
  await ask(at.app.world.documentId);
  await expect.poll(() => stateOf(at.app.world.documentId), { timeout: 75_000 }).toBe('done');
}

test('rows fill in while one looks, and a sentence can be drafted again without touching the text', async () => {
  await at.save(2, 'By hand.');
  await at.open(1);
  const answer = await at.amal.send('POST', `/documents/${at.app.world.documentId}/drafts`);
  expect(answer.status).toBe(202);
  await at.page.locator('#s1[data-state="draft"]').waitFor({ timeout: 75_000 });
  expect(await at.field().inputValue()).not.toBe('');
  expect(await at.field().getAttribute('class')).toContain('draft');
  await at.page.waitForFunction(() => document.querySelectorAll('.segment[data-state="draft"]').length === 13, undefined, { timeout: 75_000 });
  expect(await at.textOf(2)).toBe('By hand.');

  await at.page.locator('#s2 .no').click();
  await at
    .active()
    .getByText(/^ar-en-starter, on this machine, /)
    .waitFor();
  await at.active().getByRole('button', { name: 'This sentence again' }).click();
  const second = () => at.app.context.db.read.selectFrom('draft').select('text').where('attempt', '=', 2).execute();
  await expect.poll(second, { timeout: 75_000 }).toHaveLength(1);
  expect(await at.field().inputValue()).toBe('By hand.');
});

test('what a draft is made of is kept with it: tokens, log-probabilities, spans, links of words, model and settings', async () => {
  const { db, drafts } = at.app.context;
  await draftArticle();
  const { hash } = await drafts.facts();
  const sources = new Map((await listSegments(db.read, at.app.world.documentId)).map(({ source, sourceHash }) => [sourceHash, source]));
  const all = await db.read.selectFrom('draft').selectAll().where('attempt', '=', 1).execute();
  const rows = all.flatMap((row) => (sources.has(row.source_hash) ? [{ ...row, source: sources.get(row.source_hash)! }] : []));
  expect(rows.length).toBeGreaterThanOrEqual(18);
  setUpTransformers();
  const tokenizer = await AutoTokenizer.from_pretrained(starter.dir, { local_files_only: true });
  const links: string[] = [];
  for (const row of rows) {
    expect(row).toMatchObject({ engine: 'own-loop', model: 'ar-en-starter', model_hash: hash, settings: '{"beams":4}', segmenter: SEGMENTER_VERSION });
    expect(sentences(row.source, 'ar')).toContainEqual({ start: row.span_start, end: row.span_end });
    const tokens = JSON.parse(row.tokens) as number[];
    expect(tokenizer.decode(tokens, { skip_special_tokens: true }).trim()).toBe(row.text);
    const scores = JSON.parse(row.scores) as number[];
    expect(scores).toHaveLength(tokens.length + 1);
    expect(scores.every((score) => score <= 0 && score > -20)).toBe(true);
    links.push(...linkedWords(row.source.slice(row.span_start, row.span_end), row.text, JSON.parse(row.links) as [number, number][]));
  }
  expect(links.length).toBeGreaterThan(100);
  for (const name of ['بكين Beijing', 'الصين China', 'الجمعة Friday']) expect(links).toContain(name);
});

/** Each link as its two words; fails where there is no such word, or a word of the draft comes from two. */
function linkedWords(source: string, text: string, links: readonly [number, number][]): string[] {
  const wordsOf = (whole: string) => wordSpans(whole).map(({ start, end }) => whole.slice(start, end));
  const [from, to] = [wordsOf(source), wordsOf(text)];
  expect(new Set(links.map(([, target]) => target)).size).toBe(links.length);
  return links.map(([one, other]) => {
    expect([from[one], to[other]]).not.toContain(undefined);
    return `${from[one]} ${to[other]}`;
  });
}

test('drafting of a long document pauses and goes on', async () => {
  const paragraphs = readProjectFile('tests/fixtures/flores-dev/arabic.txt').trim().split('\n');
  const { documentId } = await addDocument(at.app.context.db, at.app.world.projectId, paragraphs);
  await at.page.goto(`${at.app.url}/documents/${documentId}`);
  await at.page.waitForSelector('main[data-ready]');
  const drafts = () => at.page.locator('.segment[data-state="draft"]').count();
  expect((await at.amal.send('POST', `/documents/${documentId}/drafts`)).status).toBe(202);
  const status = at.page.locator('.status');
  await status.getByRole('button', { name: 'Pause' }).click();
  await status.getByText(/^Drafting is paused at \d+ of \d+ segments$/).waitFor();
  await at.page.waitForTimeout(1500);
  const paused = await drafts();
  expect(paused).toBeLessThan(paragraphs.length);
  await at.page.waitForTimeout(1500);
  expect(await drafts()).toBe(paused);
  await status.getByRole('button', { name: 'Go on' }).click();
  await at.page.waitForFunction((before) => document.querySelectorAll('.segment[data-state="draft"]').length > before, paused, { timeout: 75_000 });
  await pause(documentId);
});

test('a short document begun after a long one is done long before it, and a sentence somebody waits for before both', async () => {
  const { db } = at.app.context;
  const { projectId, segments } = at.app.world;
  const draftedSince = async (seq: number) => {
    const rows = await db.read.selectFrom('change').select('document_id').where('kind', '=', 'segment.drafted').where('seq', '>', seq).orderBy('seq').execute();
    return rows.map(({ document_id: id }) => (id === long.documentId ? 'long' : id === short.documentId ? 'short' : 'waited for'));
  };
  const lastSeq = async () =>
    (
      await db.read
        .selectFrom('change')
        .select((eb) => eb.fn.max('seq').as('seq'))
        .executeTakeFirstOrThrow()
    ).seq;
  const begun = await lastSeq();
  const lines = readProjectFile('tests/fixtures/flores-dev/arabic.txt').trim().split('\n');
  const long = await addDocument(
    db,
    projectId,
    lines.map((line) => `و${line.split(' ').slice(0, 5).join(' ')}`),
  );
  const short = await addDocument(db, projectId, ['وصل الوزير إلى بكين.', 'وقال إنه متفائل.', 'وغادر الصين اليوم.']);
  await ask(long.documentId);
  await expect.poll(() => draftedSince(begun), { timeout: 75_000, interval: 20 }).toContain('long');
  const then = await lastSeq();
  await ask(short.documentId);
  expect((await at.amal.send('POST', `/segments/${segments[0]!}/drafts`)).status).toBe(202);
  await expect.poll(() => stateOf(short.documentId), { timeout: 75_000, interval: 20 }).toBe('done');
  const order = await draftedSince(then);
  expect(await stateOf(long.documentId)).toBe('running');
  expect(order.indexOf('waited for')).toBeLessThan(order.indexOf('short'));
  // Both get on: not one after the other, and the long one has most of its way before it.
  expect(order.slice(0, order.lastIndexOf('short'))).toContain('long');
  expect((await draftedSince(begun)).filter((whose) => whose === 'long').length).toBeLessThan(120);
  await pause(long.documentId);
});

test('Arabic that a model leaves in a draft is said in the row, in the words of either language', async () => {
  const { context, world } = at.app;
  const dir = mkdtempSync(path.join(tmpdir(), 'dragoman-arabic-'));
  writeRandomMarian(dir, { ...TINY, favours: (piece) => /\p{Script=Arabic}/u.test(piece) });
  // Our own loop wants to know this and leaves the model to transformers.js, which cannot forbid Arabic.
  const { vocab_size: _size, ...config } = JSON.parse(readFileSync(path.join(dir, 'config.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(path.join(dir, 'config.json'), JSON.stringify(config));
  const dana = await at.app.signIn(world.dana);
  await dana.post('/models', { folder: dir });
  expect((await dana.post(`/models/${idOf(dir)}/use`)).headers.get('location')).toBe('/models?done=used');
  await at.amal.send('POST', `/segments/${world.segments[2]!}/drafts`);
  const made = () => context.db.read.selectFrom('draft').selectAll().where('model', '=', path.basename(dir)).execute();
  await expect.poll(made, { timeout: 75_000 }).not.toEqual([]);
  // No cross-attention, no log-probabilities: none are made up.
  for (const row of await made())
    expect(row).toMatchObject({ engine: 'pipeline', links: '[]', scores: '[]', flags: expect.stringContaining('"leftover-arabic"') as string });
  await at.open(3);
  await at.active().getByText(wordsIn('en'), { exact: true }).waitFor();
  await at.amal.post('/locale', { locale: 'ar' });
  await at.page.reload();
  await at.active().getByText(wordsIn('ar'), { exact: true }).waitFor();
  await at.amal.post('/locale', { locale: 'en' });
  await dana.post(`/models/${idOf(starter.dir)}/use`);
  rmSync(dir, { recursive: true });
});

function wordsIn(locale: string): string {
  const words = JSON.parse(readProjectFile(`translations/${locale}.json`)) as { client: { draft: { flag: Record<string, string> } } };
  return words.client.draft.flag['leftover-arabic']!;
}
