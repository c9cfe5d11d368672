import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TargetSave, TargetView } from '../../server/core/api.ts';
import { codeChar } from '../../server/core/inline/codes.ts';
import type { Actor } from '../../server/core/permissions.ts';
import { createRequireDocument } from '../../server/documents/service.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createSegments, type Segments } from '../../server/segments/service.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { refusal } from '../support/refusal.ts';

let world: TestDb;
let segments: Segments;
let amal: Actor;
let stranger: Actor;
let projectId: string;

beforeEach(async () => {
  world = await openTestDb();
  const { db } = world;
  amal = { personId: await addPerson(db, 'Amal'), isAdmin: false };
  stranger = { personId: await addPerson(db, 'Hadi'), isAdmin: false };
  projectId = await addProject(db, 'News desk', { [amal.personId]: ['translator'] });
  segments = createSegments({ db, requireMember, requireDocument: createRequireDocument(requireMember) });
});
afterEach(() => world.remove());

let keys = 0;
function save(segmentId: string, ifMatch: string | null, change: Partial<TargetSave> & { key?: string } = {}, actor = amal) {
  const { key, ...rest } = change;
  return segments.commitTarget(actor, {
    segmentId,
    ifMatch,
    idempotencyKey: key ?? `key-${(keys += 1)}`,
    save: { text: 'Hello', confirm: false, used: [], editGroup: 'sitting-1', ...rest },
  });
}
async function saved(...args: Parameters<typeof save>): Promise<TargetView> {
  const answer = await save(...args);
  expect(answer.status).toBe(200);
  return answer.body as TargetView;
}
const revisionsOf = (segmentId: string) => world.db.read.selectFrom('revision').selectAll().where('segment_id', '=', segmentId).orderBy('number').execute();

describe('saving a target', () => {
  test('the first save makes revision 1, the next one revision 2 with the first as its parent', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const first = await saved(id!, null, { text: 'Hello' });
    const second = await saved(id!, first.revisionId, { text: 'Hello there' });
    expect(second).toMatchObject({ text: 'Hello there', state: 'initial', mark: 'edited', revisionNumber: 2, authorName: 'Amal' });
    expect((await revisionsOf(id!)).map(({ number, parent_id }) => [number, parent_id])).toEqual([
      [1, null],
      [2, first.revisionId],
    ]);
  });

  test('text is kept exactly as it came: tatweel, shadda order, bidi marks and spaces', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const text = ' “X” مّـَ\u200f  e\u0301 é ';
    expect((await saved(id!, null, { text })).text).toBe(text);
  });

  test('confirming sets translated; any change after it takes that off', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const confirmed = await saved(id!, null, { confirm: true, acceptedAsIs: true });
    expect(confirmed.state).toBe('translated');
    expect((await saved(id!, confirmed.revisionId, { text: 'Hi' })).mark).toBe('edited');
  });

  test('saving what is there already writes no revision', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const confirmed = await saved(id!, null, { confirm: true });
    const again = await saved(id!, confirmed.revisionId, { confirm: false });
    expect([again.revisionId, again.state, (await revisionsOf(id!)).length]).toEqual([confirmed.revisionId, 'translated', 1]);
  });

  test('a stale save answers 412 with the current text and keeps the loser beside it', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const mine = await saved(id!, null, { text: 'Mine' });
    const answer = await save(id!, null, { text: 'Theirs' });
    expect(answer).toMatchObject({ status: 412, body: { current: { revisionId: mine.revisionId, text: 'Mine' } } });
    expect(await world.db.read.selectFrom('side_revision').select(['text', 'resolution']).execute()).toEqual([{ text: 'Theirs', resolution: '' }]);
    expect((await segments.row(amal, id!)).sideRevisions).toBe(1);
    expect((await segments.history(amal, id!)).map(({ kind, text }) => [kind, text])).toContainEqual(['side', 'Theirs']);
  });

  test('the same key gives the same answer and writes once, also for a conflict', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const both = await Promise.all([save(id!, null, { key: 'key-of-one' }), save(id!, null, { key: 'key-of-one' })]);
    expect(both[0]).toEqual(both[1]);
    const stale = await save(id!, null, { key: 'key-of-two', text: 'Other' });
    expect(await save(id!, null, { key: 'key-of-two', text: 'Other' })).toEqual(stale);
    expect([(await revisionsOf(id!)).length, (await world.db.read.selectFrom('side_revision').selectAll().execute()).length]).toEqual([1, 1]);
  });

  test('a key used again for another text is refused', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    await save(id!, null, { key: 'key-of-one' });
    expect(await refusal(save(id!, null, { key: 'key-of-one', text: 'Other' }))).toMatchObject({ code: 'invalid', key: 'request.keyReused' });
  });

  test.each([
    ['NUL', 'a\0b', 'text.nul'],
    ['half a surrogate pair', 'a\ud83d', 'text.loneSurrogate'],
    ['more than 64 kB', 'x'.repeat(65_537), 'text.tooLong'],
  ])('%s is refused with the reason', async (_name, text, key) => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    expect(await refusal(save(id!, null, { text }))).toMatchObject({ code: 'invalid', key });
  });

  test('an empty translation cannot be confirmed, but can be kept', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    expect(await refusal(save(id!, null, { text: ' ', confirm: true }))).toMatchObject({ key: 'segment.emptyConfirm' });
    expect((await saved(id!, null, { text: '' })).mark).toBe('edited');
  });

  test('a final target refuses edits', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const head = await saved(id!, null, { confirm: true });
    await world.db.write((tx) => tx.updateTable('target').set({ state: 'final' }).where('segment_id', '=', id!).execute());
    expect(await refusal(save(id!, head.revisionId, { text: 'Other' }))).toMatchObject({ code: 'conflict', key: 'segment.locked' });
  });

  test('strangers learn nothing, not even that the segment exists', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    expect((await refusal(save(id!, null, {}, stranger))).code).toBe('not-found');
    expect((await refusal(segments.row(stranger, id!))).code).toBe('not-found');
  });

  test('revisions cannot be changed or deleted, not even by ourselves', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    await saved(id!, null);
    await expect(world.db.write((tx) => tx.updateTable('revision').set({ text: 'x' }).execute())).rejects.toThrow(/append-only/);
    await expect(world.db.write((tx) => tx.deleteFrom('revision').execute())).rejects.toThrow(/append-only/);
  });

  test('every saved revision stands in the change log in the same transaction', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const { revisionId } = await saved(id!, null);
    const log = await world.db.read.selectFrom('change').selectAll().where('kind', '=', 'segment.saved').execute();
    expect(log.map((line) => JSON.parse(line.data) as unknown)).toEqual([{ revisionId }]);
  });
});

