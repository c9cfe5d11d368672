import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRequireDocument } from '../../server/documents/service.ts';
import { createDrafts } from '../../server/drafts/service.ts';
import type { Job, Jobs } from '../../server/jobs/service.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createDrafting } from '../../server/segments/draft-document.ts';
import { createSegments } from '../../server/segments/service.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { createEchoEngine } from '../support/echo-engine.ts';
import { createQuietLog } from '../support/quiet-log.ts';

let world: TestDb;
beforeEach(async () => void (world = await openTestDb()));
afterEach(() => world.remove());

test('a paragraph that stands several times is drafted once, and every place of it is told', async () => {
  const { db } = world;
  const amal = await addPerson(db, 'Amal Haddad');
  const projectId = await addProject(db, 'News desk', { [amal]: ['translator'] });
  const { documentId, segments } = await addDocument(db, projectId, ['نعم.', 'لا.', 'نعم.', 'نعم.']);
  const drafts = createDrafts({ config: { modelDir: 'none', engine: { threads: 1, beams: 1 } }, log: createQuietLog(), engine: createEchoEngine() });
  const requireDocument = createRequireDocument(requireMember);
  const { access } = createSegments({ db, requireMember, requireDocument });
  const drafting = createDrafting({ db, jobs: {} as Jobs, drafts, access, requireDocument });
  const job = { payload: {}, documentId } as unknown as Job;
  await drafting.handle(job, { signal: new AbortController().signal, writeResult: (write) => db.write(write) });
  expect(await db.read.selectFrom('draft').select(['text', 'attempt']).orderBy('text').execute()).toEqual([
    { text: '[en] لا.', attempt: 1 },
    { text: '[en] نعم.', attempt: 1 },
  ]);
  const told = await db.read.selectFrom('change').select('segment_id').where('kind', '=', 'segment.drafted').orderBy('seq').execute();
  expect(told.map((change) => change.segment_id)).toEqual(segments);
});
