/** Findings on the page: the list under the active field, marks in both texts, a mark in the spine, and the way from one to the next. */
import type { RowView, WaiverView } from '../../server/core/api.ts';
import type { Finding } from '../../server/core/checks/check.ts';
import { cloneTemplate } from '../fragments.ts';
import { askJson } from '../net/api.ts';
import { el, part, whyOf } from '../nodes.ts';
import { paint, rangesIn } from '../panels/highlight.ts';
import { word } from '../words.ts';
import { defineAction } from './actions.ts';
import { activate, activeRowId } from './activation.ts';
import { announce } from './announce.ts';
import { agreementsOf, findingsOf, inText, isChecked, onFindings, openFindings, startChecker, type RowFinding } from './checker.ts';
import { on } from './events.ts';
import { fieldElement, focusField, getText, isLocked, markFindings, setText } from './field.ts';
import { elementOf, firstRowId, nextRowId, rowOf, takeView } from './rows.ts';
import { flush } from './saving.ts';

/** Resting rows with open findings, and where those stand. */
const marked = new Map<string, Range[]>();
/** How many open findings each row has, and all together. */
const counts = new Map<string, number>();
let total = 0;
let isPainting = false;

function sentenceOf({ message, values }: Finding): string {
  return word(`check.${message}`, values);
}

function drawSpineMark(id: string, count: number): void {
  const spine = elementOf(id)?.querySelector('.spine');
  spine?.querySelector('[data-mark="findings"]')?.remove();
  if (!spine || count === 0) return;
  const mark = (document.getElementById('marks') as HTMLTemplateElement).content
    .querySelector<HTMLElement>('[data-mark="findings"]')!
    .cloneNode(true) as HTMLElement;
  mark.title = word('checks.count', { count });
  mark.querySelector('.sr')!.textContent = mark.title;
  spine.append(mark);
}

function paintSoon(): void {
  if (isPainting) return;
  isPainting = true;
  requestAnimationFrame(() => {
    isPainting = false;
    paint('finding', [...marked.values()].flat());
  });
}

function draw(id: string): void {
  const open = openFindings(id);
  drawSpineMark(id, open.length);
  marked.delete(id);
  if (id === activeRowId()) drawActive(id, open);
  else if (open.length > 0) {
    const spans = open.flatMap(({ finding }) => finding.target ?? []);
    marked.set(id, rangesIn(elementOf(id)?.querySelector('.target > .text') ?? null, spans, Math.max(0, ...spans.map(({ end }) => end))));
  }
  paintSoon();
  count(id, open.length);
}

function drawActive(id: string, open: RowFinding[]): void {
  const row = rowOf(id);
  const list = elementOf(id)?.querySelector<HTMLElement>('.findings');
  if (!row || !list || list.contains(document.activeElement)) return; // nothing moves under somebody's hand
  markFindings(
    open.flatMap(({ finding }) => (finding.target && finding.target.end > finding.target.start ? [{ ...finding.target, severity: finding.severity }] : [])),
  );
  const waived = findingsOf(id).filter(({ waiver }) => waiver !== null);
  const items = [...open.map((each) => item(row, each)), ...information(id), ...waived.map((each) => waivedItem(row, each))];
  list.replaceChildren(...items);
  list.hidden = items.length === 0;
  speakOf(list);
}

/** The field is described by what was found, and each button by what it is about. */
function speakOf(list: HTMLElement): void {
  const field = fieldElement();
  const others = (field?.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => !id.startsWith(list.id));
  const said = [...list.querySelectorAll<HTMLElement>('li > .grow')];
  for (const [index, sentence] of said.entries()) {
    sentence.id = `${list.id}-${index}`;
    sentence.parentElement!.querySelectorAll('button').forEach((each) => each.setAttribute('aria-describedby', sentence.id));
  }
  field?.setAttribute('aria-describedby', [...others, ...said.map(({ id }) => id)].join(' '));
}

