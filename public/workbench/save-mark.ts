/** Where the text is, said under the field; what went wrong and what to do. */
import type { Problem } from '../../server/core/api.ts';
import { language } from '../nodes.ts';
import { word } from '../words.ts';
import { activeRowId } from './activation.ts';
import { announce } from './announce.ts';
import { on } from './events.ts';
import type { SaveState } from './events.ts';
import { isUntouchedDraft } from './field.ts';
import { drawResting } from './resting.ts';
import { elementOf, rowOf } from './rows.ts';
import { saveStatus, unsavedIds, unsavedText } from './saving.ts';

function part(id: string, name: string): HTMLElement | null {
  return elementOf(id)?.querySelector<HTMLElement>(`[data-part="${name}"]`) ?? null;
}

/** A sentence beside the field: what happened, what became of the text, what to do. Empty takes it away. */
export function sayProblem(id: string, text: string, link?: { href: string; text: string }): void {
  const note = part(id, 'problem');
  if (!note) return;
  note.hidden = text === '';
  note.dataset.tone = saveStatus(id)?.state === 'device' ? 'warn' : 'bad'; // kept here is no harm done
  const words = note.querySelector('[data-part="problem-words"]')!;
  words.textContent = text;
  if (!link) return;
  const anchor = document.createElement('a');
  Object.assign(anchor, { href: link.href, textContent: link.text });
  words.append(' ', anchor);
}

function explain(id: string, state: SaveState, problem: Problem | null): void {
  if (state === 'page') return sayProblem(id, word('save.pageOnly'));
  if (state === 'refused' && problem) return sayProblem(id, problem.message);
  if (state !== 'device') return;
  if (problem?.code === 'unauthenticated')
    sayProblem(id, word('save.signedOut'), { href: `/sign-in?next=${encodeURIComponent(location.pathname)}`, text: word('save.signIn') });
  else if (problem?.code === 'someone-else') sayProblem(id, problem.message);
  else sayProblem(id, word(problem ? 'save.full' : 'save.offline'));
}

function wordsFor(id: string, state: SaveState | undefined): { save: string; text: string } {
  const row = rowOf(id);
  if (state) return { save: state, text: word(`save.${state}`) };
  if (isUntouchedDraft()) return { save: 'draft', text: word('field.draft') };
  if (!row || row.target.revisionId === null) return { save: 'none', text: word('field.empty') };
  return { save: 'saved', text: word('save.saved') };
}

function drawMark(id: string): void {
  const mark = part(id, 'saved');
  if (!mark) return;
  const status = saveStatus(id);
  const { save, text } = wordsFor(id, status?.state);
  mark.dataset.save = save === 'saved' ? 'server' : save;
  mark.querySelector('[data-part="saved-words"]')!.textContent = text;
  const { authorName, savedAt } = rowOf(id)?.target ?? {};
  mark.title = save === 'saved' && authorName && savedAt ? word('save.savedBy', { name: authorName, when: new Date(savedAt).toLocaleString(language()) }) : '';
}

function drawUnsavedCount(): void {
  const element = document.querySelector<HTMLElement>('[data-part="unsaved"]');
  if (!element) return;
  const count = unsavedIds().filter((id) => ['device', 'page'].includes(saveStatus(id)?.state ?? '')).length;
  element.hidden = count === 0;
  element.textContent = count === 0 ? '' : word('save.unsaved', { count });
}

function hear(segmentId: string, state: SaveState, problem: Problem | null): void {
  drawUnsavedCount();
  if (segmentId === activeRowId()) {
    drawMark(segmentId);
    explain(segmentId, state, problem);
    return;
  }
  const element = elementOf(segmentId);
  const row = rowOf(segmentId);
  if (element && row && state !== 'saving') drawResting(element, row, unsavedText(segmentId));
}

export function startSaveMark(): void {
  on('save-state', ({ segmentId, state, problem }) => hear(segmentId, state, problem));
  on('activated', ({ row }) => {
    drawMark(row.id);
    const status = saveStatus(row.id);
    if (status) explain(row.id, status.state, status.problem);
  });
  on('changed', ({ segmentId }) => sayProblem(segmentId, ''));
  on('saved', ({ segmentId, target }) => {
    if (saveStatus(segmentId)?.state !== 'refused') sayProblem(segmentId, '');
    const number = rowOf(segmentId)?.number;
    if (number !== undefined) announce(word(target.state === 'initial' ? 'save.kept' : 'save.confirmed', { number }));
  });
  on('row-updated', ({ row }) => row.id === activeRowId() && drawMark(row.id));
}
