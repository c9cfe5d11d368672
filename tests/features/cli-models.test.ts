/** `dragoman models`, the built program as a process. */
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../server/db/connect.ts';
import { verifyModel } from '../../server/drafts/service.ts';
import { projectRoot } from '../../server/project-root.ts';
import { addDocument, addPerson, addProject } from '../support/database.ts';
import { addDraft } from '../support/document.ts';
import { playHub, type PlayedHub } from '../support/hub.ts';
import { newPlace, PROGRAM, type Place } from '../support/program.ts';
import { ensureBuilt } from '../support/workbench.ts';

let place: Place;
let hub: PlayedHub;
let mine: string;
beforeAll(async () => {
  await ensureBuilt();
  place = newPlace();
  hub = await playHub();
  mine = path.join(place.folder, 'it’s mine');
  cpSync(path.join(projectRoot, 'models/ar-en-starter'), mine, { recursive: true });
});
afterAll(async () => {
  await place.remove();
  await hub.close();
});

/** Not at once: the hub answers from this process. */
function models(...args: string[]): Promise<{ status: number | null; printed: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [PROGRAM, 'models', ...args], { env: place.environment({ DRAGOMAN_HUB: hub.address }) });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (printed += part.toString()));
    child.on('exit', (status) => resolve({ status, printed }));
    child.stdin.end();
  });
}

test('a folder is listed, added, used, verified and taken off', async () => {
  expect((await models('list')).printed).toMatch(/^\* ar-en-starter {2}24\.3 MB, fp32, CC-BY-SA-4\.0, weak/);
  const added = await models('add', mine);
  expect(added).toMatchObject({ status: 0, printed: expect.stringContaining("models use 'it’s mine'") as string });
  expect((await models('use', 'it’s mine')).printed).toContain('Drafts come from it’s mine from now on');
  expect((await models('list')).printed).toMatch(/^\* it’s mine/m);
  expect((await models('verify', 'it’s mine')).printed).toContain('every file is as it should be');
  expect(await models('remove', 'it’s mine')).toMatchObject({ status: 13, printed: expect.stringContaining('in use') as string });
  rmSync(path.join(mine, 'tokenizer.json'));
  expect(await models('verify', 'it’s mine')).toMatchObject({ status: 13, printed: expect.stringContaining('Missing: tokenizer.json') as string });
  await models('use', 'ar-en-starter');
  expect((await models('remove', 'it’s mine')).status).toBe(0);
  expect((await models('use', 'it’s mine')).status).toBe(15);
});

test('the list says how many drafts of a model there are, and in how many documents', async () => {
  const db = await connect(place.dataFile('dragoman.db'));
  const projectId = await addProject(db, 'News desk', { [await addPerson(db, 'Amal')]: ['translator'] });
  await addDocument(db, projectId, ['وصل الوزير. وغادر أمس.']);
  await addDocument(db, projectId, ['وصل الوزير. وغادر أمس.', 'لا مسودة هنا.']);
  await addDraft(db, 'وصل الوزير. وغادر أمس.', 'The minister came. He left.');
  const { hash } = await verifyModel(path.join(projectRoot, 'models/ar-en-starter'));
  await db.write((tx) => tx.updateTable('draft').set({ model_hash: hash }).execute());
  await db.close();
  expect((await models('list')).printed).toMatch(/ar-en-starter[^]*drafts of it: 4 sentences in 2 documents/);
  const [line = ''] = (await models('list', '--json')).printed.split('\n');
  expect(JSON.parse(line)).toMatchObject({
    name: 'ar-en-starter',
    usedIn: { sentences: 4, documents: 2 },
    files: expect.arrayContaining([expect.objectContaining({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })]) as unknown[],
  });
});

test('the list does without a database that cannot be read, and says so', async () => {
  const file = place.dataFile('dragoman.db');
  for (const one of [file, `${file}-wal`, `${file}-shm`]) rmSync(one, { force: true });
  writeFileSync(file, 'This is no database.'.repeat(500));
  const { status, printed } = await models('list');
  rmSync(file);
  expect([status, printed]).toEqual([0, expect.stringMatching(/is damaged or not a database[^]*not said how many drafts[^]*ar-en-starter/) as string]);
});

test('the command it names tells models of one name apart', async () => {
  const namesake = path.join(place.folder, 'second', 'ar-en-starter');
  cpSync(path.join(projectRoot, 'models/ar-en-starter'), namesake, { recursive: true });
  expect((await models('add', namesake)).printed).toContain(`models use ${namesake}`);
  expect(await models('use', 'ar-en-starter')).toMatchObject({ status: 2, printed: expect.stringContaining('give the folder') as string });
  expect((await models('remove', namesake)).status).toBe(0);
});

test('a download says address and sizes, and begins only when somebody says yes', async () => {
  const asked = await models('add', 'Xenova/opus-mt-ar-en');
  expect(asked).toMatchObject({ status: 2, printed: expect.stringMatching(/from http:\/\/127[^]*\* q8: 0\.2 MB[^]*--yes/) as string });
  expect(hub.asked.filter((line) => !line.includes('/api/'))).toEqual([]);
  const fetched = await models('add', 'Xenova/opus-mt-ar-en', '--yes');
  expect(fetched).toMatchObject({ status: 0, printed: expect.stringContaining('every file as on the hub’s list') as string });
  expect((await models('verify', 'opus-mt-ar-en')).status).toBe(0);
});
