/** What writing does to approvals and returns, in the same transaction; making them is the business of review. */
import type { ReturnCode, Severity } from '../core/review.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { now } from '../db/ids.ts';
import type { Schema } from '../db/schema.ts';

/** A new revision takes the approval off, unless only the lock changed; whoever signs answers what was returned. */
export async function settleReview(tx: Tx, segmentId: string, revision: Pick<Schema['revision'], 'state' | 'origin'>): Promise<void> {
  if (revision.origin !== 'sign-off') await takeOffApprovals(tx, [segmentId]);
  if (revision.state !== 'initial')
    await tx.updateTable('return').set({ closed_at: now() }).where('segment_id', '=', segmentId).where('closed_at', 'is', null).execute();
}

async function takeOffApprovals(tx: Tx, segmentIds: readonly string[]): Promise<void> {
  await tx.updateTable('approval').set({ taken_off_at: now() }).where('segment_id', 'in', segmentIds).where('taken_off_at', 'is', null).execute();
}

/** Split and join: nobody approved the new texts; what was returned still waits for its answer, in the first segment that took over. */
export async function handOverReview(tx: Tx, retiredIds: readonly string[], successors: readonly string[]): Promise<void> {
  await takeOffApprovals(tx, retiredIds);
  const [heir] = successors;
  if (heir) await tx.updateTable('return').set({ segment_id: heir }).where('segment_id', 'in', retiredIds).where('closed_at', 'is', null).execute();
}

/** A return that waits for its answer. */
export interface OpenReturn {
  segmentId: string;
  code: ReturnCode;
  severity: Severity;
  /** The words it is about, as they stood, and where; null when it is about the whole. */
  quote: { text: string; start: number } | null;
  comment: string;
  personId: string;
  authorName: string;
  at: string;
}

function openReturns(db: Queryable) {
  return db
    .selectFrom('return')
    .innerJoin('revision', 'revision.id', 'return.revision_id')
    .innerJoin('person', 'person.id', 'return.person_id')
    .innerJoin('segment', 'segment.id', 'return.segment_id')
    .selectAll('return')
    .select(['revision.text', 'person.name'])
    .where('return.closed_at', 'is', null)
    .orderBy('return.created_at')
    .orderBy('return.id');
}

type Raw = Awaited<ReturnType<ReturnType<typeof openReturns>['execute']>>[number];

function toOpenReturn(raw: Raw): OpenReturn {
  return {
    segmentId: raw.segment_id,
    code: raw.code,
    severity: raw.severity,
    quote: raw.span_start === null || raw.span_end === null ? null : { text: raw.text.slice(raw.span_start, raw.span_end), start: raw.span_start },
    comment: raw.comment,
    personId: raw.person_id,
    authorName: raw.name,
    at: raw.created_at,
  };
}

/** The newest correction of a segment's source: the whole paragraph before and after it. */
export interface SourceCorrection {
  before: string;
  after: string;
  authorName: string;
  at: string;
}

/** Of a document's segments that were corrected, by segment. */
export async function listCorrections(db: Queryable, documentId: string): Promise<Map<string, SourceCorrection>> {
  const rows = await corrections(db).where('segment.document_id', '=', documentId).execute();
  return new Map(rows.map((raw) => [raw.segment_id, toCorrection(raw)]));
}

export async function findCorrection(db: Queryable, segmentId: string): Promise<SourceCorrection | null> {
  const raw = (await corrections(db).where('block_correction.segment_id', '=', segmentId).execute()).at(-1);
  return raw ? toCorrection(raw) : null;
}

function corrections(db: Queryable) {
  return db
    .selectFrom('block_correction')
    .innerJoin('segment', 'segment.id', 'block_correction.segment_id')
    .innerJoin('person', 'person.id', 'block_correction.person_id')
    .selectAll('block_correction')
    .select('person.name')
    .orderBy('block_correction.number');
}

function toCorrection(raw: Awaited<ReturnType<ReturnType<typeof corrections>['execute']>>[number]): SourceCorrection {
  return { before: raw.text_before, after: raw.text_after, authorName: raw.name, at: raw.created_at };
}

/** The newest open return of each segment of a document. */
export async function listOpenReturns(db: Queryable, documentId: string): Promise<Map<string, OpenReturn>> {
  const rows = await openReturns(db).where('segment.document_id', '=', documentId).execute();
  return new Map(rows.map((raw) => [raw.segment_id, toOpenReturn(raw)]));
}

export async function findOpenReturn(db: Queryable, segmentId: string): Promise<OpenReturn | null> {
  const raw = (await openReturns(db).where('return.segment_id', '=', segmentId).execute()).at(-1);
  return raw ? toOpenReturn(raw) : null;
}
