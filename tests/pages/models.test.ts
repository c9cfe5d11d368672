/** The Models page: everybody reads what drafts, an administrator changes it. */
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { graphFilesOf } from '../../server/drafts/model-files.ts';
import { idOf } from '../../server/models/catalogue.ts';
import { usesOf } from '../../server/models/store.ts';
import { modelsView } from '../../server/models/view.ts';
import { projectRoot } from '../../server/project-root.ts';
import { playHub, type PlayedHub } from '../support/hub.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

const starter = path.join(projectRoot, 'models/ar-en-starter');
let hub: PlayedHub;
let app: TestApp;
let dana: Visit;
let folder: string;
beforeAll(async () => {
  hub = await playHub();
  app = await startApp({ environment: { DRAGOMAN_HUB: hub.address } });
  dana = await app.signIn(app.world.dana);
  folder = mkdtempSync(path.join(tmpdir(), 'dragoman-models-'));
});
afterEach(async () => {
  await app.context.models.downloads.ended();
});
afterAll(async () => {
  await app.close();
  await hub.close();
  rmSync(folder, { recursive: true });
});

/** A copy of the starter model in a folder of that name; `without` files are missing. */
function copyOfStarter(name: string, without: string[] = []): string {
  const dir = path.join(folder, name);
  cpSync(starter, dir, { recursive: true, filter: (file) => !without.includes(path.relative(starter, file)) });
  return dir;
}

const page = async (visit: Visit) => (await visit.get('/models')).text();
const add = (dir: string) => dana.post('/models', { folder: dir });
const alert = async (answer: Response) => /data-tone="bad" role="alert">(?:<svg[^]*?<\/svg>\s*)?<span>([^<]*)/.exec(await answer.text())?.[1];

test('everybody reads name, licence, size, what it is known to reach, and the SHA-256 of each file; only administrators see buttons', async () => {
  const amal = await app.signIn(app.world.amal);
  const text = await page(amal);
  for (const words of [
    'ar-en-starter',
    'CC-BY-SA-4.0',
    '24 MB',
    'FLORES dev',
    'BLEU 16.8',
    'in use',
    'weak',
    '390cd83d554b44e436a32984210660f909e8c1f2c5b7463fc3373a4b5edd6fd9',
  ])
    expect(text).toContain(words);
  expect(text).not.toContain('action="/models');
  expect(await page(dana)).toContain('action="/models"');
  expect(text).not.toMatch(/\b0 MB/);
});

test('a folder of one’s own is put on the list, used, checked and taken off; nothing in it is written', async () => {
  const dir = copyOfStarter('mine');
  const id = idOf(dir);
  expect((await add(dir)).headers.get('location')).toBe('/models?done=added');
  expect(await page(dana)).toContain(dir);
  expect((await dana.post(`/models/${id}/use`)).headers.get('location')).toBe('/models?done=used');
  expect(app.context.drafts.model()).toEqual({ dir, dtype: null });
  expect(await alert(await dana.post(`/models/${id}/remove`))).toMatch(/in use/);
  expect((await dana.post(`/models/${id}/verify`)).headers.get('location')).toBe('/models?done=verified');
  writeFileSync(path.join(dir, 'generation_config.json'), '{"changed":true}');
  expect(await alert(await dana.post(`/models/${id}/verify`))).toMatch(/generation_config\.json in .* is not as it should be/);
  await dana.post(`/models/${idOf(starter)}/use`);
  expect((await dana.post(`/models/${id}/remove`)).headers.get('location')).toBe('/models?done=removed');
  expect(await page(dana)).not.toContain(dir);
});

