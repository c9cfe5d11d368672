import { cpSync, mkdtempSync, openSync, readFileSync, readSync, renameSync, rmSync, truncateSync, writeSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder, segmentIds, type BuiltServer } from '../support/built-server.ts';
import { starter } from '../support/starter-model.ts';
import { acknowledgedBy, openDesk, readDatabase, startWriting, until, type Desk } from './desk.ts';
import { childrenOf } from './processes.ts';
import { report, tries } from './run.ts';

const ACCIDENTS: [string, string, (model: string) => void][] = [
  ['a byte of the decoder changed', 'damaged', (model) => flipByte(path.join(model, 'onnx/decoder_model_merged.onnx'))],
  ['the tokenizer cut short', 'damaged', (model) => truncateSync(path.join(model, 'tokenizer.json'), 1000)],
  ['the settings cut short', 'damaged', (model) => truncateSync(path.join(model, 'config.json'), 100)],
  ['the encoder gone', 'missing', (model) => rmSync(path.join(model, 'onnx/encoder_model.onnx'))],
];

test(
  'F11: a damaged model is named on every page and in the log; writing and export go on, and no process is started in vain',
  { timeout: 120_000 },
  async () => {
    const accidents = ACCIDENTS.slice(0, tries(ACCIDENTS.length, 2));
    for (const [, state, spoil] of accidents) await withModel(spoil, (desk, dataDir) => expectOutOfOrder(desk, { dataDir, state }));
    report({ fault: 'F11', what: 'model file damaged', tries: accidents.length, note: accidents.map(([name]) => name).join(', ') });
  },
);

test('F12: without a model everything but drafting works; put back, drafting goes on by itself', { timeout: 120_000 }, async () => {
  await withModel(
    (model) => renameSync(model, `${model}-away`),
    async (desk, dataDir, model) => {
      await expectOutOfOrder(desk, { dataDir, state: 'missing' });
      renameSync(`${model}-away`, model);
      await until(() => draftCount(dataDir) >= desk.segmentIds.length, 60_000);
    },
  );
  report({ fault: 'F12', what: 'model folder missing, then put back', tries: 1 });
});

async function withModel(spoil: (model: string) => void, then: (desk: Desk, dataDir: string, model: string) => Promise<void>): Promise<void> {
  const place = mkdtempSync(path.join(tmpdir(), 'dragoman-model-'));
  const model = path.join(place, 'mine');
  cpSync(starter.dir, model, { recursive: true });
  spoil(model);
  const { dataDir, remove } = makeDataFolder();
  const desk = await openDesk(dataDir, { writers: 4, env: { DRAGOMAN_MODEL: model, DRAGOMAN_LOG: 'info' } });
  try {
    await then(desk, dataDir, model);
  } finally {
    await desk.server.stop();
    remove();
    rmSync(place, { recursive: true });
  }
}

async function expectOutOfOrder(desk: Desk, { dataDir, state }: { dataDir: string; state: string }): Promise<void> {
  const words = (JSON.parse(readFileSync('translations/en.json', 'utf8')) as { model: { notice: Record<string, string> } }).model.notice[state]!;
  const page = async () => (await desk.client.send('GET', `/documents/${desk.documentId}`, { headers: { Accept: 'text/html' } })).text();
  await until(async () => (await page()).includes(words));
  const writing = startWriting(desk);
  await until(() => acknowledgedBy(desk).length >= 8);
  await writing.stop();
  expect(await segmentIds(desk.client, desk.documentId)).toHaveLength(desk.segmentIds.length);
  const edition = await desk.client.send('POST', `/documents/${desk.documentId}/exports`, { json: { format: 'html', variant: 'bilingual' } });
  expect(edition.status).toBeLessThan(500);
  expectNoChild(desk.server);
  const lines = readFileSync(path.join(dataDir, 'dragoman.log'), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes('the model cannot be used'))).toHaveLength(1);
  expect(draftCount(dataDir)).toBe(0);
}

function expectNoChild(server: BuiltServer): void {
  expect(childrenOf(server)).toEqual([]);
}

function draftCount(dataDir: string): number {
  return readDatabase(dataDir, (db) => db.prepare<[], number>('select count(*) from draft').pluck().get()!);
}

function flipByte(file: string): void {
  const handle = openSync(file, 'r+');
  const byte = Buffer.alloc(1);
  readSync(handle, byte, 0, 1, 5_000_000);
  writeSync(handle, Buffer.of(byte[0]! ^ 1), 0, 1, 5_000_000);
  closeSync(handle);
}
