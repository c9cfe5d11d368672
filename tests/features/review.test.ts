import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TargetView } from '../../server/core/api.ts';
import type { Actor } from '../../server/core/permissions.ts';
import { createRequireDocument } from '../../server/documents/service.ts';
import { AppError } from '../../server/errors.ts';
import { requireMember } from '../../server/projects/service.ts';
import { createReview, type Review } from '../../server/review/service.ts';
import { createSegments, type Segments } from '../../server/segments/service.ts';
import { addDocument, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addDraft } from '../support/document.ts';

let world: TestDb;
let segments: Segments;
let review: Review;
/** Translator, reviewer, manager. */
let amal: Actor;
let noor: Actor;
let salma: Actor;
/** Holds every role. */
let hadi: Actor;
let projectId: string;
let documentId: string;
let ids: string[];

beforeEach(async () => {
  world = await openTestDb();
  const { db } = world;
  const person = async (name: string): Promise<Actor> => ({ personId: await addPerson(db, name), isAdmin: false });
  [amal, noor, salma, hadi] = [await person('Amal'), await person('Noor'), await person('Salma'), await person('Hadi')];
  projectId = await addProject(db, 'News desk', {
    [amal.personId]: ['translator'],
    [noor.personId]: ['reviewer'],
    [salma.personId]: ['manager'],
    [hadi.personId]: ['translator', 'reviewer', 'manager'],
  });
  const requireDocument = createRequireDocument(requireMember);
  segments = createSegments({ db, requireMember, requireDocument });
  review = createReview({ db, access: segments.access, findings: segments.findings, requireDocument, requireMember });
  ({ documentId, segments: ids } = await addDocument(db, projectId, ['مرحبا بكم.', 'إلى اللقاء.', 'شكرا لكم.']));
});
afterEach(() => world.remove());

let keys = 0;
const key = () => `review-${(keys += 1)}`;

async function confirm(place: number, text: string, { by = amal, asIs = false, ifMatch = null as string | null } = {}): Promise<TargetView> {
  const answer = await segments.commitTarget(by, {
    segmentId: ids[place]!,
    ifMatch,
    idempotencyKey: key(),
    save: { text, confirm: true, used: [], editGroup: key(), acceptedAsIs: asIs },
  });
  expect(answer.status).toBe(200);
  return answer.body as TargetView;
}

const about = ({ segmentId, revisionId }: TargetView) => ({ segmentId, revisionId: revisionId!, idempotencyKey: key() });
async function done(answer: Promise<{ status: number; body: unknown }>): Promise<TargetView> {
  const { status, body } = await answer;
  expect(status).toBe(200);
  return body as TargetView;
}
async function refusal(promise: Promise<unknown>): Promise<[string, string]> {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return [error.code, error.key];
}
const reason = { code: 'name-or-number', severity: 'major', span: { start: 0, end: 5 }, comment: 'He is Geng.' } as const;
const approvalsOf = (segmentId: string) => world.db.read.selectFrom('approval').selectAll().where('segment_id', '=', segmentId).orderBy('created_at').execute();
const revisionsOf = (segmentId: string) => world.db.read.selectFrom('revision').selectAll().where('segment_id', '=', segmentId).orderBy('number').execute();
const row = async (place: number) => (await segments.workbench(amal, documentId)).rows[place]!;

