/** Undo and redo across the rows of the document. A step is applied only where the text is still what the step left. */
import type { BatchEdit, BatchOutcome } from '../../server/core/api.ts';
import { UndoHistory, whenUndoForgotten } from '../data/undo.ts';
import type { Direction } from '../data/undo.ts';
import type { UndoEntry, UndoStep } from '../data/shapes.ts';
import { askJson } from '../net/api.ts';
import { whyOf } from '../nodes.ts';
import { word } from '../words.ts';
import { activate, activeRowId } from './activation.ts';
import { announce } from './announce.ts';
import { on } from './events.ts';
import type { ChangeKind } from './events.ts';
import { getText, setText, shownText } from './field.ts';
import { rowOf } from './rows.ts';
import { sayProblem } from './save-mark.ts';
import { flushAll, takeAcknowledged, unsavedText } from './saving.ts';

let steps: UndoHistory | null = null;
let documentId = '';

/** Notes a change that was not made through the field: one step, however many rows it touched. */
export function recordStep(entries: UndoEntry[], kind: ChangeKind): void {
  steps?.push(entries, kind);
}

export const canUndo = (): boolean => steps?.canUndo ?? false;
export const canRedo = (): boolean => steps?.canRedo ?? false;

function currentText(id: string): string | null {
  if (id === activeRowId()) return getText();
  const row = rowOf(id);
  return row ? (unsavedText(id) ?? shownText(row).text) : null;
}

/** Said where the hand is: a key that does nothing must say why. */
function complain(text: string): void {
  const id = activeRowId();
  if (id === null) announce(text);
  else sayProblem(id, text);
}

function applyOne(entry: UndoEntry, direction: Direction): void {
  const row = rowOf(entry.segmentId);
  if (!row) return complain(word('undo.gone'));
  const [from, to] = direction === 'undo' ? [entry.after, entry.before] : [entry.before, entry.after];
  activate(entry.segmentId, { caret: entry.caret, keepTop: true });
  if (currentText(entry.segmentId) !== from) return complain(word('undo.skipped'));
  const caret = direction === 'undo' ? entry.caret : entry.caret + Math.max(0, entry.after.length - entry.before.length);
  setText(to, { kind: direction, caret });
  announce(word(direction === 'undo' ? 'undo.done' : 'undo.redone', { number: row.number }));
}

async function applyMany(step: UndoStep, direction: Direction): Promise<void> {
  await flushAll();
  const edits: BatchEdit['edits'] = [];
  for (const { segmentId, before, after } of step.entries) {
    const [from, to] = direction === 'undo' ? [after, before] : [before, after];
    const row = rowOf(segmentId);
    if (row && currentText(segmentId) === from) edits.push({ segmentId, ifMatch: row.target.revisionId, text: to });
  }
  if (edits.length === 0) return complain(word('undo.skipped'));
  const outcome = await askJson<BatchOutcome>(`/documents/${encodeURIComponent(documentId)}/edits`, {
    method: 'POST',
    body: { origin: 'revert', edits } satisfies BatchEdit,
    idempotencyKey: crypto.randomUUID(),
  });
  outcome.saved.forEach(takeAcknowledged);
  announce(word('undo.many', { count: outcome.saved.length }));
}

async function go(direction: Direction): Promise<void> {
  const step = steps?.next(direction);
  if (!step) return announce(word(direction === 'undo' ? 'undo.nothing' : 'undo.nothingRedo'));
  if (step.entries.length === 1) applyOne(step.entries[0]!, direction);
  else await applyMany(step, direction);
  steps?.passed(step, direction);
}

/** One after the other: a key held down must not overtake a step that is still with the server. A step that failed can be tried again. */
let going = Promise.resolve();
function goInTurn(direction: Direction): Promise<void> {
  going = going.then(() => go(direction)).catch((error: unknown) => complain(word('undo.failed', { reason: whyOf(error) })));
  return going;
}

export const undo = (): Promise<void> => goInTurn('undo');
export const redo = (): Promise<void> => goInTurn('redo');

/** Starts with what was done before the reload. */
export async function startUndo(of: { personId: string; documentId: string }): Promise<void> {
  documentId = of.documentId;
  steps = await UndoHistory.open(of.personId, of.documentId);
  on('changed', ({ segmentId, before, text, kind, caretBefore }) => {
    if (kind === 'undo' || kind === 'redo' || kind === 'theirs') return;
    steps?.push([{ segmentId, before, after: text, caret: caretBefore }], kind);
  });
  // The browser's own undo knows nothing of other rows; ours knows all of them.
  document.addEventListener('beforeinput', (event) => {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return;
    if (!(event.target instanceof Element) || !event.target.closest('.segment[data-active] .writing')) return;
    event.preventDefault();
    void goInTurn(event.inputType === 'historyUndo' ? 'undo' : 'redo');
  });
  addEventListener('pagehide', () => void steps?.keep());
  const leaveNothing = (): void => steps?.leaveNothing();
  addEventListener('signing-out', leaveNothing);
  whenUndoForgotten(of.personId, leaveNothing);
}
