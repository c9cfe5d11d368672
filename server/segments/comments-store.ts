import type { CommentView } from '../core/api.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

export interface NewComment {
  segmentId: string;
  authorId: string;
  side: 'source' | 'target' | null;
  span: { start: number; end: number } | null;
  revisionId: string | null;
  text: string;
}

/** Returns the new comment's id. */
export async function insertComment(tx: Tx, comment: NewComment): Promise<string> {
  const id = newId();
  await tx
    .insertInto('comment')
    .values({
      id,
      segment_id: comment.segmentId,
      author_id: comment.authorId,
      side: comment.side,
      span_start: comment.span?.start ?? null,
      span_end: comment.span?.end ?? null,
      revision_id: comment.revisionId,
      text: comment.text,
      created_at: now(),
      resolved_at: null,
      resolved_by: null,
    })
    .execute();
  return id;
}

function commentQuery(db: Queryable) {
  return db
    .selectFrom('comment')
    .innerJoin('person', 'person.id', 'comment.author_id')
    .innerJoin('segment', 'segment.id', 'comment.segment_id')
    .innerJoin('block', 'block.id', 'segment.block_id')
    .leftJoin('revision', 'revision.id', 'comment.revision_id')
    .selectAll('comment')
    .select(['person.name as author_name', 'block.text as block_text', 'segment.start_offset', 'segment.end_offset', 'revision.text as target_text']);
}

type Raw = Awaited<ReturnType<ReturnType<typeof commentQuery>['execute']>>[number];

function toView(raw: Raw): CommentView {
  const span = raw.span_start !== null && raw.span_end !== null ? { start: raw.span_start, end: raw.span_end } : null;
  const about = raw.side === 'source' ? raw.block_text.slice(raw.start_offset, raw.end_offset) : (raw.target_text ?? '');
  return {
    id: raw.id,
    segmentId: raw.segment_id,
    authorName: raw.author_name,
    at: raw.created_at,
    text: raw.text,
    side: raw.side,
    span,
    quote: span ? about.slice(span.start, span.end) : '',
    resolvedAt: raw.resolved_at,
  };
}

/** The comments of a segment, oldest first. */
export async function listComments(db: Queryable, segmentId: string): Promise<CommentView[]> {
  const rows = await commentQuery(db).where('comment.segment_id', '=', segmentId).orderBy('comment.created_at').orderBy('comment.id').execute();
  return rows.map(toView);
}

export async function findComment(db: Queryable, id: string): Promise<CommentView | null> {
  const raw = await commentQuery(db).where('comment.id', '=', id).executeTakeFirst();
  return raw ? toView(raw) : null;
}

/** Resolves a comment, or opens it again with null. */
export async function setResolution(tx: Tx, id: string, personId: string | null): Promise<void> {
  await tx
    .updateTable('comment')
    .set({ resolved_at: personId ? now() : null, resolved_by: personId })
    .where('id', '=', id)
    .execute();
}

/** Hands the comments of a retired segment to a successor: those about words from the given offsets on (all, when 0), spans moved along. */
export async function moveComments(tx: Tx, move: { from: string; to: string; sourceFrom: number; targetFrom: number }): Promise<void> {
  const rows = await tx.selectFrom('comment').selectAll().where('segment_id', '=', move.from).execute();
  for (const row of rows) {
    const from = row.side === 'target' ? move.targetFrom : move.sourceFrom;
    if (from > 0 && (row.span_start ?? 0) < from) continue;
    const shifted =
      row.side === 'source' && row.span_start !== null && row.span_end !== null ? { span_start: row.span_start - from, span_end: row.span_end - from } : {};
    await tx
      .updateTable('comment')
      .set({ segment_id: move.to, ...shifted })
      .where('id', '=', row.id)
      .execute();
  }
}
