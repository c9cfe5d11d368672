/** Undo and redo across segments, kept per person and document so that a reload forgets nothing. Pure steps; who applies them is not said here. */
import type { ChangeKind } from '../workbench/events.ts';
import { database } from './database.ts';
import type { UndoEntry, UndoRecord, UndoStep } from './shapes.ts';

const BURST_MS = 1000;
const MAX_STEPS = 300;
const KEEP_AFTER_MS = 250;

/** A burst of typing goes on while the pauses are short and no new word begins after one. */
function belongsTo(step: UndoStep | undefined, entry: UndoEntry, kind: ChangeKind, at: number): boolean {
  if (kind !== 'typing' || step?.kind !== 'typing' || step.entries.length !== 1) return false;
  const [last] = step.entries;
  if (last!.segmentId !== entry.segmentId || last!.after !== entry.before || at - step.at > BURST_MS) return false;
  const endsWord = /\s$/.test(entry.after.slice(0, entry.caret + 1)) && entry.after.length > entry.before.length;
  return !(endsWord && wordsIn(last!) >= 3);
}

function wordsIn(entry: UndoEntry): number {
  const grown = entry.after.length - entry.before.length;
  return grown > 0 ? entry.after.slice(entry.caret, entry.caret + grown).split(/\s+/).length - 1 : 0;
}

const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('dragoman-undo') : null;

/** Other tabs of this person must not write down again what was forgotten. */
export function whenUndoForgotten(personId: string, then: () => void): void {
  tabs?.addEventListener('message', ({ data }: MessageEvent<string>) => data === personId && then());
}

/** Somebody signed out: what they wrote and took back is nobody else's. */
export async function forgetUndo(personId: string): Promise<void> {
  tabs?.postMessage(personId);
  await (await database()).delete('undo', IDBKeyRange.bound([personId, ''], [personId, '\uffff']));
}

export type Direction = 'undo' | 'redo';

export class UndoHistory {
  #record: UndoRecord;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #leavesNothing = false;

  private constructor(record: UndoRecord) {
    this.#record = record;
  }

  static async open(personId: string, documentId: string): Promise<UndoHistory> {
    const empty: UndoRecord = { personId, documentId, done: [], undone: [] };
    try {
      return new UndoHistory((await (await database()).get('undo', [personId, documentId])) ?? empty);
    } catch {
      return new UndoHistory(empty);
    }
  }

  get canUndo(): boolean {
    return this.#record.done.length > 0;
  }

  get canRedo(): boolean {
    return this.#record.undone.length > 0;
  }

  /** Notes what was done; anything undone before can no longer be redone. */
  push(entries: UndoEntry[], kind: ChangeKind, at = Date.now()): void {
    const { done } = this.#record;
    const last = done.at(-1);
    if (entries.length === 1 && belongsTo(last, entries[0]!, kind, at)) {
      last!.entries[0]!.after = entries[0]!.after;
      last!.at = at;
    } else {
      done.push({ kind, entries, at });
      if (done.length > MAX_STEPS) done.shift();
    }
    this.#record.undone = [];
    this.#keepSoon();
  }

  /** The step to go back over, or forward; it stays where it is until it is {@link passed}. */
  next(direction: Direction): UndoStep | undefined {
    return this.#record[direction === 'undo' ? 'done' : 'undone'].at(-1);
  }

  /** The texts are changed: the way back over the step is the other direction. */
  passed(step: UndoStep, direction: Direction): void {
    const [from, to] = direction === 'undo' ? (['done', 'undone'] as const) : (['undone', 'done'] as const);
    this.#record[from] = this.#record[from].filter((each) => each !== step);
    this.#record[to].push(step);
    this.#keepSoon();
  }

  #keepSoon(): void {
    this.#timer ??= setTimeout(() => void this.keep(), KEEP_AFTER_MS);
  }

  /** From now on the steps live and die with this page. */
  leaveNothing(): void {
    this.#leavesNothing = true;
  }

  /** Writes it down now. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#leavesNothing) return;
    try {
      await (await database()).put('undo', this.#record);
    } catch (error) {
      console.warn('undo is not kept across reloads', error);
    }
  }
}
