/** A corrected block: its text, every offset that points into it, and the drafts of sentences that stayed as they were. */
import type { Span } from '../core/model.ts';
import type { Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

/** Where texts differ: `from` is a range of the old text, `to` the range of the new one in its place. */
export interface Difference {
  from: Span;
  to: Span;
}

/** Keeps the text as it was beside the one as it is. */
export async function replaceBlockText(tx: Tx, change: { blockId: string; segmentId: string; personId: string; before: string; after: string }): Promise<void> {
  const { n } = await tx
    .selectFrom('block_correction')
    .select((eb) => eb.fn.countAll().as('n'))
    .where('block_id', '=', change.blockId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('block_correction')
    .values({
      id: newId(),
      block_id: change.blockId,
      segment_id: change.segmentId,
      number: Number(n) + 1,
      text_before: change.before,
      text_after: change.after,
      person_id: change.personId,
      created_at: now(),
    })
    .execute();
  await tx.updateTable('block').set({ text: change.after }).where('id', '=', change.blockId).execute();
}

/** Moves the segments of a block along, retired ones too; the corrected one takes in the whole change. */
export async function moveSegments(tx: Tx, corrected: { id: string; blockId: string; end: number; sourceHash: string }, difference: Difference): Promise<void> {
  const { blockId, end } = corrected;
  const delta = growthOf(difference);
  const moved = (offset: number) => (offset >= end ? offset + delta : mapped(offset, difference));
  for (const segment of await tx.selectFrom('segment').select(['id', 'start_offset', 'end_offset']).where('block_id', '=', blockId).execute())
    await tx
      .updateTable('segment')
      .set({ start_offset: moved(segment.start_offset), end_offset: moved(segment.end_offset) })
      .where('id', '=', segment.id)
      .execute();
  await tx.updateTable('segment').set({ source_hash: corrected.sourceHash }).where('id', '=', corrected.id).execute();
}

/** Comments on the source of the corrected segment keep their words; one whose words are gone is about the whole. */
export async function moveSourceComments(tx: Tx, segmentId: string, difference: Difference): Promise<void> {
  const comments = await tx.selectFrom('comment').selectAll().where('segment_id', '=', segmentId).where('side', '=', 'source').execute();
  for (const { id, span_start, span_end } of comments) {
    if (span_start === null || span_end === null) continue;
    const [start, end] = [mapped(span_start, difference), span_end >= difference.from.end ? span_end + growthOf(difference) : mapped(span_end, difference)];
    const place = start < end ? { span_start: start, span_end: end } : { side: null, span_start: null, span_end: null };
    await tx.updateTable('comment').set(place).where('id', '=', id).execute();
  }
}

function growthOf({ from, to }: Difference): number {
  return to.end - from.end;
}

function mapped(offset: number, difference: Difference): number {
  if (offset <= difference.from.start) return offset;
  return offset >= difference.from.end ? offset + growthOf(difference) : Math.min(offset, difference.to.end);
}
