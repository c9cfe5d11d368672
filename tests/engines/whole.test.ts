import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { concat, field, graphField, numberField } from '../../server/drafts/onnx/bytes.ts';
import { isWholeModel } from '../../server/drafts/onnx/whole.ts';
import { starter } from '../support/starter-model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-whole-'));
afterAll(() => rmSync(folder, { recursive: true }));

const IR_VERSION = numberField(1, 8);
const OPSET = field(8, [numberField(2, 14)]);
const model = concat([IR_VERSION, field(2, 'somebody’s exporter'), graphField([Buffer.alloc(100_000, 7)]), OPSET]);

async function isWhole(bytes: Uint8Array): Promise<boolean> {
  const file = path.join(folder, 'model.onnx');
  writeFileSync(file, bytes);
  return isWholeModel(file);
}

test('a graph is whole up to its last byte, whatever follows it', async () => {
  expect(await isWhole(model)).toBe(true);
  expect(await isWhole(concat([OPSET, IR_VERSION]))).toBe(true);
  for (const file of [starter.encoderFile, starter.decoderFile]) expect(await isWholeModel(path.join(starter.dir, file))).toBe(true);
});

test.each([1, 3, 10, 22, 30, 5000, 99_999, model.length - 3, model.length - 1])('of which only %d bytes came is not', async (length) => {
  expect(await isWhole(model.subarray(0, length))).toBe(false);
});

test.each([
  ['a page that says there is no such file', Buffer.from('<!doctype html><title>404</title>')],
  ['a pointer in place of a large file', Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0123\nsize 11271379\n')],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
  ['zeros', Buffer.alloc(4096)],
  ['a byte too many', concat([model, Uint8Array.of(0)])],
])('%s is none', async (_what, bytes) => {
  expect(await isWhole(bytes)).toBe(false);
});