describe('inline codes', () => {
  const open = codeChar(1);
  const close = codeChar(2);
  const codes = [
    { number: 1, kind: 'open' as const, pair: 2, type: 'bold' as const, data: '**' },
    { number: 2, kind: 'close' as const, pair: 1, type: 'bold' as const, data: '**' },
  ];

  test.each([
    ['missing', 'Hello', false],
    ['doubled', `${open}${open}Hello${close}`, false],
    ['turned round', `${close}Hello${open}`, false],
    ['all there', `Oh ${open}hello${close}`, true],
  ])('confirming with codes %s', async (_name, text, isFine) => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [{ text: `${open}مرحبا${close}`, codes }]);
    const attempt = save(id!, null, { text, confirm: true });
    if (isFine) expect((await attempt).status).toBe(200);
    else expect(await refusal(attempt)).toMatchObject({ code: 'invalid', key: 'segment.codes' });
  });

  test('text with broken codes can still be kept as edited', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [{ text: `${open}مرحبا${close}`, codes }]);
    expect((await saved(id!, null, { text: 'Hello' })).mark).toBe('edited');
  });
});

describe('split and join', () => {
  const source = 'جاء الولد. ذهبت البنت.';

  test('both halves keep their words, the white space at the cut belongs to neither', async () => {
    const {
      documentId,
      segments: [id],
    } = await addDocument(world.db, projectId, [source, 'آخر']);
    const head = await saved(id!, null, { text: 'The boy came. The girl went.' });
    const { segments: halves } = await segments.split(amal, { segmentId: id!, ifMatch: head.revisionId, sourceOffset: 10, targetOffset: 13 });
    const { rows } = await segments.workbench(amal, documentId);
    expect(rows.map((row) => [row.number, row.source, row.target.text])).toEqual([
      [1, 'جاء الولد.', 'The boy came.'],
      [2, 'ذهبت البنت.', 'The girl went.'],
      [3, 'آخر', ''],
    ]);
    expect(rows.map((row) => row.canJoin)).toEqual([true, false, false]);
    const {
      segments: [joined],
    } = await segments.join(amal, { segmentId: halves[0]!, ifMatch: rows[0]!.target.revisionId });
    expect(await segments.row(amal, joined!)).toMatchObject({ source, target: { text: 'The boy came. The girl went.' } });
    expect((await segments.history(amal, joined!)).map((entry) => entry.text)).toContain('The boy came. The girl went.');
  });

  test('a save to a split segment answers gone with its successors', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [source]);
    const { segments: halves } = await segments.split(amal, { segmentId: id!, ifMatch: null, sourceOffset: 10, targetOffset: 0 });
    expect(await refusal(save(id!, null))).toMatchObject({ code: 'gone', details: { successors: halves } });
  });

  test.each([0, 22, 999])('a cut at %i leaves nothing on one side and is refused', async (sourceOffset) => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [source]);
    expect(await refusal(segments.split(amal, { segmentId: id!, ifMatch: null, sourceOffset, targetOffset: 0 }))).toMatchObject({ key: 'segment.split' });
  });

  test('two paragraphs of the file are never joined', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [source, 'آخر']);
    expect(await refusal(segments.join(amal, { segmentId: id!, ifMatch: null }))).toMatchObject({ key: 'segment.joinLast' });
  });

  test('comments go to the half that holds their words', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, [source]);
    await segments.addComment(amal, id!, { text: 'who?', side: 'source', span: { start: 16, end: 21 }, revisionId: null });
    await segments.addComment(amal, id!, { text: 'all of it', side: null, span: null, revisionId: null });
    const {
      segments: [left, right],
    } = await segments.split(amal, { segmentId: id!, ifMatch: null, sourceOffset: 10, targetOffset: 0 });
    expect((await segments.listComments(amal, left!)).map((comment) => comment.text)).toEqual(['all of it']);
    expect((await segments.listComments(amal, right!)).map((comment) => [comment.text, comment.quote])).toEqual([['who?', 'البنت']]);
  });
});

