/** Approvals, returns, and what a decision has to know of a segment's past. */
import type { ReturnCode, Severity } from '../core/review.ts';
import type { Span } from '../core/model.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

/** Who signed for a translation, and with which text. */
export interface Confirmation {
  segmentId: string;
  revisionId: string;
  personId: string;
  authorName: string;
  text: string;
  isAcceptedAsIs: boolean;
  at: string;
}

/** A decision that moves the state back to translated is nobody's signature. */
function confirmations(db: Queryable) {
  return db
    .selectFrom('revision')
    .innerJoin('segment', 'segment.id', 'revision.segment_id')
    .innerJoin('person', 'person.id', 'revision.author_id')
    .select(['revision.id', 'revision.segment_id', 'revision.author_id', 'revision.text', 'revision.accepted_as_is'])
    .select(['revision.created_at', 'person.name'])
    .where('revision.state', '=', 'translated')
    .where('revision.origin', '!=', 'review')
    .orderBy('revision.number');
}

type Raw = Awaited<ReturnType<ReturnType<typeof confirmations>['execute']>>[number];

function toConfirmation(raw: Raw): Confirmation {
  return {
    segmentId: raw.segment_id,
    revisionId: raw.id,
    personId: raw.author_id,
    authorName: raw.name,
    text: raw.text,
    isAcceptedAsIs: raw.accepted_as_is === 1,
    at: raw.created_at,
  };
}

/** The newest confirmation of each active segment of a document that has one. */
export async function listConfirmations(db: Queryable, documentId: string): Promise<Map<string, Confirmation>> {
  const rows = await confirmations(db).where('segment.document_id', '=', documentId).where('segment.retired_at', 'is', null).execute();
  return new Map(rows.map((raw) => [raw.segment_id, toConfirmation(raw)]));
}

export async function findConfirmation(db: Queryable, segmentId: string): Promise<Confirmation | null> {
  const raw = (await confirmations(db).where('revision.segment_id', '=', segmentId).execute()).at(-1);
  return raw ? toConfirmation(raw) : null;
}

export async function insertApproval(tx: Tx, approval: { segmentId: string; revisionId: string; personId: string }): Promise<void> {
  await tx
    .insertInto('approval')
    .values({
      id: newId(),
      segment_id: approval.segmentId,
      revision_id: approval.revisionId,
      person_id: approval.personId,
      created_at: now(),
      taken_off_at: null,
    })
    .execute();
}

/** Who approved the text as it stands. */
export async function findApproval(db: Queryable, segmentId: string): Promise<{ personId: string; authorName: string; at: string } | null> {
  const row = await db
    .selectFrom('approval')
    .innerJoin('person', 'person.id', 'approval.person_id')
    .select(['approval.person_id', 'person.name', 'approval.created_at'])
    .where('approval.segment_id', '=', segmentId)
    .where('approval.taken_off_at', 'is', null)
    .executeTakeFirst();
  return row ? { personId: row.person_id, authorName: row.name, at: row.created_at } : null;
}

export interface NewReturn {
  segmentId: string;
  revisionId: string;
  personId: string;
  code: ReturnCode;
  severity: Severity;
  span: Span | null;
  comment: string;
}

export async function insertReturn(tx: Tx, made: NewReturn): Promise<void> {
  await tx
    .insertInto('return')
    .values({
      id: newId(),
      segment_id: made.segmentId,
      revision_id: made.revisionId,
      person_id: made.personId,
      code: made.code,
      severity: made.severity,
      span_start: made.span?.start ?? null,
      span_end: made.span?.end ?? null,
      comment: made.comment,
      created_at: now(),
      closed_at: null,
    })
    .execute();
}

export interface PastReturn {
  segmentId: string;
  personId: string;
  authorName: string;
  code: ReturnCode;
  severity: Severity;
  comment: string;
  quote: string | null;
  at: string;
}

/** The returns of a document's active segments, oldest first. */
export async function listReturns(db: Queryable, documentId: string): Promise<PastReturn[]> {
  const rows = await db
    .selectFrom('return')
    .innerJoin('segment', 'segment.id', 'return.segment_id')
    .innerJoin('revision', 'revision.id', 'return.revision_id')
    .innerJoin('person', 'person.id', 'return.person_id')
    .selectAll('return')
    .select(['person.name', 'revision.text'])
    .where('segment.document_id', '=', documentId)
    .where('segment.retired_at', 'is', null)
    .orderBy('return.created_at')
    .orderBy('return.id')
    .execute();
  return rows.map((row) => ({
    segmentId: row.segment_id,
    personId: row.person_id,
    authorName: row.name,
    code: row.code,
    severity: row.severity,
    comment: row.comment,
    quote: row.span_start === null || row.span_end === null ? null : row.text.slice(row.span_start, row.span_end),
    at: row.created_at,
  }));
}

/** Whether whoever confirmed a segment of this project may not approve it. */
export async function hasFourEyes(db: Queryable, projectId: string): Promise<boolean> {
  const row = await db.selectFrom('project').select('four_eyes').where('id', '=', projectId).executeTakeFirst();
  return row?.four_eyes === 1;
}

export async function setFourEyes(tx: Tx, projectId: string, isOn: boolean): Promise<void> {
  await tx
    .updateTable('project')
    .set({ four_eyes: isOn ? 1 : 0 })
    .where('id', '=', projectId)
    .execute();
}