describe('approving', () => {
  test('makes the text reviewed, as a revision of the reviewer’s that the approval names', async () => {
    const target = await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    expect(target).toMatchObject({ state: 'reviewed', text: 'Welcome.', authorName: 'Noor', revisionNumber: 2 });
    expect(await approvalsOf(ids[0]!)).toMatchObject([{ revision_id: target.revisionId, person_id: noor.personId, taken_off_at: null }]);
  });

  test('a text that was saved meanwhile is not approved', async () => {
    const seen = await confirm(0, 'Welcome.');
    await confirm(0, 'Be welcome.', { ifMatch: seen.revisionId });
    expect(await review.approve(noor, about(seen))).toMatchObject({ status: 412, body: { current: { text: 'Be welcome.' } } });
    expect(await approvalsOf(ids[0]!)).toEqual([]);
  });

  test('the same request again is answered again and done once', async () => {
    const request = about(await confirm(0, 'Welcome.'));
    const first = await review.approve(noor, request);
    expect(await review.approve(noor, request)).toEqual(first);
    expect(await revisionsOf(ids[0]!)).toHaveLength(2);
  });

  test('a text nobody confirmed cannot be approved', async () => {
    const confirmed = await confirm(0, 'Welcome.');
    const save = { text: 'Welcome!', confirm: false, used: [], editGroup: 'g' };
    const edited = await segments.commitTarget(amal, { segmentId: ids[0]!, ifMatch: confirmed.revisionId, idempotencyKey: key(), save });
    expect(await refusal(review.approve(noor, about(edited.body as TargetView)))).toEqual(['conflict', 'review.notConfirmed']);
  });

  test('a translator may not', async () => {
    expect(await refusal(review.approve(amal, about(await confirm(0, 'Welcome.'))))).toEqual(['forbidden', 'notYourRole']);
  });

  test('is taken off by the next edit, in the same transaction', async () => {
    const approved = await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    const save = { text: 'Hello.', confirm: false, used: [], editGroup: 'g' };
    const edited = await segments.commitTarget(amal, { segmentId: ids[0]!, ifMatch: approved.revisionId, idempotencyKey: key(), save });
    expect(edited.body).toMatchObject({ state: 'initial', mark: 'edited' });
    expect((await approvalsOf(ids[0]!))[0]!.taken_off_at).not.toBeNull();
  });

  test('is taken off by replacing, and by splitting', async () => {
    const approved = await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    await segments.applyEdits(amal, documentId, {
      idempotencyKey: key(),
      batch: { origin: 'replace', edits: [{ segmentId: ids[0]!, ifMatch: approved.revisionId, text: 'Hello.' }] },
    });
    const other = await done(review.approve(noor, about(await confirm(1, 'See you.'))));
    await segments.split(hadi, { segmentId: ids[1]!, ifMatch: other.revisionId, sourceOffset: 4, targetOffset: 3 });
    const all = await world.db.read.selectFrom('approval').select('taken_off_at').execute();
    expect(all.map(({ taken_off_at }) => taken_off_at === null)).toEqual([false, false]);
  });

  test('can be taken back: the text waits again, and that signs for nothing', async () => {
    const approved = await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    expect(await done(review.takeOffApproval(noor, about(approved)))).toMatchObject({ state: 'translated', text: 'Welcome.' });
    expect((await approvalsOf(ids[0]!))[0]!.taken_off_at).not.toBeNull();
    await review.setFourEyes(salma, projectId, true);
    expect((await review.read(noor, documentId, { order: 'text', segmentId: ids[0]! })).current).toMatchObject({
      isOwn: false,
      confirmation: { personId: amal.personId },
    });
  });
});

describe('correcting and approving', () => {
  test('is one revision with the reviewer as its author', async () => {
    const target = await done(review.approve(noor, about(await confirm(0, 'Welcom.')), 'Welcome.'));
    expect(target).toMatchObject({ state: 'reviewed', text: 'Welcome.' });
    expect((await revisionsOf(ids[0]!)).map(({ author_id, state, text, origin }) => [author_id, state, text, origin])).toEqual([
      [amal.personId, 'translated', 'Welcom.', 'typed'],
      [noor.personId, 'reviewed', 'Welcome.', 'typed'],
    ]);
  });

  test('a correction that comes too late is kept aside', async () => {
    const seen = await confirm(0, 'Welcom.');
    await confirm(0, 'Be welcome.', { ifMatch: seen.revisionId });
    const answer = await review.approve(noor, about(seen), 'Welcome.');
    expect(answer.status).toBe(412);
    expect((await segments.history(amal, ids[0]!)).map(({ kind, text }) => [kind, text])).toContainEqual(['side', 'Welcome.']);
  });

  test('an empty text cannot be approved', async () => {
    expect(await refusal(review.approve(noor, about(await confirm(0, 'Welcome.')), ' '))).toEqual(['invalid', 'segment.emptyConfirm']);
  });

  test('a second correction takes the first approval off and makes its own', async () => {
    const first = await done(review.approve(noor, about(await confirm(0, 'Welcom.')), 'Welcome.'));
    await done(review.approve(noor, about(first), 'Welcome!'));
    expect((await approvalsOf(ids[0]!)).map(({ taken_off_at }) => taken_off_at === null)).toEqual([false, true]);
  });
});

