import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRequireDocument } from '../../server/documents/service.ts';
import { createDrafts } from '../../server/drafts/service.ts';
import type { Job, Jobs } from '../../server/jobs/service.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createDrafting } from '../../server/segments/draft-document.ts';
import { createSegments, draftView, newestDrafts } from '../../server/segments/service.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { createEchoEngine } from '../support/echo-engine.ts';
import { createQuietLog } from '../support/quiet-log.ts';

let world: TestDb;
beforeEach(async () => void (world = await openTestDb()));
afterEach(() => world.remove());

/** Drafts a document of these paragraphs; `again` runs the job once more. */
async function draft(paragraphs: string[]) {
  const { db } = world;
  const amal = await addPerson(db, 'Amal Haddad');
  const projectId = await addProject(db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addDocument(db, projectId, paragraphs);
  const drafts = createDrafts({ config: { modelDir: 'none', engine: { threads: 1, beams: 1 } }, log: createQuietLog(), engine: createEchoEngine() });
  const requireDocument = createRequireDocument(requireMember);
  const { access } = createSegments({ db, requireMember, requireDocument });
  const drafting = createDrafting({ db, jobs: {} as Jobs, drafts, access, requireDocument });
  const job = { payload: {}, documentId } as unknown as Job;
  const again = () => drafting.handle(job, { signal: new AbortController().signal, writeResult: (write) => db.write(write) });
  await again();
  return { db, segments, again };
}

test('a paragraph that stands several times is drafted once, and every place of it is told', async () => {
  const { db, segments } = await draft(['نعم.', 'لا.', 'نعم.', 'نعم.']);
  expect(await db.read.selectFrom('draft').select(['text', 'attempt']).orderBy('text').execute()).toEqual([
    { text: '[en] لا.', attempt: 1 },
    { text: '[en] نعم.', attempt: 1 },
  ]);
  const told = await db.read.selectFrom('change').select('segment_id').where('kind', '=', 'segment.drafted').orderBy('seq').execute();
  expect(told.map((change) => change.segment_id)).toEqual(segments);
});

test('a draft of a sentence stays its draft when a later program cuts sentences by other rules, as long as this one is cut the same', async () => {
  const source = 'قال نعم. ثم قال لا.';
  const { db, again } = await draft([source]);
  const { source_hash: hash } = await db.read.selectFrom('draft').select('source_hash').executeTakeFirstOrThrow();
  await db.write((tx) => tx.updateTable('draft').set({ segmenter: 'rules-0' }).execute());
  const shown = draftView({ source }, (await newestDrafts(db.read, [hash])).get(hash));
  expect(shown).toMatchObject({ isWhole: true, sentences: [{ source: { start: 0, end: 8 } }, { source: { start: 9, end: 19 } }] });
  await again();
  expect(await db.read.selectFrom('draft').select('attempt').execute()).toEqual([{ attempt: 1 }, { attempt: 1 }]);
});