/** What is worth knowing and needs nobody: information, and of how many things both texts agree. */
function information(id: string): HTMLElement[] {
  const known = findingsOf(id).filter(({ finding }) => finding.severity === 'info');
  const items = known.map(({ finding }) => el('li', { class: 'small muted' }, sentenceOf(finding)));
  const agreed = agreementsOf(id).map(({ check, count }) => word(`check.agreed.${check}`, { count }));
  if (agreed.length > 0) {
    const list = new Intl.ListFormat(document.documentElement.lang, { style: 'narrow', type: 'unit' }).format(agreed);
    items.push(el('li', { class: 'small muted cluster' }, icon('check'), word('checks.agree', { things: list })));
  } else if (isChecked(id) && items.length === 0 && openFindings(id).length === 0 && (getText() ?? '') !== '') {
    items.push(el('li', { class: 'small muted cluster' }, icon('check'), word('checks.none')));
  }
  return items;
}

function icon(name: string): Node {
  return cloneTemplate<HTMLElement>('check-icons').querySelector(`[data-icon="${name}"] > svg`)!.cloneNode(true);
}

function button(text: string, run: () => void): HTMLButtonElement {
  const element = el('button', { class: 'btn', type: 'button', 'data-kind': 'quiet', 'data-size': 's' }, text);
  element.addEventListener('click', run);
  return element;
}

function item(row: RowView, found: RowFinding): HTMLElement {
  const { finding, key } = found;
  const isBad = finding.severity === 'high';
  const li = el('li', { class: 'finding', 'data-check': finding.check, ...(isBad && { 'data-tone': 'bad' }) });
  const severity = el('span', { class: 'sr' }, `${word(`checks.severity.${finding.severity}`)}: `);
  li.append(icon(isBad ? 'bad' : 'warn'), el('span', { class: 'grow' }, severity, sentenceOf(finding)));
  if (finding.target && finding.target.end > finding.target.start) li.append(button(word('checks.show'), () => select(found)));
  if (finding.fix && !isLocked()) li.append(button(word('checks.fix'), () => applyFix(found)));
  li.append(button(word('checks.waive'), () => askReason(li, row, { finding, key })));
  return li;
}

function waivedItem(row: RowView, { finding, waiver }: RowFinding): HTMLElement {
  const said = word('checks.waived', { what: sentenceOf(finding), name: waiver!.authorName, reason: waiver!.reason });
  const back = button(word('checks.takeBack'), () => void change(row.id, () => askJson(`/waivers/${waiver!.id}`, { method: 'DELETE', body: {} })));
  return el('li', { class: 'small muted cluster', 'data-waived': '' }, el('span', { class: 'grow' }, said), back);
}

/** As it stands in the text of this moment: somebody may have typed on since it was drawn. */
function inPresentText({ finding, text }: RowFinding): Finding {
  return inText(finding, text, getText() ?? '');
}

function select(found: RowFinding): void {
  const { target } = inPresentText(found);
  focusField();
  if (target) fieldElement()?.setSelectionRange(target.start, target.end);
}

/** One step of undo. Nothing happens where the words were changed meanwhile: the answer about them is on its way. */
function applyFix(found: RowFinding): void {
  const { fix } = inPresentText(found);
  let text = getText();
  if (text !== null && fix) {
    for (const { span, text: put } of [...fix].reverse()) text = text.slice(0, span.start) + put + text.slice(span.end);
    const last = fix.at(-1)!;
    setText(text, { kind: 'fix', caret: last.span.start + last.text.length });
  }
  focusField();
}

/** Fixes what the selection is at, which the key to the next finding leads to; or else the first in the row that can be. */
function fixHere(): void {
  const id = activeRowId();
  const field = fieldElement();
  const fixable = id === null || !field || isLocked() ? [] : inOrder(id).filter(({ finding }) => finding.fix);
  const isHere = ({ finding: { target } }: PlacedFinding): boolean =>
    target !== null && target.start <= field!.selectionEnd && target.end >= field!.selectionStart;
  const found = fixable.find(isHere) ?? fixable[0];
  if (!found) return announce(word('checks.noFix'));
  applyFix(found);
  announce(word('checks.fixed', { what: sentenceOf(found.finding) }));
}

/** A reason, in the finding's own line; Enter keeps it, Esc lets it be. */
function askReason(li: HTMLElement, row: RowView, { finding, key }: Pick<RowFinding, 'finding' | 'key'>): void {
  const input = el('input', { class: 'input', maxlength: '500', required: '', 'aria-label': word('checks.reason'), placeholder: word('checks.reason') });
  const form = el('form', { class: 'cluster grow' }, input, el('button', { class: 'btn', 'data-size': 's' }, word('checks.leave')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const reason = input.value.trim();
    if (reason === '') return;
    void change(row.id, async () => {
      await flush(row.id); // kept with the version that is on the screen
      const ifMatch = rowOf(row.id)!.target.revisionId;
      return askJson(`/segments/${row.id}/waivers`, { method: 'POST', body: { check: finding.check, key, reason }, ifMatch });
    });
  });
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    focusField();
    draw(row.id);
  });
  li.querySelectorAll('button').forEach((each) => each.remove());
  li.append(form);
  input.focus();
}

