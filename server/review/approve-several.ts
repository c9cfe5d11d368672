/** Approving many at once: first the list of what would be done, then exactly that list. */
import type { Actor } from '../core/permissions.ts';
import type { Db, Tx } from '../db/connect.ts';
import { answerOnce } from '../db/idempotency.ts';
import type { RequireDocument } from '../documents/service.ts';
import { storeApproval } from './decide.ts';
import { readSegments, type ReviewedSegment } from './queue.ts';
import { hasFourEyes } from './store.ts';

/** Everything that waits, or only what its translator took from the machine as it was and nobody ever returned. */
export const CHOICES = ['all', 'as-drafted'] as const;
export type Choice = (typeof CHOICES)[number];

/** Why a segment of the list is left alone. own: this person confirmed it and the project asks for four eyes. */
export type LeftReason = 'own' | 'stale' | 'gone' | 'not-confirmed' | 'locked';

/** What would be done. Nothing is changed by asking. */
export interface Plan {
  approve: { segmentId: string; number: number; revisionId: string }[];
  leave: { segmentId: string; number: number; reason: LeftReason }[];
}

/** What was done. */
export interface Outcome {
  approved: { segmentId: string; number: number }[];
  /** number: null for a segment that is no longer in the document. */
  leftAlone: { segmentId: string; number: number | null; reason: LeftReason }[];
}

export function createApproveSeveral({ db, requireDocument }: { db: Db; requireDocument: RequireDocument }) {
  return {
    async planApprovals(actor: Actor, documentId: string, choice: Choice): Promise<Plan> {
      const document = await requireDocument(db.read, actor, documentId, 'review.approve');
      const isStrict = await hasFourEyes(db.read, document.projectId);
      const chosen = (await readSegments(db.read, documentId)).filter((one) => isChosen(one, choice));
      const isOwn = (one: ReviewedSegment) => isStrict && isConfirmedBy(actor, one);
      return {
        approve: chosen.filter((one) => !isOwn(one)).map(({ segment, number }) => ({ segmentId: segment.id, number, revisionId: segment.headId! })),
        leave: chosen.filter(isOwn).map(({ segment, number }) => ({ segmentId: segment.id, number, reason: 'own' })),
      };
    },

    /** Approves each revision of the list that is still the newest and may be approved; says which were left alone and why. One transaction, one key. */
    async applyApprovals(
      actor: Actor,
      documentId: string,
      request: { idempotencyKey: string; list: { segmentId: string; revisionId: string }[] },
    ): Promise<Outcome> {
      const keyed = { personId: actor.personId, key: request.idempotencyKey, content: ['approvals', documentId, request.list] };
      const answer = await db.write((tx) =>
        answerOnce(tx, keyed, async () => {
          const document = await requireDocument(tx, actor, documentId, 'review.approve');
          const isStrict = await hasFourEyes(tx, document.projectId);
          const all = new Map((await readSegments(tx, documentId)).map((one) => [one.segment.id, one]));
          const outcome: Outcome = { approved: [], leftAlone: [] };
          for (const { segmentId, revisionId } of request.list) {
            const one = all.get(segmentId);
            const reason = reasonToLeave(one, revisionId) ?? (isStrict && isConfirmedBy(actor, one!) ? 'own' : null);
            if (reason) outcome.leftAlone.push({ segmentId, number: one?.number ?? null, reason });
            else await approveOne(tx, actor, one!, outcome);
            all.delete(segmentId);
          }
          return { status: 200, body: outcome };
        }),
      );
      return answer.body;
    },
  };
}

function isChosen({ segment, confirmation, returns }: ReviewedSegment, choice: Choice): boolean {
  if (segment.state !== 'translated') return false;
  return choice === 'all' || (confirmation?.isAcceptedAsIs === true && confirmation.text === segment.text && returns.length === 0);
}

function reasonToLeave(one: ReviewedSegment | undefined, revisionId: string): LeftReason | null {
  if (!one) return 'gone';
  const { headId, state } = one.segment;
  if (headId !== revisionId) return 'stale';
  if (state === 'final') return 'locked';
  return state === 'translated' ? null : 'not-confirmed';
}

function isConfirmedBy(actor: Actor, { confirmation }: ReviewedSegment): boolean {
  return confirmation?.personId === actor.personId;
}

async function approveOne(tx: Tx, actor: Actor, { segment, number }: ReviewedSegment, outcome: Outcome): Promise<void> {
  await storeApproval(tx, actor, segment, segment.text);
  outcome.approved.push({ segmentId: segment.id, number });
}
