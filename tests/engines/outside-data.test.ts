/** Models whose numbers lie in files beside their graphs: those files belong to the model, by name and by hash. */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { neededFiles } from '../../server/drafts/model-files.ts';
import { verifyModel } from '../../server/drafts/models.ts';
import { OutsideData } from '../../server/drafts/onnx/outside-data.ts';
import { addFolder } from '../../server/models/manage.ts';
import { unasked } from '../../server/models/service.ts';
import { starter } from '../support/starter-model.ts';
import { TINY, writeRandomMarian } from '../support/random-marian.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-outside-'));
const dir = path.join(folder, 'apart');
const data = path.join(dir, 'onnx/decoder_model_merged.onnx_data');
let place: Parameters<typeof addFolder>[0];
beforeAll(() => writeRandomMarian(dir, { ...TINY, dataSuffix: '_data' }));
beforeEach(() => {
  const dataDir = mkdtempSync(path.join(folder, 'place-'));
  place = { dataDir, modelDir: starter.dir, models: { configured: null, folder: path.join(dataDir, 'models'), hub: '', isOffline: true } };
});
afterAll(() => rmSync(folder, { recursive: true }));

test('they are needed files, in whatever number, and only those called after the graph', () => {
  const graph = 'onnx/encoder_model_fp16.onnx';
  const there = [`${graph}_data`, `${graph}_data_1`, `${graph}.data`, `${graph}_datum`, 'onnx/encoder_model.onnx_data', 'onnx/other.onnx_data'];
  expect(neededFiles('fp16', there).filter((name) => there.includes(name))).toEqual([`${graph}.data`, `${graph}_data`, `${graph}_data_1`]);
});

test('one byte of them makes another model, and is seen when the files are checked', async () => {
  const { hash } = await verifyModel(dir);
  await addFolder(place, dir);
  const entry = async () => (await unasked.list(place)).find((model) => model.dir === dir)!;
  const { bytes, files, hashes } = await entry();
  expect(files.map(({ name }) => name)).toContain('onnx/decoder_model_merged.onnx_data');
  expect(bytes).toBeGreaterThan(4_000_000);
  expect(hashes).toEqual([hash]);
  await unasked.verify(place, await entry());
  const size = (await entry()).files.find(({ name }) => data.endsWith(name))!.bytes;
  writeFileSync(data, Buffer.alloc(size));
  await expect(unasked.verify(place, await entry())).rejects.toMatchObject({ key: 'models.changed', values: { file: 'onnx/decoder_model_merged.onnx_data' } });
  expect((await verifyModel(dir)).hash).not.toBe(hash);
});

test('one that is not there is named before anything is loaded', async () => {
  renameSync(data, `${data}.away`);
  await expect(verifyModel(dir)).rejects.toMatchObject({ reason: 'missing', file: data });
  await expect(addFolder(place, dir)).rejects.toMatchObject({ key: 'models.incomplete', values: { files: 'onnx/decoder_model_merged.onnx_data' } });
  renameSync(`${data}.away`, data);
});

test.each(['.weights', '_data/../../../elsewhere.bin'])('a graph that looks for them elsewhere (%s) is refused, whatever is there', async (dataSuffix) => {
  const strange = path.join(folder, 'strange');
  writeRandomMarian(strange, { ...TINY, dataSuffix });
  await expect(verifyModel(strange)).rejects.toMatchObject({ reason: 'unloadable' });
  await expect(addFolder(place, strange)).rejects.toMatchObject({ key: 'models.outsideData', values: { file: 'onnx/encoder_model.onnx' } });
});

test('their names are found wherever the bytes of a graph are cut', () => {
  const bytes = Buffer.from('..\n\x08location\x12\x0ba.onnx_data..\n\x08location\x12\x0ba.onnx_data.');
  for (let at = 1; at < bytes.length; at++) {
    const found = new OutsideData();
    found.read(bytes.subarray(0, at));
    found.read(bytes.subarray(at));
    expect(found.files).toEqual(['a.onnx_data']);
  }
  const long = 'n'.repeat(300);
  const found = new OutsideData();
  found.read(Buffer.concat([Buffer.from('\n\x08location\x12'), Buffer.from([300 - 256 + 128, 2]), Buffer.from(long)]));
  expect(found.files).toEqual([long]);
});
