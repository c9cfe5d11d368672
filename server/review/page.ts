/** The review of a document as a page shows it: the queue at the side, one segment in the middle. */
import type { CorrectionView } from '../core/api.ts';
import { markOf, type Mark } from '../core/states.ts';
import { may, type Action, type Actor } from '../core/permissions.ts';
import { lastPosition, type Position } from '../db/changes.ts';
import type { Db, Reader } from '../db/connect.ts';
import type { DocumentFacts, RequireDocument } from '../documents/service.ts';
import { correctionView, draftView, findCorrection, newestDrafts, type Findings, type OpenFinding } from '../segments/service.ts';
import { createReadQueue, readSegments, type Order, type ReviewedSegment, type Waiting } from './queue.ts';
import { findApproval, hasFourEyes } from './store.ts';

/** The segment in the middle. */
export interface CurrentSegment extends ReviewedSegment {
  mark: Mark;
  /** The machine's draft of the source as it is; null without a whole one. */
  draft: string | null;
  /** What the translator signed for; the newest text while nobody has. */
  translation: { text: string; authorName: string };
  approval: { personId: string; authorName: string; at: string } | null;
  correction: CorrectionView | null;
  /** Whether four eyes keep this person from approving it. */
  isOwn: boolean;
  /** The segment that follows in the queue; null at its end. */
  nextId: string | null;
}

export interface ReviewPage {
  document: DocumentFacts;
  order: Order;
  queue: Waiting[];
  current: CurrentSegment | null;
  /** Every segment of the document in order. */
  all: ReviewedSegment[];
  hasFourEyes: boolean;
  /** What the checks found in the whole document and nobody decided to leave. */
  findings: OpenFinding[];
  may: Record<'approve' | 'return' | 'signOff' | 'setPolicy' | 'correctSource', boolean>;
  /** Of the newest change this page is sure to show. */
  position: Position;
}

export interface ReadReviewOptions {
  db: Db;
  requireDocument: RequireDocument;
  findings: Pick<Findings, 'open'>;
}

export function createReadReview({ db, requireDocument, findings }: ReadReviewOptions) {
  const readQueue = createReadQueue();
  return async function readReview(actor: Actor, documentId: string, { order, segmentId }: { order: Order; segmentId: string | null }): Promise<ReviewPage> {
    const document = await requireDocument(db.read, actor, documentId, 'document.read');
    const position = await lastPosition(db.read);
    const all = await readSegments(db.read, documentId);
    const queue = await readQueue(db.read, all, order);
    const isStrict = await hasFourEyes(db.read, document.projectId);
    const chosen = all.find(({ segment }) => segment.id === segmentId) ?? queue[0];
    const allows = (action: Action) => may(document.roles, action);
    return {
      document,
      order,
      queue,
      current: chosen
        ? {
            ...(await lookAt(db.read, chosen)),
            isOwn: isStrict && chosen.confirmation?.personId === actor.personId,
            nextId: following(queue, chosen.segment.id),
          }
        : null,
      all,
      hasFourEyes: isStrict,
      findings: await findings.open(actor, documentId),
      may: {
        approve: allows('review.approve'),
        return: allows('review.return'),
        signOff: allows('review.sign-off'),
        setPolicy: allows('review.policy'),
        correctSource: allows('source.correct'),
      },
      position,
    };
  };
}

async function lookAt(db: Reader, one: ReviewedSegment): Promise<Omit<CurrentSegment, 'isOwn' | 'nextId'>> {
  const { segment, confirmation } = one;
  const drafts = await newestDrafts(db, [segment.sourceHash]);
  const corrected = await findCorrection(db, segment.id);
  const draft = draftView(segment, drafts.get(segment.sourceHash));
  return {
    ...one,
    mark: markOf(segment.state, segment.subState, draft?.isWhole ?? false),
    draft: draft?.isWhole ? draft.text : null,
    translation: confirmation ?? { text: segment.text, authorName: segment.authorName ?? '' },
    approval: await findApproval(db, segment.id),
    correction: corrected && correctionView(corrected, segment),
  };
}

/** The next in the queue; from the last one on, and for one that does not wait, the first other. */
function following(queue: readonly Waiting[], segmentId: string): string | null {
  const place = queue.findIndex(({ segment }) => segment.id === segmentId);
  return (queue[place + 1] ?? queue.find(({ segment }) => segment.id !== segmentId))?.segment.id ?? null;
}
