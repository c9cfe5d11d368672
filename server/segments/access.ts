import type { TargetView } from '../core/api.ts';
import type { Action, Actor, Role } from '../core/permissions.ts';
import { markOf } from '../core/states.ts';
import type { Queryable } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findSegment, type SegmentRow } from './store.ts';

/** Throws unless the actor's membership of the project allows the action: not-found for strangers, forbidden for members. */
export type RequireMember = (db: Queryable, actor: Actor, projectId: string, action: Action) => Promise<readonly Role[]>;

export interface SegmentAccess {
  /** The segment, active or retired. @throws {AppError} not-found, forbidden. */
  find(db: Queryable, actor: Actor, segmentId: string, action: Action): Promise<SegmentRow>;
  /** The segment while it is active. @throws {AppError} also `gone`, naming its successors. */
  findActive(db: Queryable, actor: Actor, segmentId: string, action: Action): Promise<SegmentRow>;
}

export function createSegmentAccess(requireMember: RequireMember): SegmentAccess {
  const find: SegmentAccess['find'] = async (db, actor, segmentId, action) => {
    const segment = await findSegment(db, segmentId);
    if (!segment) throw new AppError('not-found', 'notFound.segment');
    await requireMember(db, actor, segment.projectId, action);
    return segment;
  };
  return {
    find,
    async findActive(db, actor, segmentId, action) {
      const segment = await find(db, actor, segmentId, action);
      if (segment.retiredAt) throw new AppError('gone', 'segment.retired', { details: { current: targetView(segment), successors: segment.successors } });
      return segment;
    },
  };
}

/** The target of a segment as answers carry it. */
export function targetView(segment: SegmentRow): TargetView {
  return {
    segmentId: segment.id,
    revisionId: segment.headId,
    revisionNumber: segment.headNumber,
    text: segment.text,
    state: segment.state,
    mark: markOf(segment.state, segment.subState, segment.subState === 'dragoman:mt-draft'),
    authorName: segment.authorName,
    savedAt: segment.savedAt,
  };
}
