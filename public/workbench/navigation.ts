/** Getting to a row: by pressing it, by its address, by Esc and arrows. */
import { activate, activeRowId } from './activation.ts';
import { elementOf, nextRowId, nextUnconfirmedId, previousRowId, rowIdAt, rowIdOfNumber, firstRowId } from './rows.ts';

/** Where in a resting paragraph somebody pressed, in UTF-16 units of its text. */
function offsetAt(paragraph: Element, event: MouseEvent): number | null {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (!found || !paragraph.contains(found.offsetNode)) return null;
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  range.setEnd(found.offsetNode, found.offset);
  return range.toString().length;
}

function pressed(event: MouseEvent): void {
  const element = event.target instanceof Element ? event.target : null;
  const id = rowIdAt(element);
  if (!element || id === null) return;
  if (element.closest('.no')) {
    event.preventDefault();
    activate(id, { caret: 'start', intoHistory: true });
    return;
  }
  const isSelecting = !(getSelection()?.isCollapsed ?? true);
  if (id === activeRowId() || isSelecting || element.closest('a, button, summary, input, textarea, .note')) return;
  const paragraph = element.closest('.target .text');
  activate(id, { caret: (paragraph && offsetAt(paragraph, event)) ?? 'start', intoHistory: true });
}

function focusRow(id: string | null): void {
  const element = id === null ? undefined : elementOf(id);
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}

function walk(event: KeyboardEvent): void {
  const element = event.target;
  if (!(element instanceof HTMLElement) || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'Escape' && element.closest('.segment[data-active]') && !element.closest('details[open]')) return focusRow(activeRowId());
  if (!element.classList.contains('segment')) return;
  const id = element.dataset.id!;
  const next = event.key === 'ArrowDown' ? nextRowId(id) : event.key === 'ArrowUp' ? previousRowId(id) : null;
  if (event.key === 'Enter') activate(id, { caret: 'start', intoHistory: true });
  else if (next) focusRow(next);
  else return;
  event.preventDefault();
}

function numberInAddress(): number | null {
  const found = /^#s(\d+)$/.exec(location.hash);
  return found ? Number(found[1]) : null;
}

function followAddress(): void {
  const number = numberInAddress();
  const id = number === null ? null : rowIdOfNumber(number);
  if (id === null) return;
  // Going to a fragment takes the focus away from the field, even from the one it leads to.
  if (id !== activeRowId() || document.activeElement === document.body) activate(id, { caret: 'start' });
}

/** Opens the row the address names, or the first one nobody has signed for. */
function openFirst(): void {
  const number = numberInAddress();
  const named = number === null ? null : rowIdOfNumber(number);
  const id = named ?? nextUnconfirmedId(null) ?? firstRowId();
  if (id !== null) activate(id, { caret: 'start' });
}

export function startNavigation(list: HTMLElement): void {
  list.addEventListener('click', pressed);
  list.addEventListener('keydown', walk);
  addEventListener('hashchange', followAddress);
  openFirst();
}
