/**
 * The rows of the page: each `<li class="segment" data-id data-row>` with its RowView. The page is the registry; what is asked of it costs
 * the same in a document of 14 rows and of 2,000, except where a function says that it visits all.
 */
import type { RowView, TargetView } from '../../server/core/api.ts';
import { toFragment } from '../fragments.ts';
import { askHtml } from '../net/api.ts';
import { emit } from './events.ts';

const elements = new Map<string, HTMLElement>();
const views = new Map<string, RowView>();
let list: HTMLElement | null = null;

/** Takes over the list of rows. Visits all. */
export function adoptRows(segments: HTMLElement): void {
  list = segments;
  for (const element of rowElements()) elements.set(element.dataset.id!, element);
}

/** All rows in order. */
export function rowElements(): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('.segment-group > [data-id]') ?? [])];
}

/** The row's `<li>`; undefined when it is not (or no longer) in the document. */
export function elementOf(id: string): HTMLElement | undefined {
  return elements.get(id);
}

/** What is known of a row; undefined when it is not (or no longer) in the document. */
export function rowOf(id: string): RowView | undefined {
  const known = views.get(id);
  if (known) return known;
  const element = elements.get(id);
  if (!element) return undefined;
  const row = JSON.parse(element.dataset.row!) as RowView;
  row.number = Number(element.dataset.number);
  views.set(id, row);
  return row;
}

/** Id of the row an element lies in. */
export function rowIdAt(node: Node | null): string | null {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest<HTMLElement>('.segment')?.dataset.id ?? null;
}

/** Whether filters and search leave the row on the page. */
function isShown(element: Element): boolean {
  return element instanceof HTMLElement && !element.hidden;
}

const STEPS = {
  next: { sibling: 'nextElementSibling', end: 'firstElementChild' },
  previous: { sibling: 'previousElementSibling', end: 'lastElementChild' },
} as const;

/** The row beside a row, in its group or at the near end of the next group that has rows. */
function rowBeside(element: Element | undefined, step: keyof typeof STEPS): Element | null {
  const { sibling, end } = STEPS[step];
  if (!element || element[sibling]) return element?.[sibling] ?? null;
  let group = element.parentElement?.[sibling];
  while (group && !group[end]) group = group[sibling];
  return group?.[end] ?? null;
}

function shownFrom(start: Element | null, step: keyof typeof STEPS): string | null {
  let element = start;
  while (element && !isShown(element)) element = rowBeside(element, step);
  return element instanceof HTMLElement ? element.dataset.id! : null;
}

export function firstRowId(): string | null {
  return shownFrom(list?.querySelector('.segment-group > [data-id]') ?? null, 'next');
}

/** Id of the next row that is shown. */
export function nextRowId(id: string): string | null {
  return shownFrom(rowBeside(elements.get(id), 'next'), 'next');
}

export function previousRowId(id: string): string | null {
  return shownFrom(rowBeside(elements.get(id), 'previous'), 'previous');
}

/** Id of the row that follows in the document, shown or not. */
export function followingRowId(id: string): string | null {
  const element = rowBeside(elements.get(id), 'next');
  return element instanceof HTMLElement ? (element.dataset.id ?? null) : null;
}

export function rowIdOfNumber(number: number): string | null {
  return document.getElementById(`s${number}`)?.dataset.id ?? null;
}

/** The next row nobody has signed for, searching on from the top at the end. */
export function nextUnconfirmedId(afterId: string | null): string | null {
  const start = afterId === null ? firstRowId() : nextRowId(afterId);
  return unconfirmedFrom(start, null) ?? unconfirmedFrom(firstRowId(), afterId);
}

function unconfirmedFrom(start: string | null, stop: string | null): string | null {
  for (let id = start; id !== null && id !== stop; id = nextRowId(id)) if (!isConfirmedMark(elements.get(id)!.dataset.state)) return id;
  return null;
}

function isConfirmedMark(mark: string | undefined): boolean {
  return mark === 'translated' || mark === 'reviewed' || mark === 'final';
}

export function rowCount(): number {
  return elements.size;
}

/** A row's target as the server has it now. The paragraph of a resting row follows at once. */
export function updateTarget(id: string, target: TargetView): void {
  const row = rowOf(id);
  if (!row) return;
  row.target = target;
  emit('row-updated', { row });
}

/** Takes a newer RowView without touching the element. */
export function takeView(id: string, row: RowView): void {
  if (elements.has(id)) views.set(id, row);
}

/** The row's `<li>` and RowView as the server has them now. @throws as `askHtml`. */
export async function fetchRow(id: string): Promise<{ element: HTMLElement; row: RowView }> {
  const element = toFragment(await askHtml(`/segments/${encodeURIComponent(id)}`)).querySelector<HTMLElement>('.segment');
  if (!element) throw new Error(`no row in the answer for ${id}`);
  return { element, row: JSON.parse(element.dataset.row!) as RowView };
}

/** All rows of the document as the server has them now. @throws as `askHtml`. */
export async function fetchRows(documentId: string): Promise<{ element: HTMLElement; row: RowView }[]> {
  const page = toFragment(await askHtml(`/documents/${encodeURIComponent(documentId)}`));
  return [...page.querySelectorAll<HTMLElement>('.segment-group > [data-row]')].map((element) => ({
    element,
    row: { ...(JSON.parse(element.dataset.row!) as RowView), number: Number(element.dataset.number) },
  }));
}

/** Puts another element for the same row in its place. */
export function swapRow(id: string, element: HTMLElement, row: RowView): void {
  const old = elements.get(id);
  if (!old) return;
  element.hidden = old.hidden;
  old.replaceWith(element);
  elements.set(id, element);
  views.set(id, row);
  emit('row-replaced', { segmentIds: [id] });
}

/** New rows take the place of old ones (split, join); the numbers behind them change. Visits all that follow. */
export function replaceRows(oldIds: readonly string[], fresh: readonly { element: HTMLElement; row: RowView }[]): void {
  const present = oldIds.filter((id) => elements.has(id));
  const anchor = present[0] === undefined ? null : elements.get(present[0])!;
  if (!anchor) return;
  const missing = fresh.filter(({ row }) => !elements.has(row.id));
  anchor.before(...missing.map(({ element }) => element));
  for (const id of present) {
    elements.get(id)!.remove();
    elements.delete(id);
    views.delete(id);
  }
  for (const { element, row } of missing) {
    elements.set(row.id, element);
    views.set(row.id, row);
  }
  renumber();
  emit('row-replaced', { segmentIds: missing.map(({ row }) => row.id) });
}

function renumber(): void {
  let number = 0;
  for (const element of rowElements()) {
    number += 1;
    if (element.id === `s${number}` && element.dataset.number === String(number)) continue;
    element.id = `s${number}`;
    element.dataset.number = String(number);
    const known = views.get(element.dataset.id!);
    if (known) known.number = number;
    const link = element.querySelector<HTMLAnchorElement>('.no');
    if (!link) continue;
    link.href = `#s${number}`;
    link.lastElementChild!.textContent = String(number);
  }
}
