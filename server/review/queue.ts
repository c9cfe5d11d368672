/** What waits for review, in the order a reviewer asks for, each with the first thing to know about it. */
import { shareOfMachine } from '../core/diff/origins.ts';
import type { Queryable, Reader } from '../db/connect.ts';
import { takeTurns } from '../http/turns.ts';
import { draftView, listSegments, newestDrafts, type SegmentRow } from '../segments/service.ts';
import { listConfirmations, listReturns, type Confirmation, type PastReturn } from './store.ts';

/** As in the text; where most words are not the machine's; what came back after a return. */
export const ORDERS = ['text', 'changed', 'returned'] as const;
export type Order = (typeof ORDERS)[number];

/** A segment of the document with what review knows of it. */
export interface ReviewedSegment {
  segment: SegmentRow;
  /** 1-based place in the document. */
  number: number;
  confirmation: Confirmation | null;
  /** Oldest first. */
  returns: PastReturn[];
}

export interface Waiting extends ReviewedSegment {
  /** The share of words that are not the machine's, 0 to 1; null without a whole draft. */
  changed: number | null;
}

/** All active segments of a document in order. */
export async function readSegments(db: Queryable, documentId: string): Promise<ReviewedSegment[]> {
  const segments = await listSegments(db, documentId);
  const confirmations = await listConfirmations(db, documentId);
  const returns = await listReturns(db, documentId);
  return segments.map((segment, index) => ({
    segment,
    number: index + 1,
    confirmation: confirmations.get(segment.id) ?? null,
    returns: returns.filter(({ segmentId }) => segmentId === segment.id),
  }));
}

export type ReadQueue = (db: Reader, all: readonly ReviewedSegment[], order: Order) => Promise<Waiting[]>;

/** Comparing texts takes long in long documents, so what was found is remembered by revision and drafts. */
export function createReadQueue(): ReadQueue {
  const known = new Map<string, number>();
  const MOST_KNOWN = 20_000;

  function changedShare(key: string, draft: string, text: string): number {
    const found = known.get(key) ?? 1 - shareOfMachine(draft, text);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(key, found);
    return found;
  }

  return async (db, all, order) => {
    const translated = all.filter(({ segment }) => segment.state === 'translated');
    const drafts = await newestDrafts(
      db,
      translated.map(({ segment }) => segment.sourceHash),
    );
    const giveWay = takeTurns();
    const waiting: Waiting[] = [];
    for (const one of translated) {
      await giveWay();
      const draft = draftView(one.segment, drafts.get(one.segment.sourceHash));
      const key = `${one.segment.headId} ${draft?.sentences.map(({ draftId }) => draftId).join(' ')}`;
      waiting.push({ ...one, changed: draft?.isWhole ? changedShare(key, draft.text, one.segment.text) : null });
    }
    return waiting.sort((a, b) => weightOf(b, order) - weightOf(a, order) || a.number - b.number);
  };
}

function weightOf({ changed, returns }: Waiting, order: Order): number {
  if (order === 'changed') return changed ?? 1;
  return order === 'returned' ? returns.length : 0;
}
