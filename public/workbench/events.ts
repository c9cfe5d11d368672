/** What happens on the workbench, for whoever wants to know. Listeners are called in turn, at once. */
import type { ChangeEvent, JobView, Problem, RowView, TargetView, Used } from '../../server/core/api.ts';

/** How a text came to change; typing is grouped into bursts, everything else is one undo step. */
export type ChangeKind = 'typing' | 'draft' | 'source' | 'code' | 'insert' | 'revert' | 'replace' | 'undo' | 'redo' | 'theirs' | 'together' | 'fix';

/** `saved`: the server has it. `device`: this browser has it and will send it. `page`: nothing but this page has it. */
export type SaveState = 'saved' | 'saving' | 'device' | 'conflict' | 'refused' | 'page';

export interface WorkbenchEvents {
  /** A row became the one being worked in; its field stands in the page. */
  activated: { row: RowView };
  deactivated: { row: RowView };
  /** The text of a row changed by this person's hand. `before` is the text it had; `used` is what was taken into it. */
  changed: { segmentId: string; before: string; text: string; kind: ChangeKind; caretBefore: number; used: Used[] };
  /** Where a row's text is: the mark under the field. */
  'save-state': { segmentId: string; state: SaveState; problem: Problem | null };
  /** A text could not be saved because its segment was split or joined. */
  gone: { segmentId: string; text: string; successors: string[] };
  /** The server has it. */
  saved: { segmentId: string; target: TargetView };
  /** A save met a newer text. */
  stale: { segmentId: string; current: TargetView };
  /** Segments were split or joined; their rows are about to go. */
  'before-replaced': { retired: string[]; successors: string[] };
  /** The elements of these rows are new (refreshed, split, joined, drafted). */
  'row-replaced': { segmentIds: string[] };
  /** A row's RowView changed without a new element. */
  'row-updated': { row: RowView };
  job: { job: JobView };
  /** The server went back to an older state: a backup was put in place. */
  'set-back': object;
  /** Any change of this document by anybody, as the stream brings it. */
  change: { change: ChangeEvent };
}

type Listener<K extends keyof WorkbenchEvents> = (detail: WorkbenchEvents[K]) => void;

const listeners: { [K in keyof WorkbenchEvents]?: Set<Listener<K>> } = {};

/** Listens until the returned function is called. */
export function on<K extends keyof WorkbenchEvents>(name: K, listener: Listener<K>): () => void {
  const set = (listeners[name] ??= new Set() as never);
  set.add(listener);
  return () => void set.delete(listener);
}

/** Tells all listeners; one that throws is reported and does not stop the others. */
export function emit<K extends keyof WorkbenchEvents>(name: K, detail: WorkbenchEvents[K]): void {
  for (const listener of listeners[name] ?? []) {
    try {
      listener(detail);
    } catch (error) {
      reportError(error);
    }
  }
}