describe('find and replace', () => {
  test('the preview changes nothing; applying replaces all in one step and leaves alone what changed meanwhile', async () => {
    const {
      documentId,
      segments: [a, b, c],
    } = await addDocument(world.db, projectId, ['أ', 'ب', 'ج']);
    const first = await saved(a!, null, { text: 'Shuang said. Shuang went.' });
    const second = await saved(b!, null, { text: 'Shuang', confirm: true });
    const preview = await segments.previewReplacement(amal, documentId, { find: 'Shuang', replace: 'Geng', matchCase: true, wholeWord: true });
    expect(preview).toMatchObject({
      total: 3,
      rows: [
        { number: 1, after: 'Geng said. Geng went.', count: 2 },
        { number: 2, after: 'Geng' },
      ],
    });
    await saved(b!, second.revisionId, { text: 'Shuang!' });
    const outcome = await segments.applyEdits(amal, documentId, {
      idempotencyKey: 'key-replace',
      batch: { origin: 'replace', edits: preview.rows.map((row) => ({ segmentId: row.segmentId, ifMatch: row.revisionId, text: row.after })) },
    });
    expect(outcome.saved.map((target) => [target.text, target.mark])).toEqual([['Geng said. Geng went.', 'edited']]);
    expect(outcome.refused).toEqual([{ segmentId: b, reason: 'stale' }]);
    expect(first.revisionNumber).toBe(1);
    expect((await segments.row(amal, c!)).target.revisionId).toBeNull();
  });
});

describe('history', () => {
  test('one sitting is one line, newest first', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    const a = await saved(id!, null, { text: 'H', editGroup: 'one' });
    const b = await saved(id!, a.revisionId, { text: 'Hello', editGroup: 'one' });
    await saved(id!, b.revisionId, { text: 'Hello there', editGroup: 'two' });
    expect((await segments.history(amal, id!)).map((entry) => entry.text)).toEqual(['Hello there', 'Hello']);
  });
});

describe('comments', () => {
  test('a comment quotes its words, counts as open, and can be resolved and opened again', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا يا عالم']);
    const comment = await segments.addComment(amal, id!, { text: 'World?', side: 'source', span: { start: 9, end: 13 }, revisionId: null });
    expect(comment).toMatchObject({ quote: 'عالم', authorName: 'Amal', resolvedAt: null });
    expect((await segments.row(amal, id!)).openComments).toBe(1);
    expect((await segments.setResolved(amal, comment.id, true)).resolvedAt).not.toBeNull();
    expect((await segments.row(amal, id!)).openComments).toBe(0);
    await segments.setResolved(amal, comment.id, false);
    expect((await segments.row(amal, id!)).openComments).toBe(1);
  });

  test('a selection outside its text is refused', async () => {
    const {
      segments: [id],
    } = await addDocument(world.db, projectId, ['مرحبا']);
    expect(await refusal(segments.addComment(amal, id!, { text: 'x', side: 'source', span: { start: 2, end: 60 }, revisionId: null }))).toMatchObject({
      key: 'comment.span',
    });
  });
});