describe('four eyes', () => {
  test('while the project does not ask for them, one may approve what one confirmed', async () => {
    expect(await done(review.approve(hadi, about(await confirm(0, 'Welcome.', { by: hadi }))))).toMatchObject({ state: 'reviewed' });
  });

  test('keep whoever confirmed a segment from approving it, corrected or not', async () => {
    await review.setFourEyes(salma, projectId, true);
    const own = await confirm(0, 'Welcome.', { by: hadi });
    expect(await refusal(review.approve(hadi, about(own)))).toEqual(['forbidden', 'review.ownText']);
    expect(await refusal(review.approve(hadi, about(own), 'Welcome!'))).toEqual(['forbidden', 'review.ownText']);
    expect(await done(review.approve(noor, about(own)))).toMatchObject({ state: 'reviewed' });
  });

  test('are a manager’s to ask for', async () => {
    expect(await refusal(review.setFourEyes(noor, projectId, true))).toEqual(['forbidden', 'notYourRole']);
  });
});

describe('returning', () => {
  test('shows the reason and its place in the row, through edits, until the next confirm', async () => {
    const returned = await done(review.returnText(noor, about(await confirm(0, 'Shuang spoke.')), { ...reason, span: { start: 0, end: 6 } }));
    expect(returned).toMatchObject({ state: 'initial', mark: 'returned', text: 'Shuang spoke.' });
    const shown = { code: 'name-or-number', severity: 'major', comment: 'He is Geng.', authorName: 'Noor', quote: 'Shuang' };
    expect((await row(0)).returned).toMatchObject({ ...shown, span: { start: 0, end: 6 } });

    const save = (text: string, ifMatch: string | null) =>
      segments.commitTarget(amal, { segmentId: ids[0]!, ifMatch, idempotencyKey: key(), save: { text, confirm: false, used: [], editGroup: 'g' } });
    const moved = (await save('Today Shuang spoke.', returned.revisionId)).body as TargetView;
    expect((await row(0)).returned).toMatchObject({ span: { start: 6, end: 12 } });
    const mended = (await save('Today Geng spoke.', moved.revisionId)).body as TargetView;
    expect(await row(0)).toMatchObject({ returned: { ...shown, span: null }, target: { mark: 'edited' } });

    await confirm(0, 'Today Geng spoke.', { ifMatch: mended.revisionId });
    expect((await row(0)).returned).toBeNull();
  });

  test('a span that does not lie in the text is refused', async () => {
    const target = await confirm(0, 'Hi.');
    expect(await refusal(review.returnText(noor, about(target), reason))).toEqual(['invalid', 'comment.span']);
  });

  test('is a reviewer’s to do, and takes an approval off', async () => {
    const confirmed = await confirm(0, 'Welcome.');
    expect(await refusal(review.returnText(amal, about(confirmed), reason))).toEqual(['forbidden', 'notYourRole']);
    const approved = await done(review.approve(noor, about(confirmed)));
    await done(review.returnText(noor, about(approved), reason));
    expect((await approvalsOf(ids[0]!))[0]!.taken_off_at).not.toBeNull();
  });

  test('waits in the segment that took over when the returned one is split', async () => {
    const returned = await done(review.returnText(noor, about(await confirm(0, 'Be welcome.')), { ...reason, span: null }));
    await segments.split(hadi, { segmentId: ids[0]!, ifMatch: returned.revisionId, sourceOffset: 6, targetOffset: 3 });
    expect((await row(0)).returned).toMatchObject({ comment: 'He is Geng.', quote: null });
    expect((await row(1)).returned).toBeNull();
  });
});

describe('signing off', () => {
  test('locks an approved text until a manager takes it off; the approval stands all the while', async () => {
    const approved = await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    expect(await refusal(review.signOff(noor, about(approved)))).toEqual(['forbidden', 'notYourRole']);
    const final = await done(review.signOff(salma, about(approved)));
    expect(final.state).toBe('final');
    const save = { text: 'Hello.', confirm: false, used: [], editGroup: 'g' };
    expect(await refusal(segments.commitTarget(hadi, { segmentId: ids[0]!, ifMatch: final.revisionId, idempotencyKey: key(), save }))).toEqual([
      'conflict',
      'segment.locked',
    ]);
    expect(await refusal(review.approve(noor, about(final), 'Hello.'))).toEqual(['conflict', 'segment.locked']);
    expect(await done(review.takeOffSign(salma, about(final)))).toMatchObject({ state: 'reviewed' });
    expect(await approvalsOf(ids[0]!)).toMatchObject([{ person_id: noor.personId, taken_off_at: null }]);
  });

  test('is not for a text that nobody approved', async () => {
    expect(await refusal(review.signOff(salma, about(await confirm(0, 'Welcome.'))))).toEqual(['conflict', 'review.notApproved']);
  });
});

