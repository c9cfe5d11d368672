/** What this browser keeps, as it is kept. */
import type { TargetView, Used } from '../../server/core/api.ts';
import type { ChangeKind } from '../workbench/events.ts';

/** A body that was sent under a key and not answered yet. It is sent again under the same key before anything newer. */
export interface SentBody {
  key: string;
  base: string | null;
  text: string;
  used: Used[];
  confirm: boolean;
  acceptedAsIs: boolean;
}

export interface PendingEntry {
  personId: string;
  documentId: string;
  segmentId: string;
  tabId: string;
  /** The revision this text was written on; null: on none. */
  base: string | null;
  /** The text of that revision, or the draft where there was none: what two versions are put together from. */
  baseText: string;
  text: string;
  /** Idempotency key of the next request; new whenever the text changes after having been sent. */
  key: string;
  used: Used[];
  editGroup: string;
  confirm: boolean;
  acceptedAsIs: boolean;
  sent: SentBody | null;
  /** Waits for a person: two versions, or a refusal. Not sent by itself. */
  isHeld: boolean;
  /** The server had it and was set back to a backup that does not. */
  wasAcknowledged?: boolean;
  /** ISO time of the last change. */
  at: string;
}

/** A text the server acknowledged: perhaps newer than the page that is kept for times without a connection, or than a backup it is set back to. */
export interface SavedEntry {
  personId: string;
  documentId: string;
  target: TargetView;
}

export interface UndoEntry {
  segmentId: string;
  before: string;
  after: string;
  /** Where the caret stood before. */
  caret: number;
}

export interface UndoStep {
  kind: ChangeKind;
  entries: UndoEntry[];
  /** Milliseconds since 1970 of the last change in it. */
  at: number;
}

export interface UndoRecord {
  personId: string;
  documentId: string;
  done: UndoStep[];
  undone: UndoStep[];
}
