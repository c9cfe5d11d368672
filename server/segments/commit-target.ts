/** Saving and confirming a target: permission → legal move → compare-and-set on the head → immutable revision, in one transaction. */
import { checkCodes } from '../core/inline/codes.ts';
import type { Problem, TargetSave, TargetView } from '../core/api.ts';
import { problemOfText } from '../core/language/well-formed.ts';
import type { Actor } from '../core/permissions.ts';
import { after, isLegal, type Move } from '../core/states.ts';
import { appendChange } from '../db/changes.ts';
import type { Db, Tx } from '../db/connect.ts';
import { answerOnce, type Answer } from '../db/idempotency.ts';
import { AppError } from '../errors.ts';
import { targetView, type SegmentAccess } from './access.ts';
import { appendRevision, findSegment, insertSideRevision, resolveSideRevisions, type NewRevision, type SegmentRow } from './store.ts';

/** The longest target accepted, in UTF-16 units. */
export const MAX_TARGET_LENGTH = 65_536;

export interface CommitRequest {
  segmentId: string;
  /** The head the text was written on; null for "no revision yet". */
  ifMatch: string | null;
  idempotencyKey: string;
  save: TargetSave;
}

/** 200 with the new target, or 412 with the current one and the place where the losing text was kept. */
export type CommitAnswer = Answer<TargetView | Pick<Problem, 'current' | 'sideRevisionId'>>;

/**
 * Saves what a person wrote. A stale head keeps the text as a side revision and answers 412; nothing anybody wrote vanishes.
 * @throws {AppError} invalid (text, codes, empty confirm, key reused), conflict (locked), gone, not-found, forbidden.
 */
export function createCommitTarget({ db, access }: { db: Db; access: SegmentAccess }) {
  return async function commitTarget(actor: Actor, request: CommitRequest): Promise<CommitAnswer> {
    requireGoodText(request.save.text);
    return db.write(async (tx) => {
      const keyed = { personId: actor.personId, key: request.idempotencyKey, content: [request.segmentId, request.ifMatch, request.save] };
      return answerOnce(tx, keyed, async () => {
        const segment = await access.findActive(tx, actor, request.segmentId, 'segment.edit');
        if (segment.headId !== request.ifMatch) return keepLosingText(tx, actor, segment, request);
        return { status: 200, body: await saveTarget(tx, actor, segment, request.save) };
      });
    });
  };
}

/** @throws {AppError} invalid when text cannot be stored exactly on every engine, or is too long. */
export function requireGoodText(text: string): void {
  const problem = problemOfText(text);
  if (problem) throw new AppError('invalid', problem === 'nul' ? 'text.nul' : 'text.loneSurrogate', { details: { field: 'text' } });
  if (text.length > MAX_TARGET_LENGTH) throw new AppError('invalid', 'text.tooLong', { values: { max: MAX_TARGET_LENGTH }, details: { field: 'text' } });
}

async function keepLosingText(tx: Tx, actor: Actor, segment: SegmentRow, request: CommitRequest): Promise<CommitAnswer> {
  if (segment.text === request.save.text && !request.save.confirm) return { status: 200, body: targetView(segment) };
  const sideRevisionId = await insertSideRevision(tx, {
    segmentId: segment.id,
    baseId: request.ifMatch,
    text: request.save.text,
    authorId: actor.personId,
    key: request.idempotencyKey,
  });
  return { status: 412, body: { current: targetView(segment), sideRevisionId } };
}

async function saveTarget(tx: Tx, actor: Actor, segment: SegmentRow, save: TargetSave): Promise<TargetView> {
  const move: Move = save.confirm ? 'confirm' : 'edit';
  if (!isLegal(segment.state, move)) throw new AppError('conflict', 'segment.locked', { details: { current: targetView(segment) } });
  if (save.confirm) requireConfirmable(segment, save.text);
  if (changesNothing(segment, save)) return targetView(segment);
  const { state, subState } = after(move);
  return storeRevision(tx, actor, segment, {
    author_kind: 'person',
    author_id: actor.personId,
    origin: save.used.some((used) => used.kind === 'draft') ? 'draft' : 'typed',
    text: save.text,
    state,
    sub_state: subState,
    edit_group: save.editGroup,
    source_hash: segment.sourceHash,
    used: JSON.stringify(save.used),
    accepted_as_is: save.acceptedAsIs ? 1 : 0,
  });
}

/** Appends the revision, tells the log, and returns the target as it now stands. */
export async function storeRevision(tx: Tx, actor: Actor, segment: SegmentRow, revision: NewRevision): Promise<TargetView> {
  const revisionId = await appendRevision(tx, segment, revision);
  await resolveSideRevisions(tx, segment.id, actor.personId);
  await appendChange(tx, {
    projectId: segment.projectId,
    documentId: segment.documentId,
    segmentId: segment.id,
    kind: 'segment.saved',
    personId: actor.personId,
    data: { revisionId },
  });
  return targetView((await findSegment(tx, segment.id))!);
}

/** Confirming the same text again, or saving what is there, writes nothing: a revision says that something changed. */
function changesNothing(segment: SegmentRow, save: TargetSave): boolean {
  if (segment.headId === null || segment.text !== save.text) return false;
  return save.confirm ? segment.state !== 'initial' : true;
}

/** @throws {AppError} invalid when nobody could sign for the text: there is none, or its inline codes are not those of the source. */
export function requireConfirmable(segment: SegmentRow, text: string): void {
  if (text.trim() === '' && segment.source.trim() !== '') throw new AppError('invalid', 'segment.emptyConfirm', { details: { field: 'text' } });
  const problems = checkCodes(segment.source, text, segment.codes);
  if (problems.length > 0) throw new AppError('invalid', 'segment.codes', { details: { field: 'text', reasons: problems } });
}
