/**
 * What the browser and the server say to each other about segments: the JSON of requests and answers. Types only.
 * Revisions travel in headers: `If-Match: "<head revision id>"`, or `"none"` while a target has no revision yet.
 */
import type { InlineCode, ListMarker, Span } from './model.ts';
import type { ReturnCode, Severity } from './review.ts';
import type { Mark, State } from './states.ts';

/** What was taken into the text since the last save; word origin cannot be had without it. */
export interface Used {
  kind: 'draft' | 'match' | 'term' | 'paste';
  id: string;
}

/** PUT /segments/:id/target with If-Match and Idempotency-Key. */
export interface TargetSave {
  text: string;
  /** true: somebody signs for it (Confirm). false: it is kept as edited. */
  confirm: boolean;
  used: Used[];
  /** One sitting in a segment; revisions of one group are one line of history. */
  editGroup: string;
  /** The draft was confirmed untouched. */
  acceptedAsIs?: boolean;
}

/** Answer of 200, and under `current` of 412 and 410. */
export interface TargetView {
  segmentId: string;
  /** null while nothing was saved. */
  revisionId: string | null;
  /** Counts from 1; 0 while nothing was saved. */
  revisionNumber: number;
  text: string;
  state: State;
  mark: Mark;
  authorName: string | null;
  savedAt: string | null;
}

/** Every JSON answer ≥ 400. `message` is a sentence in the reader's language; `reasons` names each broken inline code. */
export interface Problem {
  code: string;
  message: string;
  /** Id of the error in the log, only with 500. */
  errorId?: string;
  current?: TargetView;
  /** With 410: the segments that took over. */
  successors?: string[];
  /** With 412: where the losing text was kept. */
  sideRevisionId?: string;
  /** With 422: the field that is wrong. */
  field?: string;
  reasons?: string[];
}

/** The machine's sentence inside a draft and its place in both texts. */
export interface DraftSentence {
  draftId: string;
  source: Span;
  target: Span;
  /** Mean log-probability per token, 0 or below. */
  score: number;
  flags: DraftFlag[];
}

/** What a guard saw; the row says it in words. */
export type DraftFlag = 'loop' | 'leftover-arabic' | 'too-long' | 'too-short' | 'empty' | 'unsure' | 'cut-for-model' | 'passed-through';

/** The whole draft of a segment, its sentences joined with the white space of the source. */
export interface DraftView {
  text: string;
  sentences: DraftSentence[];
  model: string;
  engine: string;
  madeAt: string;
  /** Whether every sentence of the segment has its draft. */
  isWhole: boolean;
}

/** Why a reviewer sent a text back; shown in its row until the next confirm. */
export interface ReturnView {
  code: ReturnCode;
  severity: Severity;
  comment: string;
  authorName: string;
  at: string;
  /** The words it is about, as they stood; null when it is about the whole. */
  quote: string | null;
  /** Where those words stand in the target as it is now; null when they do not. */
  span: Span | null;
}

/** A manager corrected the source. */
export interface CorrectionView {
  authorName: string;
  at: string;
  /** What changed, in reading order. */
  changes: { removed: string; added: string }[];
  /** Whether the target was written from the text before it. */
  isTargetOlder: boolean;
}

/** One row of the workbench: everything its template and its controllers need. In the page as JSON of `data-row`. */
export interface RowView {
  id: string;
  /** 1-based place in the document. */
  number: number;
  source: string;
  sourceHash: string;
  /** Source sentences as spans of `source`. */
  sentences: Span[];
  codes: InlineCode[];
  blockKind: string;
  level: number | null;
  /** What stands before a list item; null for a bullet. */
  marker: ListMarker | null;
  target: TargetView;
  draft: DraftView | null;
  openComments: number;
  /** Whether Join with next is possible: the next segment belongs to the same paragraph of the file. */
  canJoin: boolean;
  /** Texts of other people or tabs that lost a conflict here and were not looked at. */
  sideRevisions: number;
  /** The return that waits for an answer; it is answered once the target's state is not `initial`. */
  returned: ReturnView | null;
  /** The newest correction of the source, if any. */
  correction: CorrectionView | null;
  waivers: WaiverView[];
}

/** A finding that somebody decided to leave; `key` is that of core/checks/key.ts. */
export interface WaiverView {
  id: string;
  key: string;
  reason: string;
  authorName: string;
  at: string;
}

/** POST /segments/:id/waivers with the head revision in If-Match: the waiver is kept with it. */
export interface NewWaiver {
  check: string;
  key: string;
  reason: string;
}

/** GET /segments/:id/history: newest first; `text` is the text at the end of the sitting. */
export interface HistoryEntry {
  revisionId: string;
  number: number;
  kind: 'draft' | 'revision' | 'side';
  authorName: string;
  isMachine: boolean;
  origin: string;
  at: string;
  text: string;
  state: State;
  /** A reviewer sent it back with this version. */
  isReturned: boolean;
}

export interface CommentView {
  id: string;
  segmentId: string;
  authorName: string;
  at: string;
  text: string;
  side: 'source' | 'target' | null;
  span: Span | null;
  /** The words the comment is about, as they stood. */
  quote: string;
  resolvedAt: string | null;
}

/** POST /documents/:id/edits: several targets in one transaction; one undo step. Answers each edit's outcome. */
export interface BatchEdit {
  origin: 'replace' | 'revert';
  edits: { segmentId: string; ifMatch: string | null; text: string }[];
}
export interface BatchOutcome {
  saved: TargetView[];
  /** Segments that were not touched, and why. */
  refused: { segmentId: string; reason: 'stale' | 'gone' | 'locked' | 'codes' }[];
}

/** GET /documents/:id/replacements?find=…&replace=…&case=0|1&word=0|1 */
export interface ReplacementPreview {
  total: number;
  rows: { segmentId: string; number: number; revisionId: string | null; before: string; after: string; count: number }[];
}

/** Progress of a job, as job.progress events and the page carry it. */
export interface JobView {
  id: string;
  kind: 'draft';
  state: 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
  done: number;
  total: number;
  /** null while nothing can be said. */
  secondsLeft: number | null;
  error: string | null;
}

/** A header of every answer of ours: an error without it comes from a proxy that did not reach the server. */
export const ANSWERED_BY = 'X-Answered-By';

/** One event of GET /events. */
export interface ChangeEvent {
  seq: number;
  kind: string;
  projectId: string;
  documentId: string | null;
  segmentId: string | null;
  /** Own changes are known already and can be passed over by the tab that made them. */
  personId: string | null;
  data: Record<string, unknown>;
}

/** Somebody who has a segment open. POST /documents/:id/presence answers all of them; `presence` events carry them as `data.people`. */
export interface PresentPerson {
  personId: string;
  name: string;
  segmentId: string | null;
}
