import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

describe('a finding left with a reason, when its segment is split or joined', () => {
  const TWO = `${SOURCE} استمر الحوار 20 شهرا.`;
  const TWO_WRONG = `${WRONG} The dialogue went on for 20 months.`;
  const REASON = 'As the speaker said it';
  let head: string;

  async function leave(segmentId: string, ifMatch: string, check: string): Promise<void> {
    const { finding } = (await segments.findings.open(amal, documentId)).find((each) => each.segmentId === segmentId && each.finding.check === check)!;
    const { source, target } = await segments.row(amal, segmentId);
    await segments.findings.waive(amal, {
      segmentId,
      ifMatch,
      check: finding.check,
      key: findingKey(finding, { source, target: target.text }),
      reason: REASON,
    });
  }
  const waiversOf = async (segmentId: string) => (await segments.row(amal, segmentId)).waivers;
  const split = (sourceOffset: number, targetOffset: number) => segments.split(amal, { segmentId: ids[1]!, ifMatch: head, sourceOffset, targetOffset });
  const headOf = async (segmentId: string) => (await segments.row(amal, segmentId)).target.revisionId!;
  async function rejoin(first: string): Promise<string> {
    const { segments: joined } = await segments.join(amal, { segmentId: first, ifMatch: await headOf(first) });
    return joined[0]!;
  }

  async function begin(source: string, target: string, before = 'عنوان.'): Promise<void> {
    const projectId = await addProject(world.db, 'Second desk', { [amal.personId]: ['translator'] });
    ({ documentId, segments: ids } = await addDocument(world.db, projectId, [before, source]));
    head = await write(target);
  }

  test('goes with its words to one half, with who, why and when, and back into the whole', async () => {
    await begin(TWO, TWO_WRONG);
    await leave(ids[1]!, head, 'number');
    const [left] = await waiversOf(ids[1]!);
    const { segments: halves } = await split(SOURCE.length, WRONG.length);
    const { id: _, ...decision } = left!;
    expect(await waiversOf(halves[0]!)).toEqual([{ id: expect.any(String) as string, ...decision }]);
    expect(await waiversOf(halves[1]!)).toEqual([]);
    expect(await open()).toEqual([]);
    const joined = await rejoin(halves[0]!);
    expect(await waiversOf(joined)).toEqual([{ id: expect.any(String) as string, ...decision }]);
    expect(await open()).toEqual([]);
  });

  test('goes to both halves when the finding stands in both, and joined again it is one decision', async () => {
    const first = 'The conflict  has lasted 15 months.';
    await begin(TWO, `${first} The dialogue went on  for 20 months.`);
    await leave(ids[1]!, head, 'spaces');
    const { segments: halves } = await split(SOURCE.length, first.length);
    for (const half of halves) expect(await waiversOf(half)).toMatchObject([{ reason: REASON }]);
    expect(await waiversOf(await rejoin(halves[0]!))).toHaveLength(1);
  });

  test('of both segments holds in the joined one; what was taken back stays so', async () => {
    await begin(TWO, `${WRONG} The dialogue went on  for 20 months.`);
    const { segments: halves } = await split(SOURCE.length, WRONG.length);
    await leave(halves[0]!, await headOf(halves[0]!), 'number');
    await leave(halves[1]!, await headOf(halves[1]!), 'spaces');
    const joined = await rejoin(halves[0]!);
    expect((await waiversOf(joined)).map(({ key }) => key.split('\n')[0])).toEqual(['number', 'spaces']);
    expect(await open()).toEqual([]);
    head = await headOf(joined);
    ids = [ids[0]!, joined];
    for (const { id } of await waiversOf(joined)) await segments.findings.withdraw(amal, id);
    await split(SOURCE.length, WRONG.length);
    expect((await open()).map(([, check]) => check)).toEqual(['number', 'spaces']);
  });

  test('goes along too when only the whole document shows the finding', async () => {
    await begin('وصل زيلينسكي أمس. جاء الولد.', 'Zelenskiy arrived yesterday. The boy came.', 'قال زيلينسكي إنه سيأتي.');
    const save = { text: 'Zelensky said he would come.', confirm: false, used: [], editGroup: 'two' };
    await segments.commitTarget(amal, { segmentId: ids[0]!, ifMatch: null, idempotencyKey: crypto.randomUUID(), save });
    await leave(ids[1]!, head, 'name-consistency');
    const { segments: halves } = await split(17, 28);
    expect(await waiversOf(halves[0]!)).toMatchObject([{ reason: REASON }]);
    expect(await waiversOf(halves[1]!)).toEqual([]);
  });

  test('is not carried to a text without the finding', async () => {
    await begin(TWO, TWO_WRONG);
    await leave(ids[1]!, head, 'number');
    const { segments: halves } = await split(SOURCE.length, 0);
    expect(await waiversOf(halves[0]!)).toEqual([]);
  });
});
