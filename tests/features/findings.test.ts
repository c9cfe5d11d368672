import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRequireDocument } from '../../server/documents/service.ts';
import { createGate } from '../../server/exports/gate.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createSegments, type Segments } from '../../server/segments/service.ts';
import { findingKey } from '../../server/core/checks/key.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';

const SOURCE = 'استمر الصراع 15 شهرا.';
const WRONG = 'The conflict has lasted 51 months.';
let world: TestDb;
let segments: Segments;
let gate: ReturnType<typeof createGate>;
let amal: { personId: string; isAdmin: boolean };
let salma: typeof amal;
let documentId: string;
let ids: string[];

beforeEach(async () => {
  world = await openTestDb();
  const { db } = world;
  const requireDocument = createRequireDocument(requireMember);
  [amal, salma] = [
    { personId: await addPerson(db, 'Amal'), isAdmin: false },
    { personId: await addPerson(db, 'Salma'), isAdmin: false },
  ];
  const projectId = await addProject(db, 'News desk', { [amal.personId]: ['translator'], [salma.personId]: ['manager'] });
  ({ documentId, segments: ids } = await addDocument(db, projectId, ['عنوان.', SOURCE]));
  segments = createSegments({ db, requireMember, requireDocument });
  gate = createGate({ db, findings: segments.findings, requireDocument });
});
afterEach(() => world.remove());

async function write(text: string, ifMatch: string | null = null): Promise<string> {
  const save = { text, confirm: false, used: [], editGroup: 'one' };
  const { body } = await segments.commitTarget(amal, { segmentId: ids[1]!, ifMatch, idempotencyKey: crypto.randomUUID(), save });
  return (body as { revisionId: string }).revisionId;
}
const open = async () => (await segments.findings.open(amal, documentId)).map(({ number, finding }) => [number, finding.check, finding.severity]);
async function waiverOf(check: string) {
  const { finding } = (await segments.findings.open(amal, documentId)).find((each) => each.finding.check === check)!;
  return { check, key: findingKey(finding, { source: SOURCE, target: WRONG }), reason: 'As the speaker said it' };
}

test('what is saved is checked; what nobody wrote is not', async () => {
  expect(await open()).toEqual([]);
  const head = await write(WRONG);
  expect(await open()).toContainEqual([2, 'number', 'high']);
  await write('The conflict has lasted 15 months.', head);
  expect(await open()).toEqual([]);
});

test('a finding left with a reason stays away in later versions while it is the same, and comes back when it is not', async () => {
  const head = await write(WRONG);
  await segments.findings.waive(amal, { segmentId: ids[1]!, ifMatch: head, ...(await waiverOf('number')) });
  expect(await open()).toEqual([]);
  const second = await write(`${WRONG} Indeed.`, head);
  expect(await open()).toEqual([]);
  await write('The conflict has lasted 52 months.', second);
  expect(await open()).toContainEqual([2, 'number', 'high']);
});

test('a decision is kept with the version it was made for: not with an older one', async () => {
  const head = await write(WRONG);
  const waiver = await waiverOf('number');
  await write(`${WRONG} Indeed.`, head);
  await expect(segments.findings.waive(amal, { segmentId: ids[1]!, ifMatch: head, ...waiver })).rejects.toMatchObject({ code: 'stale' });
});

test('a decision can be taken back', async () => {
  const head = await write(WRONG);
  const [waiver] = await segments.findings.waive(amal, { segmentId: ids[1]!, ifMatch: head, ...(await waiverOf('number')) });
  expect(await segments.findings.withdraw(amal, waiver!.id)).toEqual([]);
  expect(await open()).toContainEqual([2, 'number', 'high']);
});

test('a manager can have documents leave only without findings of a severity; everybody else can see that', async () => {
  await write(WRONG);
  await gate.pass(amal, documentId);
  await expect(gate.set(amal, documentId, 'high')).rejects.toMatchObject({ code: 'forbidden' });
  await gate.set(salma, documentId, 'high');
  await expect(gate.pass(amal, documentId)).rejects.toMatchObject({ code: 'conflict', values: { count: 1 } });
  expect(await gate.view(amal, documentId)).toMatchObject({ gate: 'high', stopping: 1, first: 2 });
  const [head] = await world.db.read.selectFrom('target').select('head_revision_id as id').where('segment_id', '=', ids[1]!).execute();
  await segments.findings.waive(amal, { segmentId: ids[1]!, ifMatch: head!.id, ...(await waiverOf('number')) });
  await gate.pass(amal, documentId);
});
