/** A reviewer's decision about one segment: permission → the revision that was seen is still the newest → legal move → revision, approval or return, in one transaction. */
import type { Problem, TargetView } from '../core/api.ts';
import type { Span } from '../core/model.ts';
import type { Action, Actor } from '../core/permissions.ts';
import type { ReturnCode, Severity } from '../core/review.ts';
import { after, isLegal, type Move } from '../core/states.ts';
import type { Db, Tx } from '../db/connect.ts';
import { answerOnce, type Answer } from '../db/idempotency.ts';
import { newId } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import {
  insertSideRevision,
  listRevisions,
  requireConfirmable,
  requireGoodText,
  storeRevision,
  targetView,
  type SegmentAccess,
  type SegmentRow,
} from '../segments/service.ts';
import { findConfirmation, hasFourEyes, insertApproval, insertReturn } from './store.ts';

/** Which text the decision is about, and the key that makes it happen once. */
export interface Decision {
  segmentId: string;
  /** The revision the person saw. */
  revisionId: string;
  idempotencyKey: string;
}

export interface Reason {
  code: ReturnCode;
  severity: Severity;
  /** In the text of the revision. */
  span: Span | null;
  comment: string;
}

/** 200 with the target as it stands now, or 412 with what somebody wrote meanwhile. */
export type DecisionAnswer = Answer<TargetView | Pick<Problem, 'current' | 'sideRevisionId'>>;

const MAX_COMMENT = 10_000;

type Work = (tx: Tx, segment: SegmentRow) => Promise<TargetView>;

interface Step {
  action: Action;
  move: Move;
  /** What the request says besides the decision; part of what its key stands for. */
  said?: unknown;
  /** Text written with the decision: kept aside when the decision comes too late. */
  written?: string;
}

type Decide = (actor: Actor, decision: Decision, step: Step, work: Work) => Promise<DecisionAnswer>;

function decider({ db, access }: { db: Db; access: SegmentAccess }): Decide {
  return (actor, { segmentId, revisionId, idempotencyKey }, step, work) => {
    const keyed = { personId: actor.personId, key: idempotencyKey, content: [step.move, segmentId, revisionId, step.said ?? null] };
    return db.write((tx) =>
      answerOnce(tx, keyed, async (): Promise<DecisionAnswer> => {
        const segment = await access.findActive(tx, actor, segmentId, step.action);
        if (segment.headId !== revisionId) return tooLate(tx, actor, segment, { revisionId, idempotencyKey, written: step.written });
        requireLegal(segment, step.move);
        return { status: 200, body: await work(tx, segment) };
      }),
    );
  };
}

export function createDecide({ db, access }: { db: Db; access: SegmentAccess }) {
  const decide = decider({ db, access });
  return {
    /** The text of a revision as a reviewer saw it; null when the segment has no such revision. */
    async textOf(actor: Actor, segmentId: string, revisionId: string): Promise<string | null> {
      const segment = await access.find(db.read, actor, segmentId, 'document.read');
      return (await listRevisions(db.read, segment.id)).find(({ id }) => id === revisionId)?.text ?? null;
    },

    /**
     * Approves a revision; with another text the reviewer corrects it and approves the correction, as one revision of the reviewer's.
     * @throws {AppError} forbidden (role, four eyes), conflict (not confirmed, locked), invalid (text, codes), gone, not-found.
     */
    approve(actor: Actor, decision: Decision, correction?: string): Promise<DecisionAnswer> {
      if (correction !== undefined) requireGoodText(correction);
      return decide(actor, decision, { action: 'review.approve', move: 'approve', said: correction, written: correction }, async (tx, segment) => {
        await requireOtherEyes(tx, actor, segment);
        const text = correction ?? segment.text;
        if (text !== segment.text) requireConfirmable(segment, text);
        else if (segment.state === 'reviewed') return targetView(segment);
        return storeApproval(tx, actor, segment, text);
      });
    },

    /** The approval was a mistake: the text waits for review again. */
    takeOffApproval(actor: Actor, decision: Decision): Promise<DecisionAnswer> {
      return decide(actor, decision, { action: 'review.approve', move: 'take-off-approval' }, (tx, segment) =>
        storeMove(tx, actor, segment, { move: 'take-off-approval' }),
      );
    },

    /** Sends a revision back with its reason. @throws {AppError} also invalid when the span does not lie in the text. */
    returnText(actor: Actor, decision: Decision, reason: Reason): Promise<DecisionAnswer> {
      requireGoodText(reason.comment);
      if (reason.comment.length > MAX_COMMENT) throw new AppError('invalid', 'textTooLong', { details: { field: 'comment' } });
      return decide(actor, decision, { action: 'review.return', move: 'return', said: reason }, async (tx, segment) => {
        requireSpan(reason.span, segment.text);
        const target = await storeMove(tx, actor, segment, { move: 'return' });
        await insertReturn(tx, { segmentId: segment.id, revisionId: decision.revisionId, personId: actor.personId, ...reason });
        return target;
      });
    },

    /** Makes an approved text final: nobody can change it until the sign-off is taken off. */
    signOff(actor: Actor, decision: Decision): Promise<DecisionAnswer> {
      return decide(actor, decision, { action: 'review.sign-off', move: 'sign-off' }, (tx, segment) => storeMove(tx, actor, segment, { move: 'sign-off' }));
    },

    takeOffSign(actor: Actor, decision: Decision): Promise<DecisionAnswer> {
      return decide(actor, decision, { action: 'review.sign-off', move: 'take-off-sign' }, (tx, segment) =>
        storeMove(tx, actor, segment, { move: 'take-off-sign' }),
      );
    },
  };
}

