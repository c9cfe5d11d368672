/** Which row is being worked in: opening it, leaving it, keeping it at the same height. */
import type { RowView } from '../../server/core/api.ts';
import { cloneTemplate } from '../fragments.ts';
import { word } from '../words.ts';
import { emit } from './events.ts';
import { closeField, focusField, openField } from './field.ts';
import { drawResting, returnedNote } from './resting.ts';
import { elementOf, rowOf } from './rows.ts';
import { unsavedText } from './saving.ts';
import { sentenceNodes, textNodes } from './text.ts';

export interface ActivateOptions {
  /** Where the caret goes; left out, the field is not focused. */
  caret?: number | 'start' | 'end';
  /** The new row's first line comes to the height the old row's had. */
  keepTop?: boolean;
  /** The address names the row, so that Back leads to the row before. */
  intoHistory?: boolean;
}

/** Pixels between a row and the bars. */
const GAP = 8;

let activeId: string | null = null;

/** Id of the active row; null while none is. */
export function activeRowId(): string | null {
  return activeId;
}

/** Opens a row for editing and leaves the one before, whose text is saved. Returns false when there is no such row. */
export function activate(id: string, options: ActivateOptions = {}): boolean {
  const element = elementOf(id);
  const row = rowOf(id);
  if (!element || !row) return false;
  if (activeId === id) {
    focusIfAsked(options);
    return true;
  }
  element.hidden = false; // a filter may have left it out
  const oldTop = activeId === null ? null : topOf(elementOf(activeId));
  deactivate();
  activeId = id;
  build(element, row);
  emit('activated', { row });
  placeAt(element, options.keepTop ? oldTop : null);
  focusIfAsked(options);
  if (options.intoHistory) history.pushState(null, '', `#s${row.number}`);
  else history.replaceState(null, '', `#s${row.number}`);
  return true;
}

/** Leaves the active row: it rests, and its text is on its way to the server. */
export function deactivate(): void {
  if (activeId === null) return;
  const row = rowOf(activeId);
  const element = elementOf(activeId);
  activeId = null;
  closeField();
  if (!row) return;
  emit('deactivated', { row });
  if (!element) return;
  delete element.dataset.active;
  element.querySelector('.help')?.remove();
  const source = element.querySelector<HTMLElement>('.source')!;
  source.replaceChildren(...textNodes(row.source, row.codes));
  drawResting(element, row, unsavedText(row.id));
}

function focusIfAsked({ caret }: ActivateOptions): void {
  if (caret !== undefined) focusField(caret);
}

function build(element: HTMLElement, row: RowView): void {
  const target = element.querySelector<HTMLElement>('.target')!;
  const parts = cloneTemplate('active-target');
  const textarea = parts.querySelector('textarea')!;
  textarea.id = `t${row.number}`;
  parts.querySelector('label')!.htmlFor = textarea.id;
  parts.querySelector('label')!.textContent = word('field.label', { number: row.number });
  const saved = parts.querySelector<HTMLElement>('.saved')!;
  saved.id = `save${row.number}`;
  const source = element.querySelector<HTMLElement>('.source')!;
  source.id = `src${row.number}`;
  source.replaceChildren(...sentenceNodes(row.source, row.codes, row.sentences));
  textarea.setAttribute('aria-describedby', `${source.id} ${saved.id}`);
  textarea.readOnly = row.target.state === 'final';
  element.dataset.active = '';
  const returned = returnedNote(element);
  target.replaceChildren(parts, ...(returned ? [returned] : []));
  openField(row, { textarea, mirror: parts.querySelector<HTMLElement>('.mirror')! }, unsavedText(row.id));
  element.append(cloneTemplate('active-help'));
}

function topOf(element: HTMLElement | undefined): number | null {
  return element ? element.getBoundingClientRect().top : null;
}

/** What bars leave free of the window: below the sticky header, above the status line. */
function freeHeight(): { from: number; to: number } {
  const header = document.querySelector('.top');
  const status = document.querySelector('.status');
  const isSticky = header !== null && getComputedStyle(header).position === 'sticky';
  const isFixed = status !== null && getComputedStyle(status).position === 'fixed';
  return { from: isSticky ? header.getBoundingClientRect().bottom : 0, to: innerHeight - (isFixed ? status.getBoundingClientRect().height : 0) };
}

/** Brings the row to the height `top`, or as little as needed to have it between the bars; its beginning counts more than its end. */
function placeAt(element: HTMLElement, top: number | null): void {
  if (top !== null) scrollBy({ top: element.getBoundingClientRect().top - top, behavior: 'instant' });
  const { from, to } = freeHeight();
  const start = element.getBoundingClientRect().top - from - GAP;
  const end = (element.querySelector('.under') ?? element).getBoundingClientRect().bottom - to + GAP;
  const shift = start < 0 ? start : Math.min(Math.max(0, end), start);
  if (shift !== 0) scrollBy({ top: shift, behavior: 'instant' });
}
