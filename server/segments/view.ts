/** Rows → what the workbench's templates and controllers need. */
import type { CorrectionView, DraftView, ReturnView, RowView, TargetView, WaiverView } from '../core/api.ts';
import { wordDiff } from '../core/diff/word-diff.ts';
import { joinSentences } from '../core/drafts/join.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import { MARKS, markOf, type Mark } from '../core/states.ts';
import { targetView } from './access.ts';
import { spanKey, type DraftRow } from './drafts-store.ts';
import type { OpenReturn, SourceCorrection } from './review-store.ts';
import type { SegmentRow } from './store.ts';

type DraftsBySpan = ReadonlyMap<string, DraftRow> | undefined;

/** The newest draft of a segment, its sentences joined as the source joins them; null while no sentence has one. */
export function draftView(segment: Pick<SegmentRow, 'source'>, drafts: DraftsBySpan): DraftView | null {
  if (!drafts) return null;
  const spans = sentences(segment.source, 'ar');
  const found = spans.flatMap((span) => drafts.get(spanKey(span)) ?? []);
  if (found.length === 0) return null;
  const joined = joinSentences(
    segment.source,
    found.map((draft) => ({ span: draft.span, text: draft.text })),
  );
  const newest = found.reduce((a, b) => (b.madeAt > a.madeAt ? b : a));
  return {
    text: joined.text,
    sentences: found.map((draft, index) => ({
      draftId: draft.id,
      source: draft.span,
      target: joined.targetSpans[index]!,
      score: mean(draft.scores),
      flags: draft.flags,
    })),
    model: newest.model,
    engine: newest.engine,
    madeAt: newest.madeAt,
    isWhole: found.length === spans.length,
  };
}

function mean(scores: readonly number[]): number {
  return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

export interface RowContext {
  number: number;
  drafts: DraftsBySpan;
  openComments: number;
  sideRevisions: number;
  canJoin: boolean;
  returned: OpenReturn | null;
  correction: SourceCorrection | null;
  waivers: WaiverView[];
}

/** One row of the workbench. */
export function rowView(segment: SegmentRow, context: RowContext): RowView {
  const draft = draftView(segment, context.drafts);
  const target: TargetView = { ...targetView(segment), mark: markOf(segment.state, segment.subState, draft !== null && draft.isWhole) };
  return {
    id: segment.id,
    number: context.number,
    source: segment.source,
    sourceHash: segment.sourceHash,
    sentences: sentences(segment.source, 'ar'),
    codes: segment.codes,
    blockKind: segment.blockKind,
    level: segment.level,
    marker: segment.marker,
    target,
    draft,
    openComments: context.openComments,
    canJoin: context.canJoin,
    sideRevisions: context.sideRevisions,
    returned: context.returned && returnView(context.returned, segment.text),
    correction: context.correction && correctionView(context.correction, segment),
    waivers: context.waivers,
  };
}

/** What was returned, and where its words stand in the text as it is now: at their place, or where they stand once. */
function returnView({ code, severity, comment, authorName, at, quote }: OpenReturn, text: string): ReturnView {
  const start = quote === null ? -1 : placeOfWords(text, quote);
  const span = quote === null || start < 0 ? null : { start, end: start + quote.text.length };
  return { code, severity, comment, authorName, at, quote: quote?.text ?? null, span };
}

export function correctionView({ before, after, authorName, at }: SourceCorrection, { headSourceHash, sourceHash }: SegmentRow): CorrectionView {
  const changes: CorrectionView['changes'] = [];
  const parts = wordDiff(before, after, 'ar');
  for (const [index, { kind, text }] of parts.entries()) {
    if (kind === 'same') continue;
    if (kind === 'removed' || parts[index - 1]?.kind !== 'removed') changes.push({ removed: '', added: '' });
    changes.at(-1)![kind] = text.trim();
  }
  return { authorName, at, changes, isTargetOlder: headSourceHash !== null && headSourceHash !== sourceHash };
}

function placeOfWords(text: string, words: { text: string; start: number }): number {
  if (text.startsWith(words.text, words.start)) return words.start;
  const first = text.indexOf(words.text);
  return first === text.lastIndexOf(words.text) ? first : -1;
}

/** How many rows carry each mark. */
export function countMarks(rows: readonly RowView[]): Record<Mark, number> {
  const counts = Object.fromEntries(MARKS.map((mark) => [mark, 0])) as Record<Mark, number>;
  for (const row of rows) counts[row.target.mark] += 1;
  return counts;
}
