/** Approving many at once: first the list of what would be done, then exactly that list. */
import type { Actor } from '../core/permissions.ts';
import { isLegal } from '../core/states.ts';
import type { Db, Tx } from '../db/connect.ts';
import { answerOnce } from '../db/idempotency.ts';
import type { RequireDocument } from '../documents/service.ts';
import { findSegment, type SegmentRow } from '../segments/service.ts';
import { storeApproval } from './decide.ts';
import { readSegments, type ReviewedSegment } from './queue.ts';
import { findConfirmation, hasFourEyes } from './store.ts';

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
  approved: string[];
  leftAlone: { segmentId: string; reason: LeftReason }[];
}

export function createApproveSeveral({ db, requireDocument }: { db: Db; requireDocument: RequireDocument }) {
  return {
    async planApprovals(actor: Actor, documentId: string, choice: Choice): Promise<Plan> {
      const document = await requireDocument(db.read, actor, documentId, 'review.approve');
      const isStrict = await hasFourEyes(db.read, document.projectId);
      const chosen = (await readSegments(db.read, documentId)).filter((one) => isChosen(one, choice));
      const isOwn = ({ confirmation }: ReviewedSegment) => isStrict && confirmation?.personId === actor.personId;
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
          const outcome: Outcome = { approved: [], leftAlone: [] };
          for (const { segmentId, revisionId } of request.list) {
            const segment = await findSegment(tx, segmentId);
            const reason = reasonToLeave(segment, documentId, revisionId) ?? (isStrict && (await isConfirmedBy(tx, actor, segmentId)) ? 'own' : null);
            if (reason) outcome.leftAlone.push({ segmentId, reason });
            else outcome.approved.push((await storeApproval(tx, actor, segment!, segment!.text)).segmentId);
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

function reasonToLeave(segment: SegmentRow | null, documentId: string, revisionId: string): LeftReason | null {
  if (!segment || segment.documentId !== documentId || segment.retiredAt) return 'gone';
  if (segment.headId !== revisionId) return 'stale';
  if (segment.state === 'final') return 'locked';
  return isLegal(segment.state, 'approve') && segment.state !== 'reviewed' ? null : 'not-confirmed';
}

async function isConfirmedBy(tx: Tx, actor: Actor, segmentId: string): Promise<boolean> {
  return (await findConfirmation(tx, segmentId))?.personId === actor.personId;
}
