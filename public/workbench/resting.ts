/** A row that is not being worked in: its target or draft as a paragraph. */
import type { RowView } from '../../server/core/api.ts';
import { word } from '../words.ts';
import { drawSpine } from './marks.ts';
import { saveStatus } from './saving.ts';
import { textNodes } from './text.ts';

function paragraph(text: string, row: RowView, isDraft: boolean): HTMLElement {
  const element = document.createElement('p');
  element.className = isDraft ? 'text draft' : 'text';
  element.lang = 'en';
  element.dir = 'ltr';
  element.append(...nodesOf(text, row));
  return element;
}

/** The words that a return is about are marked while they stand as they stood. */
function nodesOf(text: string, row: RowView): (Node | string)[] {
  const span = isReturned(row) && text === row.target.text ? row.returned!.span : null;
  if (!span) return textNodes(text, row.codes);
  const mark = document.createElement('mark');
  mark.append(...textNodes(text.slice(span.start, span.end), row.codes));
  return [...textNodes(text.slice(0, span.start), row.codes), mark, ...textNodes(text.slice(span.end), row.codes)];
}

function isReturned(row: RowView): boolean {
  return row.returned !== null && row.target.state === 'initial';
}

/** The reason of a return, as the server has written it into the row. */
export function returnedNote(element: HTMLElement): HTMLElement | null {
  return element.querySelector<HTMLElement>('.target > .returned');
}

function waiting(): DocumentFragment {
  return (document.getElementById('waiting') as HTMLTemplateElement).content.cloneNode(true) as DocumentFragment;
}

/** What waits in this browser is said in the row, where the text is. */
function deviceNote(id: string): HTMLElement | null {
  const state = saveStatus(id)?.state;
  if (state === undefined || state === 'saved' || state === 'saving') return null;
  const note = document.createElement('p');
  note.className = 'small saved';
  note.dataset.save = state;
  note.textContent = word(`save.${state}`);
  return note;
}

/** Draws the target side of a resting row. `unsaved` is a text the server does not have yet. */
export function drawResting(element: HTMLElement, row: RowView, unsaved: string | null): void {
  const target = element.querySelector<HTMLElement>('.target')!;
  const hasText = unsaved !== null || row.target.revisionId !== null;
  const nodes: Node[] = [];
  if (hasText) nodes.push(paragraph(unsaved ?? row.target.text, row, false));
  else if (row.draft) nodes.push(paragraph(row.draft.text, row, true));
  if (!hasText && !row.draft?.isWhole) nodes.push(waiting());
  const notes = [deviceNote(row.id), isReturned(row) ? returnedNote(element) : null].filter((note) => note !== null);
  target.replaceChildren(...nodes, ...notes);
  drawSpine(element, row);
}
