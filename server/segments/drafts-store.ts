/** Machine drafts by the source they were made from: the same sentence in the same paragraph text has the same drafts wherever it stands. */
import type { DraftFlag } from '../core/api.ts';
import type { WordLink } from '../core/inline/word-map.ts';
import type { Span } from '../core/model.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

export interface DraftRow {
  id: string;
  sourceHash: string;
  span: Span;
  engine: string;
  model: string;
  attempt: number;
  text: string;
  scores: number[];
  flags: DraftFlag[];
  madeAt: string;
}

/** A draft about to be stored; attempt, id and time are given by {@link insertDraft}. */
export interface NewDraft {
  sourceHash: string;
  span: Span;
  segmenter: string;
  engine: string;
  model: string;
  modelHash: string;
  settings: string;
  text: string;
  tokens: number[];
  scores: number[];
  links: WordLink[];
  flags: DraftFlag[];
}

const CHUNK = 500;

/** The newest draft of each sentence of these sources: by source hash, then by `start-end` of the sentence. */
export async function newestDrafts(db: Queryable, sourceHashes: readonly string[]): Promise<Map<string, Map<string, DraftRow>>> {
  const found = new Map<string, Map<string, DraftRow>>();
  const wanted = [...new Set(sourceHashes)];
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await db
      .selectFrom('draft')
      .selectAll()
      .where('source_hash', 'in', wanted.slice(at, at + CHUNK))
      .orderBy('attempt')
      .execute();
    for (const raw of rows) {
      const bySpan = found.get(raw.source_hash) ?? new Map<string, DraftRow>();
      bySpan.set(spanKey({ start: raw.span_start, end: raw.span_end }), {
        id: raw.id,
        sourceHash: raw.source_hash,
        span: { start: raw.span_start, end: raw.span_end },
        engine: raw.engine,
        model: raw.model,
        attempt: raw.attempt,
        text: raw.text,
        scores: JSON.parse(raw.scores) as number[],
        flags: JSON.parse(raw.flags) as DraftFlag[],
        madeAt: raw.created_at,
      });
      found.set(raw.source_hash, bySpan);
    }
  }
  return found;
}

export function spanKey(span: Span): string {
  return `${span.start}-${span.end}`;
}

/** Adds a draft as the newest attempt at its sentence. */
export async function insertDraft(tx: Tx, draft: NewDraft): Promise<void> {
  const newest = await tx
    .selectFrom('draft')
    .select((eb) => eb.fn.max('attempt').as('attempt'))
    .where('source_hash', '=', draft.sourceHash)
    .where('span_start', '=', draft.span.start)
    .where('span_end', '=', draft.span.end)
    .executeTakeFirst();
  await tx
    .insertInto('draft')
    .values({
      id: newId(),
      source_hash: draft.sourceHash,
      span_start: draft.span.start,
      span_end: draft.span.end,
      segmenter: draft.segmenter,
      engine: draft.engine,
      model: draft.model,
      model_hash: draft.modelHash,
      settings: draft.settings,
      attempt: Number(newest?.attempt ?? 0) + 1,
      text: draft.text,
      tokens: JSON.stringify(draft.tokens),
      scores: JSON.stringify(draft.scores),
      links: JSON.stringify(draft.links.map(({ source, target }) => [source, target])),
      flags: JSON.stringify(draft.flags),
      created_at: now(),
    })
    .execute();
}

/** Copies the drafts of whole sentences inside `from.range` to another source, so that split and join keep them. */
export async function carryDrafts(tx: Tx, from: { hash: string; range: Span }, to: { hash: string; shift: number }): Promise<void> {
  const rows = await tx
    .selectFrom('draft')
    .selectAll()
    .where('source_hash', '=', from.hash)
    .where('span_start', '>=', from.range.start)
    .where('span_end', '<=', from.range.end)
    .orderBy('attempt')
    .execute();
  for (const row of rows)
    await tx
      .insertInto('draft')
      .values({ ...row, id: newId(), source_hash: to.hash, span_start: row.span_start + to.shift, span_end: row.span_end + to.shift })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}