async function change(id: string, ask: () => Promise<WaiverView[]>): Promise<void> {
  try {
    const waivers = await ask();
    takeView(id, { ...rowOf(id)!, waivers });
    focusField();
    draw(id);
  } catch (error) {
    announce(whyOf(error));
    const li = elementOf(id)?.querySelector('.findings form')?.closest('li');
    li?.querySelector('.error')?.remove();
    li?.append(el('p', { class: 'error', role: 'alert' }, whyOf(error)));
  }
}

function count(id: string, open: number): void {
  total += open - (counts.get(id) ?? 0);
  counts.set(id, elementOf(id) ? open : 0);
  const shown = document.querySelector<HTMLElement>('[data-part="findings-total"]');
  if (!shown) return;
  part(shown, 'findings-words').textContent = word('checks.count', { count: total });
  shown.hidden = total === 0;
}

type PlacedFinding = RowFinding & { id: string };

/** Where the key led last. */
let stop: { id: string; key: string; start: number; end: number } | null = null;

/** The finding that follows, in this row or a later one; from the top after the last. */
function goToNext(): void {
  const id = activeRowId();
  const found = (id === null ? null : nextInRow(id)) ?? firstFrom(id === null ? firstRowId() : nextRowId(id)) ?? firstFrom(firstRowId());
  if (!found) return announce(word('checks.noneLeft'));
  const { finding } = found;
  activate(found.id, { caret: finding.target?.start ?? 'start', keepTop: true });
  if (finding.target) select(found);
  const { selectionStart: start, selectionEnd: end } = fieldElement()!;
  stop = { id: found.id, key: found.key, start, end };
  announce(word('checks.at', { number: rowOf(found.id)!.number, what: sentenceOf(finding) }));
}

/** A row's open findings as they stand in its text; those of the whole text come last. */
function inOrder(id: string): PlacedFinding[] {
  const placed = openFindings(id).map((each) => ({ id, ...each }));
  return placed.sort((a, b) => startOf(a) - startOf(b));
}

function startOf({ finding }: RowFinding): number {
  return finding.target?.start ?? Number.POSITIVE_INFINITY;
}

/** The one behind the last stop; behind the caret when that was moved or the stop is settled. */
function nextInRow(id: string): PlacedFinding | null {
  const field = fieldElement();
  if (!field) return null;
  const { selectionStart, selectionEnd } = field;
  const placed = inOrder(id);
  const isAtStop = stop?.id === id && stop.start === selectionStart && stop.end === selectionEnd;
  const at = isAtStop ? placed.findIndex((each) => each.key === stop!.key && (each.finding.target?.start ?? 0) === selectionStart) : -1;
  return (at === -1 ? placed.find((each) => startOf(each) >= selectionEnd) : placed[at + 1]) ?? null;
}

function firstFrom(start: string | null): PlacedFinding | null {
  for (let id = start; id !== null; id = nextRowId(id)) {
    const [first] = inOrder(id);
    if (first) return first;
  }
  return null;
}

/** Below what is said of a corrected source, which stays when the row is left. */
function place(id: string, list: HTMLElement): void {
  const row = elementOf(id);
  const beside = row?.querySelector(':scope > .checks');
  if (beside) beside.append(list);
  else row?.querySelector('.target')?.after(list);
}

/** Starts; `url` is the worker's. */
export function startFindings(url: string): void {
  onFindings(draw);
  on('activated', ({ row }) => {
    const list = cloneTemplate<HTMLElement>('active-checks');
    list.id = `find${row.number}`;
    place(row.id, list);
    draw(row.id);
  });
  on('deactivated', ({ row }) => elementOf(row.id)?.querySelector('.findings')?.remove());
  on('row-updated', ({ row }) => queueMicrotask(() => draw(row.id)));
  defineAction('next-finding', { run: goToNext });
  defineAction('fix-finding', { run: fixHere });
  startChecker(url);
}
