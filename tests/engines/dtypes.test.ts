/** The files of a model under any of the names that transformers.js gives them. */
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { graphFilesOf } from '../../server/drafts/model-files.ts';
import { createDrafts } from '../../server/drafts/service.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { starter } from '../support/starter-model.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-dtypes-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder whose only files are another kind than fp32 drafts, and so does the kind that was chosen among several', async () => {
  const dir = path.join(folder, 'mine');
  cpSync(starter.dir, dir, { recursive: true, filter: (file) => path.basename(file) !== 'manifest.json' });
  for (const part of ['encoderFile', 'decoderFile'] as const) renameSync(path.join(dir, graphFilesOf('fp32')[part]), path.join(dir, graphFilesOf('q8')[part]));
  const config = { modelDir: dir, engine: { threads: 1, beams: 1 } };
  const drafts = createDrafts({ config, log: createQuietLog() });
  const draft = async () => (await drafts.draftText('وصل الوزير أمس.', [], { urgency: 'interactive' }))[0]!;
  const one = await draft();
  expect(one.text).toMatch(/minister/i);
  for (const part of ['encoderFile', 'decoderFile'] as const) cpSync(path.join(dir, graphFilesOf('q8')[part]), path.join(dir, graphFilesOf('int8')[part]));
  await drafts.exchangeModel({ dir, dtype: 'int8' });
  const other = await draft();
  expect(other.text).toBe(one.text);
  expect(other.from.hash).not.toBe(one.from.hash);
  await drafts.close();
});
