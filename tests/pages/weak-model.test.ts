import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { addDraft, article } from '../support/document.ts';
import { readProjectFile } from '../support/project-files.ts';
import { startApp, type TestApp } from '../support/workbench.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-weak-'));
let app: TestApp | undefined;
afterEach(async () => {
  await app?.close();
  rmSync(path.join(folder, 'manifest.json'), { force: true });
});

/** The workbench page of the article when this model drafts and the first paragraph has a draft by `draftedBy`. */
async function workbench(manifest: object, draftedBy: string): Promise<string> {
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ files: {}, ...manifest }));
  app = await startApp({ environment: { DRAGOMAN_MODEL: folder } });
  await addDraft(app.context.db, article.arabic[0]!, article.drafts[0]!, draftedBy);
  const visit = await app.signIn(app.world.amal);
  return (await visit.get(`/documents/${app.world.documentId}`)).text();
}

const warning = 'This model is small and often wrong.';

test('drafts of a model whose makers call it weak come with a warning, once', async () => {
  expect((await workbench({ quality: 'weak' }, path.basename(folder))).split(warning)).toHaveLength(2);
});

test('drafts of a model that nobody calls weak come without', async () => {
  expect(await workbench({}, path.basename(folder))).not.toContain(warning);
});

test('drafts of another model come without', async () => {
  expect(await workbench({ quality: 'weak' }, 'opus-mt-ar-en')).not.toContain(warning);
});

test('the model that ships says that it is weak', () => {
  expect(JSON.parse(readProjectFile('models/ar-en-starter/manifest.json'))).toMatchObject({ quality: 'weak' });
});
