/** Getting to a row: by pressing it, by its address, by Esc and arrows. */
import { runAction } from './actions.ts';
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
  if (element.closest('[data-mark="sides"]')) {
    activate(id, { intoHistory: true });
    runAction('history');
    return;
  }
  if (id === activeRowId() || isSomethingElse(element)) return;
  const paragraph = element.closest('.target .text');
  activate(id, { caret: (paragraph && offsetAt(paragraph, event)) ?? 'start', intoHistory: true });
}

/** A press that belongs to a control, or that ended a selection. */
function isSomethingElse(element: Element): boolean {
  return getSelection()?.isCollapsed === false || element.closest('a, button, summary, input, textarea, .note') !== null;
}

function focusRow(id: string | null): void {
  const element = id === null ? undefined : elementOf(id);
  if (!element) return;
  element.tabIndex = -1;
  element.focus();
}

/** What a key does while a row itself has the focus. */
const ROW_KEYS: Record<string, (id: string) => void> = {
  ArrowDown: (id) => focusRow(nextRowId(id)),
  ArrowUp: (id) => focusRow(previousRowId(id)),
  Enter: (id) => void activate(id, { caret: 'start', intoHistory: true }),
};

function hasModifier({ ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return ctrlKey || altKey || metaKey || shiftKey;
}

function walk(event: KeyboardEvent): void {
  const element = event.target;
  if (!(element instanceof HTMLElement) || hasModifier(event)) return;
  if (event.key === 'Escape') return leaveField(element);
  const run = ROW_KEYS[event.key];
  if (!run || !element.classList.contains('segment')) return;
  event.preventDefault();
  run(element.dataset.id!);
}

function leaveField(element: HTMLElement): void {
  if (element.closest('.segment[data-active]') && !element.closest('.menu[open]')) focusRow(activeRowId());
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
