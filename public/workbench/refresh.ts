/** Brings rows up to what the server has, without ever touching a text that is being written. */
import type { RowView } from '../../server/core/api.ts';
import { Refusal } from '../net/api.ts';
import { activeRowId } from './activation.ts';
import { emit } from './events.ts';
import { isComposing, whenComposed } from './field.ts';
import { returnedNote } from './resting.ts';
import { elementOf, fetchRow, replaceRows, rowOf, swapRow, takeView } from './rows.ts';
import { isUnsaved } from './saving.ts';
import { newerTarget } from './versions.ts';

/** Fetches a row again. A resting row gets a new element; the active one keeps its field, and its text while that is unsaved. */
export async function refresh(id: string): Promise<void> {
  if (!elementOf(id)) return;
  try {
    bringUp(id, await fetchUndisturbed(id));
  } catch (error) {
    if (error instanceof Refusal && error.status === 410) await replaceRetired([id], error.problem.successors ?? []);
    else if (!(error instanceof Refusal)) console.warn('row not refreshed', error);
  }
}

/** Puts a row as the server has it into the page, around what is being written in it. */
export function bringUp(id: string, { element, row }: Awaited<ReturnType<typeof fetchRow>>): void {
  if (id !== activeRowId() && !isUnsaved(id)) return swapRow(id, element, row);
  takeReturn(id, element);
  takeFacts(id, row);
}

/** The row when nobody is half through a word in it. */
async function fetchUndisturbed(id: string): ReturnType<typeof fetchRow> {
  const fetched = await fetchRow(id);
  if (id !== activeRowId() || !isComposing()) return fetched;
  await whenComposed();
  return fetchUndisturbed(id);
}

/** A return that comes, or goes, while its row is open. */
function takeReturn(id: string, fresh: HTMLElement): void {
  const element = elementOf(id);
  if (!element) return;
  returnedNote(element)?.remove();
  const note = returnedNote(fresh);
  if (note) element.querySelector('.target')!.append(note);
}

/** The base of an unsaved text is the revision it was written on: the newer target is met when it is saved. */
function takeFacts(id: string, row: RowView): void {
  const known = rowOf(id);
  if (!known) return;
  const met = newerTarget(id);
  if (met && row.target.revisionNumber > met.revisionNumber) emit('stale', { segmentId: id, current: row.target });
  const fresh = isUnsaved(id) ? { ...row, target: known.target } : row;
  takeView(id, fresh);
  emit('row-updated', { row: fresh });
}

/** The segments that took over stand where the retired ones stood. A text still being written in one of those is kept and handed on. */
export async function replaceRetired(retired: readonly string[], successors: readonly string[]): Promise<void> {
  if (!retired.some((id) => elementOf(id))) return;
  const fresh = await Promise.all(successors.map(fetchRow));
  emit('before-replaced', { retired: [...retired], successors: [...successors] });
  replaceRows(retired, fresh);
}