test.each([
  ['nothing there', () => path.join(folder, 'nothing'), /There is no folder/],
  ['a relative path', () => 'models/mine', /not a whole path/],
  ['a file that is missing', () => copyOfStarter('no-tokenizer', ['tokenizer.json']), /Missing: tokenizer\.json/],
  ['half a pair', () => copyOfStarter('half', ['onnx/decoder_model_merged.onnx']), /Missing: onnx\/decoder_model_merged\.onnx/],
  ['an empty folder', () => mkdtempSync(path.join(folder, 'empty-')), /Missing: config\.json, generation_config\.json, tokenizer\.json/],
  ['weights for another program', () => pytorchFolder(), /pytorch_model\.bin, which Dragoman cannot load/],
  ['a model of another kind', () => otherKind(), /kind m2m_100/],
  ['one that is known', () => starter, /on the list already/],
])('%s is refused with what is missing, by name, and the folder stays in the field', async (_what, make, words) => {
  const dir = make();
  const answer = await add(dir);
  expect([409, 422]).toContain(answer.status);
  const text = await answer.text();
  expect(text.replaceAll(/&#?\w+;/g, '’')).toMatch(words);
  expect(text).toContain(`value="${dir}"`);
});

function pytorchFolder(): string {
  const dir = mkdtempSync(path.join(folder, 'torch-'));
  writeFileSync(path.join(dir, 'config.json'), '{"model_type":"marian"}');
  writeFileSync(path.join(dir, 'pytorch_model.bin'), 'x');
  return dir;
}

function otherKind(): string {
  const dir = copyOfStarter('other-kind');
  writeFileSync(path.join(dir, 'config.json'), '{"model_type":"m2m_100"}');
  return dir;
}

test('a path in an Arabic refusal begins where it begins: the slash before it is not moved behind it', async () => {
  await dana.post('/locale', { locale: 'ar', next: '/' });
  expect(await (await add('/nowhere')).text()).toContain('\u2068/nowhere\u2069');
  await dana.post('/locale', { locale: 'en', next: '/' });
  expect(await (await add('/nowhere')).text()).not.toContain('\u2068');
});

test('a folder with other files than fp32 only is a model; of several kinds one is chosen', async () => {
  const dir = copyOfStarter('eight');
  for (const part of ['encoderFile', 'decoderFile'] as const) {
    cpSync(path.join(dir, graphFilesOf('fp32')[part]), path.join(dir, graphFilesOf('int8')[part]));
    renameSync(path.join(dir, graphFilesOf('fp32')[part]), path.join(dir, graphFilesOf('q8')[part]));
  }
  rmSync(path.join(dir, 'manifest.json'));
  expect((await add(dir)).status).toBe(303);
  await dana.post(`/models/${idOf(dir)}/use`, { dtype: 'int8' });
  expect(app.context.drafts.model()).toEqual({ dir, dtype: 'int8' });
  expect(await page(dana)).toMatch(/<option value="int8" selected>/);
  await dana.post(`/models/${idOf(starter)}/use`);
});

test('documents that have drafts of it are named to those who may see them', async () => {
  const { db } = app.context;
  const { hash } = await app.context.drafts.facts();
  const segment = await db.read.selectFrom('segment').select('source_hash').where('document_id', '=', app.world.documentId).executeTakeFirstOrThrow();
  const draft = {
    id: 'd1',
    source_hash: segment.source_hash,
    span_start: 0,
    span_end: 1,
    segmenter: '1',
    engine: 'own-loop',
    model: 'ar-en-starter',
    model_hash: hash,
    settings: '{}',
    attempt: 1,
  };
  await db.write((tx) =>
    tx
      .insertInto('draft')
      .values({ ...draft, text: '', tokens: '[]', scores: '[]', flags: '[]', links: '[]', created_at: '2026-01-01T00:00:00.000Z' })
      .execute(),
  );
  expect(await page(await app.signIn(app.world.amal))).toMatch(new RegExp(`1 sentence, in:.*href="/documents/${app.world.documentId}"`));
  expect(await page(dana)).not.toContain(app.world.documentId);
});

test('a document drafted with two kinds of files of one model is one document', () => {
  const use = (hash: string, id: string) => ({ model_hash: hash, id, title_source: '', title_target: '', sentences: 2 });
  const { documents, sentences } = usesOf({ hashes: ['fp32', 'int8'] }, [use('fp32', 'new'), use('int8', 'new'), use('int8', 'old'), use('other', 'new')]);
  expect([documents.map(({ id }) => id), sentences]).toEqual([['new', 'old'], 6]);
});

test('a download: address first, then sizes, then progress, then it is on the list, where it can be deleted', async () => {
  hub.asked.length = 0;
  expect(await page(dana)).toContain(`${hub.address}/Xenova/opus-mt-ar-en`);
  expect(hub.asked).toEqual([]);
  await dana.post('/models/download/list');
  expect(await page(dana)).toMatch(/8 bits[^<]*: 0\.2 MB/);
  const release = hub.hold();
  expect((await dana.post('/models/download/start', { dtype: 'q8' })).headers.get('location')).toBe('/models#download');
  await expect
    .poll(async () => (await (await dana.get('/models/download')).json()) as unknown)
    .toMatchObject({ state: 'running', text: expect.stringMatching(/^0\.\d of 0\.2 MB/) as string });
  expect(await page(dana)).toContain('data-controller="model-download"');
  release();
  await app.context.models.downloads.ended();
  expect(await page(dana)).toContain('apache-2.0');
  await dana.post(`/models/${idOf(starter)}/use`);
  const id = idOf(path.join(app.context.config.models.folder, 'opus-mt-ar-en'));
  expect((await dana.post(`/models/${id}/remove`)).status).toBe(303);
  expect(await page(dana)).toContain('Ask how large it is');
});

test('a download that broke says why, goes on, or is cancelled and leaves nothing', async () => {
  await dana.post('/models/download/list');
  hub.sent.set('config.json', Buffer.alloc(hub.files.get('config.json')!.length, 'x'));
  await dana.post('/models/download/start', { dtype: 'q8' });
  await app.context.models.downloads.ended();
  const text = await page(dana);
  expect(text).toMatch(/config\.json<\/bdi> came, but is not the file on the list/);
  expect(text).toContain('Go on downloading');
  expect((await dana.post('/models/download/cancel')).headers.get('location')).toBe('/models?done=cancelled');
  hub.sent.clear();
});

test('one that was downloaded drafts from then on, unless somebody chose another', async () => {
  const fresh = await startApp({ environment: { DRAGOMAN_HUB: hub.address } });
  const admin = await fresh.signIn(fresh.world.dana);
  await admin.post('/models/download/list');
  await admin.post('/models/download/start', { dtype: 'q8' });
  await fresh.context.models.downloads.ended();
  expect(fresh.context.drafts.model().dir).toBe(path.join(fresh.context.config.models.folder, 'opus-mt-ar-en'));
  await fresh.close();
});

test('DRAGOMAN_OFFLINE=1 forbids it, whoever asks', async () => {
  hub.asked.length = 0;
  const offline = await startApp({ environment: { DRAGOMAN_HUB: hub.address, DRAGOMAN_OFFLINE: '1' } });
  const admin = await offline.signIn(offline.world.dana);
  expect(await page(admin)).not.toContain('action="/models/download');
  for (const act of ['list', 'start']) expect((await admin.post(`/models/download/${act}`)).status).toBe(409);
  expect(hub.asked).toEqual([]);
  await offline.close();
});

test('the setting DRAGOMAN_MODEL goes before any choice, and says so', async () => {
  const dir = path.join(folder, 'configured');
  mkdirSync(dir);
  const configured = await startApp({ environment: { DRAGOMAN_MODEL: dir } });
  const admin = await configured.signIn(configured.world.dana);
  const text = await page(admin);
  expect(text).toMatch(/The setting DRAGOMAN_MODEL chooses the model/);
  expect(text).toMatch(/Missing:/);
  expect((await admin.post(`/models/${idOf(starter)}/use`)).status).toBe(409);
  await configured.close();
});

test.each([
  ['pipeline', true],
  ['own-loop', false],
  [null, false],
] as const)('says of the model in use whether it is driven the slower way (%s)', async (rung, isSaid) => {
  const facts = await app.context.models.page({ personId: app.world.dana, isAdmin: true });
  const view = modelsView({ ...facts, engine: { ...facts.engine, rung } }, 'en');
  expect(view.models.filter(({ isInUse }) => isInUse).map(({ isLowerRung }) => isLowerRung)).toEqual([isSaid]);
});
