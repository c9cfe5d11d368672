import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TargetView } from '../../server/core/api.ts';
import { codeChar } from '../../server/core/inline/codes.ts';
import type { Actor } from '../../server/core/permissions.ts';
import { sha256 } from '../../server/db/ids.ts';
import { createRequireDocument } from '../../server/documents/service.ts';
import { AppError } from '../../server/errors.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createReview, type Review } from '../../server/review/service.ts';
import { createSegments, type Segments } from '../../server/segments/service.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addDraft } from '../support/document.ts';

const SOURCE = 'قال شوانغ ذلك. ثم غادر المكان.';
const CORRECTED = 'قال قنغ شوانغ ذلك. ثم غادر المكان.';

let world: TestDb;
let segments: Segments;
let review: Review;
/** Manager and translator; reviewer. */
let salma: Actor;
let noor: Actor;
let projectId: string;
let documentId: string;
let id: string;

beforeEach(async () => {
  world = await openTestDb();
  const { db } = world;
  salma = { personId: await addPerson(db, 'Salma'), isAdmin: false };
  noor = { personId: await addPerson(db, 'Noor'), isAdmin: false };
  projectId = await addProject(db, 'News desk', { [salma.personId]: ['manager', 'translator'], [noor.personId]: ['reviewer'] });
  const requireDocument = createRequireDocument(requireMember);
  segments = createSegments({ db, requireMember, requireDocument });
  review = createReview({ db, access: segments.access, findings: segments.findings, requireDocument, requireMember });
  const added = await addDocument(db, projectId, [SOURCE]);
  documentId = added.documentId;
  id = added.segments[0]!;
});
afterEach(() => world.remove());

let keys = 0;
const key = () => `source-${(keys += 1)}`;
const rows = async () => (await segments.workbench(noor, documentId)).rows;
const correct = (segmentId: string, seen: string, text: string, by = salma) =>
  review.correctSource(by, { segmentId, sourceHash: sha256(seen), text, idempotencyKey: key() });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => (error instanceof AppError ? [error.code, error.key] : error),
  );
async function confirm(text: string): Promise<TargetView> {
  const save = { text, confirm: true, used: [], editGroup: 'g' };
  return (await segments.commitTarget(salma, { segmentId: id, ifMatch: null, idempotencyKey: key(), save })).body as TargetView;
}

test('a corrected source is marked with who did it and what changed; the translation stays and is said to be older', async () => {
  const target = await confirm('Geng Shuang said so and left.');
  await correct(id, SOURCE, CORRECTED);
  const [row] = await rows();
  expect(row).toMatchObject({ source: CORRECTED, sourceHash: sha256(CORRECTED), target: { revisionId: target.revisionId, state: 'translated' } });
  expect(row!.correction).toMatchObject({ authorName: 'Salma', changes: [{ removed: '', added: 'قنغ' }], isTargetOlder: true });
});

test('the revision keeps the source it saw, and the next one sees the corrected source', async () => {
  const target = await confirm('Geng Shuang said so and left.');
  await correct(id, SOURCE, CORRECTED);
  await review.approve(noor, { segmentId: id, revisionId: target.revisionId!, idempotencyKey: key() });
  const revisions = await world.db.read.selectFrom('revision').select('source_hash').where('segment_id', '=', id).orderBy('number').execute();
  expect(revisions.map(({ source_hash }) => source_hash)).toEqual([sha256(SOURCE), sha256(CORRECTED)]);
  expect((await rows())[0]!.correction!.isTargetOlder).toBe(false);
});

test('a sentence that was not touched keeps its draft, the corrected one is left to draft', async () => {
  await addDraft(world.db, SOURCE, 'Shuang said so. Then he left.');
  await correct(id, SOURCE, CORRECTED);
  const { draft } = (await rows())[0]!;
  expect(draft).toMatchObject({ isWhole: false, text: 'Then he left.' });
  expect(CORRECTED.slice(draft!.sentences[0]!.source.start)).toBe('ثم غادر المكان.');
});

test('neighbours in the same paragraph keep exactly their own text', async () => {
  const { segments: parts } = await segments.split(salma, { segmentId: id, ifMatch: null, sourceOffset: 14, targetOffset: 0 });
  const [first, second] = (await rows()).map(({ source }) => source);
  await correct(parts[0]!, first!, `${first} جدا`);
  expect((await rows()).map(({ source }) => source)).toEqual([`${first} جدا`, second]);
  await correct(parts[1]!, second!, 'غادر.');
  expect((await rows()).map(({ source }) => source)).toEqual([`${first} جدا`, 'غادر.']);
  const block = await world.db.read.selectFrom('block').select('text').executeTakeFirstOrThrow();
  expect(block.text).toBe(`${first} جدا غادر.`);
});

test('a comment on words of the source stays on its words, and lets go of words that are gone', async () => {
  const at = (words: string) => ({ start: SOURCE.indexOf(words), end: SOURCE.indexOf(words) + words.length });
  for (const words of ['المكان', 'شوانغ']) await segments.addComment(noor, id, { text: `On ${words}`, side: 'source', span: at(words), revisionId: null });
  await correct(id, SOURCE, SOURCE.replace('شوانغ ', ''));
  expect((await segments.listComments(noor, id)).map(({ quote }) => quote)).toEqual(['المكان', '']);
});

test('is a manager’s to do', async () => {
  expect(await refusal(correct(id, SOURCE, CORRECTED, noor))).toEqual(['forbidden', 'notYourRole']);
});

test('of a source that was corrected meanwhile is refused', async () => {
  await correct(id, SOURCE, CORRECTED);
  expect(await refusal(correct(id, SOURCE, 'نص آخر.'))).toEqual(['stale', 'review.sourceStale']);
});

test('changes neither codes nor lines nor the white space around, and never empties a source', async () => {
  const source = `قال ${codeChar(1)} ذلك.`;
  const { segments: coded } = await addDocument(world.db, projectId, [
    { text: source, codes: [{ number: 1, kind: 'standalone', type: 'break', data: '<br>' }] },
  ]);
  for (const text of ['قال ذلك.', `${source}\nسطر`, ` ${source}`, ' '])
    expect(await refusal(correct(coded[0]!, source, text))).toEqual(['invalid', 'review.sourceFrame']);
});
