import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as inSources from '../../server/formats/service.ts';
import { formatById } from '../../server/formats/registry.ts';
import { projectRoot } from '../../server/project-root.ts';
import { arabicParagraph, makeDocx } from '../support/docx.ts';
import { fileOf, refusal, requestFor } from './files.ts';

let folder: string;
let beside: typeof inSources;

beforeAll(async () => {
  const cache = path.join(projectRoot, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  folder = mkdtempSync(path.join(cache, 'formats-'));
  const entryPoints = { service: 'server/formats/service.ts', 'format-worker': 'server/formats/worker.ts' };
  await build({ absWorkingDir: projectRoot, entryPoints, outdir: folder, bundle: true, format: 'esm', platform: 'node', packages: 'external' });
  beside = (await import(pathToFileURL(path.join(folder, 'service.js')).href)) as typeof beside;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const docx = formatById('docx');
const long = makeDocx({ body: Array.from({ length: 4000 }, (_, index) => arabicParagraph(`فقرة رقم ${index} من نص طويل`)).join('') });

/** How often others have their turn while the work goes on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let [isDone, turns] = [false, 0];
  const ended = work.finally(() => (isDone = true));
  for (; !isDone; turns++) await turn();
  await ended;
  return turns;
}

test('a file read and written in a thread is what it is without one, and others have their turn meanwhile', async () => {
  const file = fileOf('a.docx', long);
  const here = docx.read(file);
  const request = requestFor(file, here, ({ text }) => `English ${text.length}`);
  expect((await beside.readBeside(file)).content).toEqual(here);
  expect(Buffer.compare(await beside.writeBeside(docx, request), docx.write(request))).toBe(0);
  expect(await turnsDuring(beside.readBeside(file))).toBeGreaterThan(100);
  expect(await turnsDuring(beside.writeBeside(docx, request))).toBeGreaterThan(100);
});

test('a refusal says the same from the thread', async () => {
  const file = fileOf('a.docx', long.subarray(0, long.length - 30));
  const error: unknown = await beside.readBeside(file).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid', key: 'import.word.broken', values: { name: 'a.docx' } });
  expect(refusal(() => docx.read(file))).toBe('invalid import.word.broken');
});

test('more files than threads all get their turn', async () => {
  const small = fileOf('b.docx', makeDocx({ body: arabicParagraph('نص') }));
  const read = await Promise.all(Array.from({ length: 5 }, () => beside.readBeside(small)));
  expect(read.map(({ content }) => content.blocks.length)).toEqual([1, 1, 1, 1, 1]);
});
