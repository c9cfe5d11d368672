/** Findings that somebody decided to leave. */
import type { NewWaiver, WaiverView } from '../core/api.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

/** Returns the new waiver's id. */
export async function insertWaiver(tx: Tx, waiver: NewWaiver & { segmentId: string; revisionId: string; personId: string }): Promise<string> {
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
      created_at: now(),
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