/** Somebody saved meanwhile. Nothing is decided; a correction that was written is kept. */
async function tooLate(
  tx: Tx,
  actor: Actor,
  segment: SegmentRow,
  late: { revisionId: string; idempotencyKey: string; written: string | undefined },
): Promise<DecisionAnswer> {
  const current = targetView(segment);
  if (late.written === undefined || late.written === segment.text) return { status: 412, body: { current } };
  const side = { segmentId: segment.id, baseId: late.revisionId, text: late.written, authorId: actor.personId, key: late.idempotencyKey };
  return { status: 412, body: { current, sideRevisionId: await insertSideRevision(tx, side) } };
}

function requireLegal(segment: SegmentRow, move: Move): void {
  if (isLegal(segment.state, move)) return;
  const key = segment.state === 'final' ? 'segment.locked' : segment.state === 'initial' ? 'review.notConfirmed' : 'review.notApproved';
  throw new AppError('conflict', key, { details: { current: targetView(segment) } });
}

/** @throws {AppError} forbidden when the project asks for four eyes and these two confirmed the text. */
async function requireOtherEyes(tx: Tx, actor: Actor, segment: SegmentRow): Promise<void> {
  if (!(await hasFourEyes(tx, segment.projectId))) return;
  const confirmation = await findConfirmation(tx, segment.id);
  if (confirmation?.personId === actor.personId) throw new AppError('forbidden', 'review.ownText', { details: { current: targetView(segment) } });
}

function requireSpan(span: Span | null, text: string): void {
  if (span && (span.start >= span.end || span.end > text.length)) throw new AppError('invalid', 'comment.span', { details: { field: 'span' } });
}

/** The approval names the revision that carries the state: the text as it was, or as the reviewer corrected it. */
export async function storeApproval(tx: Tx, actor: Actor, segment: SegmentRow, text: string): Promise<TargetView> {
  const target = await storeMove(tx, actor, segment, { move: 'approve', text });
  await insertApproval(tx, { segmentId: segment.id, revisionId: target.revisionId!, personId: actor.personId });
  return target;
}

async function storeMove(tx: Tx, actor: Actor, segment: SegmentRow, { move, text = segment.text }: { move: Move; text?: string }): Promise<TargetView> {
  const { state, subState } = after(move);
  return storeRevision(tx, actor, segment, {
    author_kind: 'person',
    author_id: actor.personId,
    origin: originOf(move, text !== segment.text),
    text,
    state,
    sub_state: subState,
    edit_group: newId(),
    source_hash: segment.sourceHash,
    used: '[]',
    accepted_as_is: 0,
  });
}

function originOf(move: Move, hasNewText: boolean): 'typed' | 'review' | 'sign-off' {
  if (hasNewText) return 'typed';
  return move === 'sign-off' || move === 'take-off-sign' ? 'sign-off' : 'review';
}
