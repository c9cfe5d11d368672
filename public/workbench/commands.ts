/** The actions of the workbench that concern the active row. */
import type { RowView } from '../../server/core/api.ts';
import { word } from '../words.ts';
import { activate, activeRowId } from './activation.ts';
import { openFindings } from './checker.ts';
import { defineAction } from './actions.ts';
import { announce } from './announce.ts';
import { codeReasons, hasMissingCode, insertCode } from './codes.ts';
import { redraft } from './drafting.ts';
import { focusField, getText, isLocked, isUntouchedDraft, setText, showRow, usedDraft } from './field.ts';
import { followingRowId, nextRowId, nextUnconfirmedId, previousRowId, rowCount, rowOf, updateTarget } from './rows.ts';
import { sayProblem } from './save-mark.ts';
import { confirmText, keepMine, letGo } from './saving.ts';
import { join, split } from './split-join.ts';
import { sentenceToRedraft } from './suggestions.ts';
import { canRedo, canUndo, recordStep, redo, undo } from './undo-redo.ts';
import { newerTarget, settleVersions, textTogether } from './versions.ts';

const hasActive = (): boolean => activeRowId() !== null;
const canWrite = (): boolean => hasActive() && !isLocked();

function activeRow() {
  const id = activeRowId();
  return id === null ? undefined : rowOf(id);
}

/** What somebody or the machine has still to do before there is one text to sign for. */
function whyNotReady(row: RowView): string | null {
  if (isUntouchedDraft() && !row.draft?.isWhole) return word('confirm.partial');
  return null;
}

/** Why the active row's text may not be signed for; null when it may. */
function obstacle(): string | null {
  const row = activeRow();
  const text = getText();
  if (!row || text === null) return null;
  const unready = whyNotReady(row);
  if (unready !== null) return unready;
  if (text.trim() === '' && row.source.trim() !== '') return word('confirm.empty');
  const reasons = codeReasons(row, text);
  return reasons.length === 0 ? null : word('confirm.codes', { reasons: reasons.join(' ') });
}

function confirm(next: (id: string) => string | null): void {
  const id = activeRowId();
  if (id === null) return;
  if (isLocked()) return move(next);
  if (newerTarget(id) !== undefined) return keepTogether(id);
  const reason = obstacle();
  if (reason !== null) return sayProblem(id, reason);
  confirmText(id);
  const count = openFindings(id).length;
  if (count > 0) announce(word('checks.confirmedWith', { count }));
  const nextId = next(id);
  if (nextId !== null && nextId !== id) activate(nextId, { caret: 'start', keepTop: true });
  else announce(word(nextUnconfirmedId(id) === null ? 'confirm.allDone' : 'confirm.last'));
}

function move(step: (id: string) => string | null): void {
  const id = activeRowId();
  const next = id === null ? nextUnconfirmedId(null) : step(id);
  if (next !== null) activate(next, { caret: 'start', keepTop: true });
}

function takeDraft(): void {
  const row = activeRow();
  if (row?.draft) setText(row.draft.text, { kind: 'draft', used: usedDraft(row), caret: 0 });
  focusField();
}

function copySource(): void {
  const row = activeRow();
  if (row) setText(row.source, { kind: 'source' });
  focusField();
}

function defineMoves(): void {
  defineAction('confirm', { run: () => confirm(nextRowId), when: hasActive });
  defineAction('confirm-next-unconfirmed', { run: () => confirm(nextUnconfirmedId), when: hasActive });
  defineAction('next-segment', { run: () => move(nextRowId), when: () => rowCount() > 0 });
  defineAction('previous-segment', { run: () => move(previousRowId), when: () => rowCount() > 0 });
  defineAction('undo', { run: undo, when: canUndo });
  defineAction('redo', { run: redo, when: canRedo });
}

function defineTextActions(): void {
  const hasDraft = (): boolean => canWrite() && (activeRow()?.draft?.isWhole ?? false);
  defineAction('take-draft', { run: takeDraft, when: hasDraft });
  defineAction('back-to-draft', { run: takeDraft, when: () => hasDraft() && !isUntouchedDraft() });
  defineAction('copy-source', { run: copySource, when: canWrite });
  defineAction('next-code', { run: () => insertCode(), when: () => canWrite() && hasMissingCode() });
  defineAction('split', { run: split, when: canWrite });
  defineAction('join', { run: () => join(followingRowId(activeRowId()!)), when: canWrite });
  defineAction('redraft-segment', { run: () => redraft(activeRowId()!, null), when: hasActive });
  defineAction('redraft-sentence', { run: () => redraft(activeRowId()!, sentenceToRedraft()), when: hasActive });
}

/** Both texts as one are saved. Nobody has signed for them yet: that takes a look at the field and the key once more. */
function keepTogether(id: string): void {
  const theirs = newerTarget(id)!;
  setText(textTogether(), { kind: 'together' });
  keepMine(id, theirs);
  settleVersions(id);
  focusField();
  announce(word('versions.keptTogether'));
}

async function takeTheirs(id: string): Promise<void> {
  const target = newerTarget(id)!;
  const mine = getText() ?? '';
  await letGo(id);
  settleVersions(id);
  updateTarget(id, target);
  showRow(rowOf(id)!);
  // Undo brings the text that was given up back.
  recordStep([{ segmentId: id, before: mine, after: target.text, caret: 0 }], 'theirs');
  focusField();
}

function defineVersionActions(): void {
  const when = (): boolean => hasActive() && newerTarget(activeRowId()!) !== undefined;
  defineAction('keep-together', { when, run: () => keepTogether(activeRowId()!) });
  defineAction('take-theirs', { when, run: () => takeTheirs(activeRowId()!) });
  defineAction('keep-mine', {
    when,
    run: () => {
      const id = activeRowId()!;
      keepMine(id, newerTarget(id)!);
      focusField();
    },
  });
  defineAction('edit-together', {
    when,
    run: () => {
      setText(textTogether(), { kind: 'together' });
      focusField('end');
    },
  });
}

export function defineCommands(): void {
  defineMoves();
  defineTextActions();
  defineVersionActions();
}
