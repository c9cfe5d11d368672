/** Downloading a model from a hub that misbehaves. Nothing is asked before somebody wishes it, and nothing half-way is ever taken for a model. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyModel } from '../../server/drafts/models.ts';
import { Download } from '../../server/models/download.ts';
import type { DownloadError } from '../../server/models/hub.ts';
import { playHub, REVISION, type PlayedHub } from '../support/hub.ts';
import { createQuietLog } from '../support/quiet-log.ts';

let hub: PlayedHub;
let folder: string;
beforeEach(async () => {
  hub = await playHub();
  folder = mkdtempSync(path.join(tmpdir(), 'dragoman-download-'));
});
afterEach(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

const create = ({ address = hub.address, silenceMs = 2000 } = {}) =>
  new Download({ folder, hub: { address, log: createQuietLog(), silenceMs }, pausesMs: [5, 5] });
const whole = () => path.join(folder, 'opus-mt-ar-en');
const partial = (name = '') => path.join(folder, '.opus-mt-ar-en.partial', name);
const decoder = 'onnx/decoder_model_merged_quantized.onnx';
const encoder = 'onnx/encoder_model_quantized.onnx';
const rangesOf = (name: string) =>
  hub.asked.filter((line) => line.includes(`/storage/${encodeURIComponent(name)}?`)).map((line) => line.split(' ')[2] ?? 'all');

async function fetchAll(download = create()): Promise<Download> {
  await download.ask();
  await download.start('q8');
  await download.ended();
  return download;
}

const problemOf = (download: Download) => download.status.problem?.reason;

function expectWhole(): void {
  for (const name of readdirSync(whole(), { recursive: true, encoding: 'utf8' }).filter((each) => /\.(json|onnx)$/.test(each) && each !== 'manifest.json'))
    expect(readFileSync(path.join(whole(), name)).equals(hub.files.get(name)!)).toBe(true);
  expect(existsSync(partial())).toBe(false);
}

test('nothing is asked before somebody asks; then address, kinds and sizes are known before a file is fetched', async () => {
  const download = create();
  expect(download.status).toMatchObject({ state: 'none', address: `${hub.address}/Xenova/opus-mt-ar-en`, offers: [] });
  expect(hub.asked).toEqual([]);
  await download.ask();
  const plain = [...hub.files].filter(([name]) => name.endsWith('.json') || name === 'README.md').reduce((sum, [, content]) => sum + content.length, 0);
  expect(download.status).toMatchObject({
    state: 'listed',
    licence: 'apache-2.0',
    offers: [
      { dtype: 'fp32', bytes: plain + 800_000 },
      { dtype: 'q8', bytes: plain + 200_000 },
    ],
  });
  expect(hub.asked).toEqual(['GET /api/models/Xenova/opus-mt-ar-en/revision/main?blobs=true']);
});

test('files come through a redirect, are compared with the hub’s hashes, and the folder appears whole with a manifest', async () => {
  const download = await fetchAll();
  expect(download.status).toMatchObject({ state: 'done', problem: null });
  expectWhole();
  expect(existsSync(path.join(whole(), 'pytorch_model.bin'))).toBe(false);
  expect(hub.asked).toContain(`GET /Xenova/opus-mt-ar-en/resolve/${REVISION}/${encoder}`);
  const manifest = JSON.parse(readFileSync(path.join(whole(), 'manifest.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest).toMatchObject({ licence: 'apache-2.0', source: `${hub.address}/Xenova/opus-mt-ar-en/tree/${REVISION}` });
  expect((manifest['files'] as Record<string, string>)[decoder]).toBe(createHash('sha256').update(hub.files.get(decoder)!).digest('hex'));
  expect(await verifyModel(whole())).toMatchObject({ name: 'opus-mt-ar-en', dtype: 'q8', encoderFile: encoder });
});

test('what lies in files beside a graph comes with it, is counted before and is compared afterwards', async () => {
  const data = `${decoder}_data`;
  hub.files.set(data, Buffer.alloc(300_000, 'd'));
  hub.files.set('onnx/decoder_model_merged.onnx_data', Buffer.alloc(9));
  const download = create();
  await download.ask();
  const plain = download.status.offers[0]!.bytes - 800_009;
  expect(download.status.offers).toContainEqual({ dtype: 'q8', bytes: plain + 500_000 });
  await fetchAll(download);
  expect(readFileSync(path.join(whole(), data)).equals(hub.files.get(data)!)).toBe(true);
  expect(existsSync(path.join(whole(), 'onnx/decoder_model_merged.onnx_data'))).toBe(false);
  writeFileSync(path.join(whole(), data), Buffer.alloc(300_000, 'x'));
  await expect(verifyModel(whole())).rejects.toMatchObject({ reason: 'damaged', file: path.join(whole(), data) });
});

test('a licence that is not one word is left unsaid', async () => {
  hub.licence = ['mit', 'apache-2.0'];
  const download = create();
  await download.ask();
  expect(download.status).toMatchObject({ state: 'listed', licence: null });
});

describe('a connection that is cut', () => {
  test('goes on by itself where it broke, and fetches nothing twice', async () => {
    hub.behave('ok', 'ok', 'ok', 'ok', 'cut', 'cut', 'cut', 'cut');
    const download = await fetchAll();
    expect(download.status.state).toBe('done');
    expectWhole();
    expect(rangesOf(encoder)).toEqual(['all', 'bytes=50000-', 'bytes=75000-', 'bytes=87500-', 'bytes=93750-']);
  });

  test('is given up after attempts that brought nothing; what came stays, and another program goes on from there with the same revision', async () => {
    hub.behave('ok', 'ok', 'ok', 'ok', 'cut', 'hang-up', 'hang-up');
    const first = await fetchAll();
    expect([first.status.state, problemOf(first)]).toEqual(['broken', 'unreachable']);
    expect(existsSync(whole())).toBe(false);
    hub.asked.length = 0;
    const second = create();
    expect(second.status).toMatchObject({ state: 'broken' });
    expect(second.status.received).toBe(first.status.received);
    await second.start('q8');
    await second.ended();
    expect(second.status.state).toBe('done');
    expectWhole();
    expect(hub.asked.filter((line) => line.includes('/revision/'))).toEqual([]);
    expect(rangesOf(encoder)).toEqual(['bytes=50000-']);
  });

  test('begins anew where the server knows no ranges', async () => {
    hub.behave('ok', 'ok', 'ok', 'ok', 'cut', 'whole');
    await fetchAll();
    expectWhole();
  });

  test('is seen when a server falls silent or is busy', async () => {
    hub.behave('busy', 'ok', 'silent');
    const download = await fetchAll(create({ silenceMs: 150 }));
    expect(download.status.state).toBe('done');
    expectWhole();
  });
});

describe('what is never taken for a model', () => {
  test.each([
    ['a large file', encoder],
    ['a small file', 'config.json'],
  ])('%s with another content: it is thrown away, the rest is kept, and the next attempt can put it right', async (_what, name) => {
    hub.sent.set(name, Buffer.alloc(hub.files.get(name)!.length, 'x'));
    const download = await fetchAll();
    expect([download.status.state, download.status.problem?.values]).toEqual(['broken', { file: name }]);
    expect(problemOf(download)).toBe('wrongHash');
    expect([existsSync(partial(name)), existsSync(whole())]).toEqual([false, false]);
    hub.sent.clear();
    await download.start('q8');
    await download.ended();
    expectWhole();
  });

  test('a file longer than its list says', async () => {
    hub.sent.set(encoder, Buffer.alloc(150_000, 'x'));
    expect(problemOf(await fetchAll())).toBe('wrongHash');
    expect(existsSync(whole())).toBe(false);
  });

  test('one that was tampered with while it lay broken off', async () => {
    hub.behave('ok', 'ok', 'ok', 'ok', 'cut', 'hang-up', 'hang-up');
    const download = await fetchAll();
    writeFileSync(partial(encoder), Buffer.alloc(60_000, 'y'));
    await download.start('q8');
    await download.ended();
    expect([problemOf(download), existsSync(whole())]).toEqual(['wrongHash', false]);
  });
});

test.skipIf(!existsSync('/dev/full'))('a disk that fills up stops it with that reason; when there is room it goes on', async () => {
  hub.behave('ok', 'ok', 'ok', 'ok', 'hang-up', 'hang-up', 'hang-up');
  const download = await fetchAll();
  symlinkSync('/dev/full', partial(encoder));
  await download.start('q8');
  await download.ended();
  expect([download.status.state, problemOf(download)]).toEqual(['broken', 'noRoom']);
  rmSync(partial(encoder));
  await download.start('q8');
  await download.ended();
  expectWhole();
});

test('it can be stopped at any moment: paused it goes on later, cancelled nothing of it is left', async () => {
  const release = hub.hold();
  const download = create();
  await download.ask();
  await download.start('q8');
  await expect.poll(() => download.status.received).toBeGreaterThan(0);
  expect(download.status.state).toBe('running');
  await download.pause();
  expect(download.status).toMatchObject({ state: 'broken', problem: null });
  await download.start('q8');
  await download.cancel();
  release();
  expect(download.status).toMatchObject({ state: 'none', received: 0, total: 0 });
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['http://198.51.100.1/storage/', 'unencrypted, to another machine'],
  ['ftp://127.0.0.1/', 'to what is not the web'],
])('a redirect to %s is not followed (%s)', async (address) => {
  hub.redirectTo = address;
  expect(problemOf(await fetchAll())).toBe('redirect');
});

test('a hub that goes round in circles, answers nonsense, refuses or is not there is told apart', async () => {
  hub.redirectTo = `/Xenova/opus-mt-ar-en/resolve/${REVISION}/config.json`;
  expect(problemOf(await fetchAll())).toBe('redirect');
  const reasonOf = (address: string) =>
    create({ address })
      .ask()
      .then(
        () => 'none',
        (error: DownloadError) => error.reason,
      );
  expect(await reasonOf(`${hub.address}/elsewhere`)).toBe('refused');
  hub.files.delete('tokenizer.json');
  expect(await reasonOf(hub.address)).toBe('list');
  const { address } = hub;
  await hub.close();
  expect(await reasonOf(address)).toBe('unreachable');
  hub = await playHub();
});