describe('the queue', () => {
  const queued = async (order: 'text' | 'changed' | 'returned') =>
    (await review.read(noor, documentId, { order, segmentId: null })).queue.map(({ number }) => number);

  test('holds what is confirmed and not approved', async () => {
    await confirm(2, 'Thank you.');
    await done(review.approve(noor, about(await confirm(0, 'Welcome.'))));
    expect(await queued('text')).toEqual([3]);
  });

  test('goes as in the text, by what changed most, or by what came back', async () => {
    await addDraft(world.db, 'مرحبا بكم.', 'Welcome.');
    await addDraft(world.db, 'إلى اللقاء.', 'See you.');
    await addDraft(world.db, 'شكرا لكم.', 'Thank you.');
    await confirm(0, 'Welcome.', { asIs: true });
    await confirm(1, 'Goodbye now.');
    const returned = await done(review.returnText(noor, about(await confirm(2, 'Thank you all.')), { ...reason, span: null }));
    await confirm(2, 'Thank you all!', { ifMatch: returned.revisionId });
    expect(await queued('text')).toEqual([1, 2, 3]);
    expect(await queued('changed')).toEqual([2, 3, 1]);
    expect(await queued('returned')).toEqual([3, 1, 2]);
  });
});

describe('approving several', () => {
  test('first says exactly what it would do and changes nothing, then does that list and no more', async () => {
    await confirm(0, 'Welcome.', { asIs: true });
    const second = await confirm(1, 'See you.');
    const plan = await review.planApprovals(noor, documentId, 'all');
    expect(plan).toMatchObject({ approve: [{ number: 1 }, { number: 2 }], leave: [] });
    expect((await row(0)).target.state).toBe('translated');

    await confirm(1, 'So long.', { ifMatch: second.revisionId });
    await confirm(2, 'Thank you.');
    const list = plan.approve.map(({ segmentId, revisionId }) => ({ segmentId, revisionId }));
    const outcome = await review.applyApprovals(noor, documentId, { idempotencyKey: key(), list });
    expect(outcome).toEqual({ approved: [{ segmentId: ids[0], number: 1 }], leftAlone: [{ segmentId: ids[1], number: 2, reason: 'stale' }] });
    expect((await segments.workbench(amal, documentId)).rows.map(({ target }) => target.state)).toEqual(['reviewed', 'translated', 'translated']);
  });

  test('can be kept to drafts that were taken as they were', async () => {
    await confirm(0, 'Welcome.', { asIs: true });
    await confirm(1, 'See you.');
    expect((await review.planApprovals(noor, documentId, 'as-drafted')).approve.map(({ number }) => number)).toEqual([1]);
  });

  test('leaves one’s own alone where the project asks for four eyes, whatever the list says', async () => {
    await review.setFourEyes(salma, projectId, true);
    const own = await confirm(0, 'Welcome.', { by: hadi });
    await confirm(1, 'See you.');
    expect(await review.planApprovals(hadi, documentId, 'all')).toMatchObject({ approve: [{ number: 2 }], leave: [{ number: 1, reason: 'own' }] });
    const list = [{ segmentId: ids[0]!, revisionId: own.revisionId! }];
    expect(await review.applyApprovals(hadi, documentId, { idempotencyKey: key(), list })).toEqual({
      approved: [],
      leftAlone: [{ segmentId: ids[0], number: 1, reason: 'own' }],
    });
  });

  test('never reaches into another document', async () => {
    const target = await confirm(0, 'Welcome.');
    const other = await addDocument(world.db, projectId, ['نص آخر.']);
    const list = [{ segmentId: ids[0]!, revisionId: target.revisionId! }];
    expect((await review.applyApprovals(noor, other.documentId, { idempotencyKey: key(), list })).leftAlone).toEqual([
      { segmentId: ids[0], number: null, reason: 'gone' },
    ]);
  });

  test('is a reviewer’s to do', async () => {
    expect(await refusal(review.planApprovals(amal, documentId, 'all'))).toEqual(['forbidden', 'notYourRole']);
  });
});
