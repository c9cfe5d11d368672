/** Findings that somebody decided to leave. */
import type { NewWaiver, WaiverView } from '../core/api.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

/** A decision, the version it was made for, and by whom. */
interface Waiver extends NewWaiver {
  revisionId: string;
  personId: string;
}

/** Returns the new waiver's id. `at`: when it was decided, if not now. */
export async function insertWaiver(tx: Tx, waiver: Waiver & { segmentId: string; at?: string }): Promise<string> {
  const id = newId();
  await tx
    .insertInto('waiver')
    .values({
      id,
      segment_id: waiver.segmentId,
      revision_id: waiver.revisionId,
      check_id: waiver.check,
      finding_key: waiver.key,
      reason: waiver.reason,
      person_id: waiver.personId,
      created_at: waiver.at ?? now(),
      withdrawn_at: null,
    })
    .execute();
  return id;
}

function standing(db: Queryable) {
  return db
    .selectFrom('waiver')
    .innerJoin('person', 'person.id', 'waiver.person_id')
    .select(['waiver.id', 'waiver.segment_id', 'waiver.finding_key', 'waiver.reason', 'waiver.created_at', 'person.name'])
    .where('waiver.withdrawn_at', 'is', null)
    .orderBy('waiver.created_at')
    .orderBy('waiver.id');
}

type Raw = Awaited<ReturnType<ReturnType<typeof standing>['execute']>>[number];

function toView({ id, finding_key, reason, created_at, name }: Raw): WaiverView {
  return { id, key: finding_key, reason, authorName: name, at: created_at };
}

/** The waivers of a segment that were not withdrawn, oldest first. */
export async function listWaivers(db: Queryable, segmentId: string): Promise<WaiverView[]> {
  return (await standing(db).where('waiver.segment_id', '=', segmentId).execute()).map(toView);
}

/** What was decided in these segments and not withdrawn, oldest first; once, if it came to several of them by a split. */
export function listDecisions(db: Queryable, segmentIds: readonly string[]): Promise<(Waiver & { at: string })[]> {
  return db
    .selectFrom('waiver')
    .select(['check_id as check', 'finding_key as key', 'reason', 'revision_id as revisionId', 'person_id as personId', 'created_at as at'])
    .distinct()
    .where('segment_id', 'in', segmentIds)
    .where('withdrawn_at', 'is', null)
    .orderBy('created_at')
    .execute();
}

/** Those of all segments of a document, by segment. */
export async function listWaiversOf(db: Queryable, documentId: string): Promise<Map<string, WaiverView[]>> {
  const rows = await standing(db).innerJoin('segment', 'segment.id', 'waiver.segment_id').where('segment.document_id', '=', documentId).execute();
  const found = new Map<string, WaiverView[]>();
  for (const row of rows) found.set(row.segment_id, [...(found.get(row.segment_id) ?? []), toView(row)]);
  return found;
}

export async function findWaiver(db: Queryable, id: string): Promise<{ segmentId: string } | null> {
  const row = await db.selectFrom('waiver').select('segment_id').where('id', '=', id).executeTakeFirst();
  return row ? { segmentId: row.segment_id } : null;
}

export async function withdrawWaiver(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('waiver').set({ withdrawn_at: now() }).where('id', '=', id).where('withdrawn_at', 'is', null).execute();
}
