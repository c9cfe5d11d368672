/** Segments with their targets, and the revisions of a target. */
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now, sha256 } from '../db/ids.ts';
import type { Schema } from '../db/schema.ts';
import type { BlockKind, InlineCode, ListMarker } from '../core/model.ts';
import type { State, SubState } from '../core/states.ts';
import { handOverReview, settleReview } from './review-store.ts';

/** The one target language of today's projects; the schema is ready for more. */
export const TARGET_LANG = 'en';

/** A segment with its place, its target and the target's head. */
export interface SegmentRow {
  id: string;
  documentId: string;
  projectId: string;
  blockId: string;
  blockNumber: number;
  blockKind: BlockKind;
  level: number | null;
  marker: ListMarker | null;
  blockText: string;
  codes: InlineCode[];
  start: number;
  end: number;
  source: string;
  sourceHash: string;
  retiredAt: string | null;
  successors: string[];
  headId: string | null;
  headNumber: number;
  text: string;
  state: State;
  subState: SubState;
  /** The source the head was written from. */
  headSourceHash: string | null;
  authorId: string | null;
  authorName: string | null;
  savedAt: string | null;
}

function segmentQuery(db: Queryable) {
  return db
    .selectFrom('segment')
    .innerJoin('block', 'block.id', 'segment.block_id')
    .innerJoin('document', 'document.id', 'segment.document_id')
    .innerJoin('target', (join) => join.onRef('target.segment_id', '=', 'segment.id').on('target.lang', '=', TARGET_LANG))
    .leftJoin('revision', 'revision.id', 'target.head_revision_id')
    .leftJoin('person', 'person.id', 'revision.author_id')
    .select([
      'segment.id',
      'segment.document_id',
      'document.project_id',
      'segment.block_id',
      'block.number as block_number',
      'block.kind',
      'block.level',
      'block.marker',
      'block.text as block_text',
      'block.codes',
      'segment.start_offset',
      'segment.end_offset',
      'segment.source_hash',
      'segment.retired_at',
      'segment.successors',
      'target.head_revision_id',
      'target.state',
      'target.sub_state',
      'revision.number as head_number',
      'revision.text as head_text',
      'revision.source_hash as head_source_hash',
      'revision.author_id',
      'revision.created_at as saved_at',
      'person.name as author_name',
    ]);
}

type Raw = Awaited<ReturnType<ReturnType<typeof segmentQuery>['execute']>>[number];

function toRow(raw: Raw): SegmentRow {
  return {
    id: raw.id,
    documentId: raw.document_id,
    projectId: raw.project_id,
    blockId: raw.block_id,
    blockNumber: raw.block_number,
    blockKind: raw.kind,
    level: raw.level,
    marker: raw.marker === null ? null : (JSON.parse(raw.marker) as ListMarker),
    blockText: raw.block_text,
    codes: JSON.parse(raw.codes) as InlineCode[],
    start: raw.start_offset,
    end: raw.end_offset,
    source: raw.block_text.slice(raw.start_offset, raw.end_offset),
    sourceHash: raw.source_hash,
    retiredAt: raw.retired_at,
    successors: JSON.parse(raw.successors) as string[],
    headId: raw.head_revision_id,
    headNumber: raw.head_number ?? 0,
    text: raw.head_text ?? '',
    state: raw.state,
    subState: raw.sub_state,
    headSourceHash: raw.head_source_hash,
    authorId: raw.author_id,
    authorName: raw.author_name,
    savedAt: raw.saved_at,
  };
}

/** One segment, also a retired one. */
export async function findSegment(db: Queryable, id: string): Promise<SegmentRow | null> {
  const raw = await segmentQuery(db).where('segment.id', '=', id).executeTakeFirst();
  return raw ? toRow(raw) : null;
}

/** A document's active segments in order. */
export async function listSegments(db: Queryable, documentId: string): Promise<SegmentRow[]> {
  const rows = await segmentQuery(db)
    .where('segment.document_id', '=', documentId)
    .where('segment.retired_at', 'is', null)
    .orderBy('block.number')
    .orderBy('segment.start_offset')
    .execute();
  return rows.map(toRow);
}

