import type { CommentView } from '../core/api.ts';
import type { Actor } from '../core/permissions.ts';
import type { Span } from '../core/model.ts';
import { appendChange } from '../db/changes.ts';
import type { Db, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { SegmentAccess } from './access.ts';
import { requireGoodText } from './commit-target.ts';
import { findComment, insertComment, listComments, setResolution } from './comments-store.ts';
import { segmentOfRevision, type SegmentRow } from './store.ts';

export interface CommentRequest {
  text: string;
  side: 'source' | 'target' | null;
  span: Span | null;
  revisionId: string | null;
}

export function createComments({ db, access }: { db: Db; access: SegmentAccess }) {
  return {
    async listComments(actor: Actor, segmentId: string): Promise<CommentView[]> {
      const segment = await access.find(db.read, actor, segmentId, 'document.read');
      return listComments(db.read, segment.id);
    },

    /** @throws {AppError} invalid when the span does not lie in its text. */
    addComment(actor: Actor, segmentId: string, request: CommentRequest): Promise<CommentView> {
      requireGoodText(request.text);
      return db.write(async (tx) => {
        const segment = await access.findActive(tx, actor, segmentId, 'segment.comment');
        await requireSpan(tx, segment, request);
        const id = await insertComment(tx, { segmentId, authorId: actor.personId, ...request });
        await tell(tx, actor, segment);
        return (await findComment(tx, id))!;
      });
    },

    setResolved(actor: Actor, commentId: string, isResolved: boolean): Promise<CommentView> {
      return db.write(async (tx) => {
        const comment = await findComment(tx, commentId);
        if (!comment) throw new AppError('not-found', 'notFound.comment');
        const segment = await access.find(tx, actor, comment.segmentId, 'segment.comment');
        await setResolution(tx, commentId, isResolved ? actor.personId : null);
        await tell(tx, actor, segment);
        return (await findComment(tx, commentId))!;
      });
    },
  };
}

async function requireSpan(tx: Tx, segment: SegmentRow, { side, span, revisionId }: CommentRequest): Promise<void> {
  if (revisionId !== null && (await segmentOfRevision(tx, revisionId)) !== segment.id)
    throw new AppError('invalid', 'comment.revision', { details: { field: 'revisionId' } });
  const isComplete = (span === null) === (side === null) && !(side === 'target' && revisionId === null);
  const length = side === 'source' ? segment.source.length : Number.MAX_SAFE_INTEGER;
  if (!isComplete || (span && (span.start >= span.end || span.end > length))) throw new AppError('invalid', 'comment.span', { details: { field: 'span' } });
}

async function tell(tx: Tx, actor: Actor, segment: SegmentRow): Promise<void> {
  await appendChange(tx, {
    projectId: segment.projectId,
    documentId: segment.documentId,
    segmentId: segment.id,
    kind: 'segment.commented',
    personId: actor.personId,
    data: {},
  });
}