/** 1-based place of an active segment in its document. */
export async function placeOf(db: Queryable, segment: SegmentRow): Promise<number> {
  const before = await db
    .selectFrom('segment')
    .innerJoin('block', 'block.id', 'segment.block_id')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('segment.document_id', '=', segment.documentId)
    .where('segment.retired_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('block.number', '<', segment.blockNumber),
        eb.and([eb('block.number', '=', segment.blockNumber), eb('segment.start_offset', '<', segment.start)]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return Number(before.n) + 1;
}

/** The active segment that follows in the same block, if any. */
export async function nextInBlock(db: Queryable, segment: SegmentRow): Promise<SegmentRow | null> {
  const raw = await segmentQuery(db)
    .where('segment.block_id', '=', segment.blockId)
    .where('segment.retired_at', 'is', null)
    .where('segment.start_offset', '>=', segment.end)
    .orderBy('segment.start_offset')
    .limit(1)
    .executeTakeFirst();
  return raw ? toRow(raw) : null;
}

/** A range of a block becomes an active segment with an empty target. Returns its id. */
export async function insertSegment(tx: Tx, place: { documentId: string; blockId: string; start: number; end: number; source: string }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('segment')
    .values({
      id,
      document_id: place.documentId,
      block_id: place.blockId,
      start_offset: place.start,
      end_offset: place.end,
      source_hash: sha256(place.source),
      retired_at: null,
      successors: '[]',
    })
    .execute();
  await tx.insertInto('target').values({ segment_id: id, lang: TARGET_LANG, head_revision_id: null, state: 'initial', sub_state: '' }).execute();
  return id;
}

/** Takes segments out of use and names those that took over. */
export async function retireSegments(tx: Tx, ids: readonly string[], successors: readonly string[]): Promise<void> {
  await tx
    .updateTable('segment')
    .set({ retired_at: now(), successors: JSON.stringify(successors) })
    .where('id', 'in', ids)
    .execute();
  await handOverReview(tx, ids, successors);
}

/** What a new revision says; its number, parent and time are given by {@link appendRevision}. */
export type NewRevision = Pick<
  Schema['revision'],
  'author_kind' | 'author_id' | 'origin' | 'text' | 'state' | 'sub_state' | 'edit_group' | 'source_hash' | 'used' | 'accepted_as_is'
>;

/** Appends a revision to a segment's target and makes it the head. `parentId` defaults to the head. Returns the new revision's id. */
export async function appendRevision(
  tx: Tx,
  segment: Pick<SegmentRow, 'id' | 'headId' | 'headNumber'>,
  revision: NewRevision,
  parentId = segment.headId,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('revision')
    .values({ id, segment_id: segment.id, lang: TARGET_LANG, number: segment.headNumber + 1, parent_id: parentId, created_at: now(), ...revision })
    .execute();
  await tx
    .updateTable('target')
    .set({ head_revision_id: id, state: revision.state, sub_state: revision.sub_state })
    .where('segment_id', '=', segment.id)
    .where('lang', '=', TARGET_LANG)
    .execute();
  await settleReview(tx, segment.id, revision);
  return id;
}

/** Keeps the losing text of a conflict. Returns its id. */
export async function insertSideRevision(
  tx: Tx,
  side: { segmentId: string; baseId: string | null; text: string; authorId: string; key: string },
): Promise<string> {
  const id = newId();
  const base = side.baseId ? await tx.selectFrom('revision').select('id').where('id', '=', side.baseId).executeTakeFirst() : undefined;
  await tx
    .insertInto('side_revision')
    .values({
      id,
      segment_id: side.segmentId,
      lang: TARGET_LANG,
      base_revision_id: base?.id ?? null,
      text: side.text,
      author_id: side.authorId,
      idempotency_key: side.key,
      resolution: '',
      created_at: now(),
    })
    .execute();
  return id;
}

/** How many unresolved comments and unseen side revisions each of these segments has. */
export async function countNotes(db: Queryable, documentId: string): Promise<{ comments: Map<string, number>; sides: Map<string, number> }> {
  const comments = await db
    .selectFrom('comment')
    .innerJoin('segment', 'segment.id', 'comment.segment_id')
    .select(['comment.segment_id', (eb) => eb.fn.countAll().as('n')])
    .where('segment.document_id', '=', documentId)
    .where('comment.resolved_at', 'is', null)
    .groupBy('comment.segment_id')
    .execute();
  const sides = await db
    .selectFrom('side_revision')
    .innerJoin('segment', 'segment.id', 'side_revision.segment_id')
    .select(['side_revision.segment_id', (eb) => eb.fn.countAll().as('n')])
    .where('segment.document_id', '=', documentId)
    .where('side_revision.resolution', '=', '')
    .groupBy('side_revision.segment_id')
    .execute();
  const toMap = (rows: { segment_id: string; n: number | string | bigint }[]) => new Map(rows.map((row) => [row.segment_id, Number(row.n)]));
  return { comments: toMap(comments), sides: toMap(sides) };
}

export interface RevisionRow {
  id: string;
  segmentId: string;
  number: number;
  parentId: string | null;
  authorId: string;
  authorName: string | null;
  origin: string;
  text: string;
  state: State;
  subState: SubState;
  editGroup: string;
  at: string;
}

/** The revisions of a segment, newest first. */
export async function listRevisions(db: Queryable, segmentId: string): Promise<RevisionRow[]> {
  const rows = await db
    .selectFrom('revision')
    .leftJoin('person', 'person.id', 'revision.author_id')
    .selectAll('revision')
    .select('person.name')
    .where('segment_id', '=', segmentId)
    .where('lang', '=', TARGET_LANG)
    .orderBy('number', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    segmentId: row.segment_id,
    number: row.number,
    parentId: row.parent_id,
    authorId: row.author_id,
    authorName: row.name,
    origin: row.origin,
    text: row.text,
    state: row.state,
    subState: row.sub_state,
    editGroup: row.edit_group,
    at: row.created_at,
  }));
}

/** The segment a revision belongs to. */
export async function segmentOfRevision(db: Queryable, revisionId: string): Promise<string | null> {
  const row = await db.selectFrom('revision').select('segment_id').where('id', '=', revisionId).executeTakeFirst();
  return row?.segment_id ?? null;
}

/** Texts that lost a conflict in this segment, newest first. */
export async function listSideRevisions(db: Queryable, segmentId: string): Promise<{ id: string; authorName: string; text: string; at: string }[]> {
  const rows = await db
    .selectFrom('side_revision')
    .innerJoin('person', 'person.id', 'side_revision.author_id')
    .select(['side_revision.id', 'person.name', 'side_revision.text', 'side_revision.created_at'])
    .where('segment_id', '=', segmentId)
    .orderBy('side_revision.created_at', 'desc')
    .execute();
  return rows.map((row) => ({ id: row.id, authorName: row.name, text: row.text, at: row.created_at }));
}

/** Marks the losing texts of one person in a segment as looked at: they chose what the text shall be. */
export async function resolveSideRevisions(tx: Tx, segmentId: string, personId: string): Promise<void> {
  await tx
    .updateTable('side_revision')
    .set({ resolution: 'superseded' })
    .where('segment_id', '=', segmentId)
    .where('author_id', '=', personId)
    .where('resolution', '=', '')
    .execute();
}
