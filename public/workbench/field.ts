/**
 * The one text field of the workbench: a real textarea in the active row. Before the first change it shows the machine's draft in grey;
 * nothing is stored until a change or Confirm. A layer behind it (`mirror`) has the same text in the same face: it gives the field its height
 * where `field-sizing` is missing, and carries the mark of the paired sentence.
 */
import type { RowView, Used } from '../../server/core/api.ts';
import type { Span } from '../../server/core/model.ts';
import { emit } from './events.ts';
import type { ChangeKind } from './events.ts';

export interface TextChange {
  /** Where the caret goes; default: the end. */
  caret?: number;
  /** What was taken into the text with this change. */
  used?: Used[];
  kind: ChangeKind;
}

interface Open {
  row: RowView;
  textarea: HTMLTextAreaElement;
  mirror: HTMLElement;
  /** The text at the last change that was told. */
  text: string;
  caret: number;
  isDraft: boolean;
  /** Taken since the last change that was told: a paste is known before its input. */
  used: Used[];
  /** Marks on the layer behind the field. */
  paired: Span | null;
  findings: readonly MarkedSpan[];
  /** While a word is half typed with an input method. */
  composing: { ended: Promise<void>; end: () => void } | null;
}

export interface MarkedSpan extends Span {
  severity: string;
}

/** Where the textarea grows by itself, the layer holds text only while it carries a mark. */
const growsByItself = CSS.supports('field-sizing', 'content');

let open: Open | null = null;

/** What a field shows for a row: its target, or the draft while there is none. */
export function shownText(row: RowView): { text: string; isDraft: boolean } {
  const isDraft = row.target.revisionId === null && row.draft !== null;
  return { text: isDraft ? row.draft!.text : row.target.text, isDraft };
}

/** The draft sentences, as what was taken when the draft becomes a text. */
export function usedDraft(row: RowView): Used[] {
  return (row.draft?.sentences ?? []).map(({ draftId }) => ({ kind: 'draft', id: draftId }));
}

/** Begins to work in a field. `text` differs from the row's where something is still unsaved. */
export function openField(row: RowView, parts: { textarea: HTMLTextAreaElement; mirror: HTMLElement }, unsaved: string | null): void {
  const shown = unsaved === null ? shownText(row) : { text: unsaved, isDraft: false };
  open = { row, ...parts, text: shown.text, caret: 0, isDraft: shown.isDraft, used: [], paired: null, findings: [], composing: null };
  const { textarea } = parts;
  textarea.value = shown.text;
  textarea.classList.toggle('draft', shown.isDraft);
  drawMirror(null);
  textarea.addEventListener('beforeinput', noteCaret);
  textarea.addEventListener('paste', notePaste);
  textarea.addEventListener('input', takeInput);
  textarea.addEventListener('compositionstart', beginComposing);
  textarea.addEventListener('compositionend', () => setTimeout(endComposing)); // some browsers tell the input after it
}

/** Ends it; what was typed has been told already. */
export function closeField(): void {
  endComposing();
  open = null;
}

function beginComposing(): void {
  if (!open || open.composing) return;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  open.composing = { ended, end };
}

function endComposing(): void {
  open?.composing?.end();
  if (open) open.composing = null;
}

/** Whether a word is half typed with an input method: nothing may move in the field. */
export function isComposing(): boolean {
  return (open?.composing ?? null) !== null;
}

/** Resolves when it is typed. */
export async function whenComposed(): Promise<void> {
  await open?.composing?.ended;
}

function noteCaret(): void {
  if (open) open.caret = open.textarea.selectionStart;
}

function notePaste(): void {
  open?.used.push({ kind: 'paste', id: 'clipboard' });
}

function takeInput(): void {
  if (open && open.textarea.value !== open.text) tell('typing', []);
}

function tell(kind: ChangeKind, used: Used[]): void {
  const { row, textarea, text: before, caret } = open!;
  const started = open!.isDraft && kind !== 'source' && kind !== 'draft' ? usedDraft(row) : [];
  const taken = [...started, ...open!.used, ...used];
  open!.used = [];
  open!.text = textarea.value;
  open!.isDraft = false;
  textarea.classList.remove('draft');
  open!.findings = []; // they are of the text before
  drawMirror(null);
  emit('changed', { segmentId: row.id, before, text: textarea.value, kind, caretBefore: caret, used: taken });
}

/** The active row's text; null while no row is active. */
export function getText(): string | null {
  return open?.textarea.value ?? null;
}

/** Whether the field shows the machine's draft and nothing was changed or stored. */
export function isUntouchedDraft(): boolean {
  return open?.isDraft ?? false;
}

/** Whether the row is final: its text can be read and nothing else. */
export function isLocked(): boolean {
  return open?.textarea.readOnly ?? false;
}

export function fieldElement(): HTMLTextAreaElement | null {
  return open?.textarea ?? null;
}

/** Replaces the whole text: one step of undo. */
export function setText(text: string, change: TextChange): void {
  if (!open || isLocked()) return;
  const { textarea } = open;
  open.caret = textarea.selectionStart;
  const isSame = textarea.value === text;
  textarea.value = text;
  const caret = Math.min(change.caret ?? text.length, text.length);
  textarea.setSelectionRange(caret, caret);
  if (!isSame || open.isDraft) tell(change.kind, change.used ?? []);
}

/** Shows what the row has now, without that being a change of this person's: the draft, a text that came from elsewhere, or `unsaved` of a tab that is gone. */
export function showRow(row: RowView, unsaved: string | null = null): void {
  if (!open || open.row.id !== row.id) return;
  const { textarea } = open;
  const { selectionStart, selectionEnd } = textarea;
  const shown = unsaved === null ? shownText(row) : { text: unsaved, isDraft: false };
  open.row = row;
  open.isDraft = shown.isDraft;
  textarea.readOnly = row.target.state === 'final';
  textarea.classList.toggle('draft', shown.isDraft);
  if (textarea.value === shown.text) return;
  textarea.value = shown.text;
  open.text = shown.text;
  textarea.setSelectionRange(Math.min(selectionStart, shown.text.length), Math.min(selectionEnd, shown.text.length));
  drawMirror(null);
}

/** Puts text in place of the selection; the caret goes behind it, or stays around the old selection when `around` is given. */
export function insertAtCaret(text: string, change: { kind?: ChangeKind; used?: Used[]; around?: [string, string] } = {}): void {
  if (!open || isLocked()) return;
  const { textarea } = open;
  const { selectionStart: start, selectionEnd: end, value } = textarea;
  open.caret = start;
  const inserted = change.around ? change.around[0] + value.slice(start, end) + change.around[1] : text;
  textarea.setRangeText(inserted, start, end, 'end');
  if (change.around && start === end) textarea.setSelectionRange(start + change.around[0].length, start + change.around[0].length);
  tell(change.kind ?? 'insert', change.used ?? []);
}

/** The selection in the field, in UTF-16 units; empty at the caret. Null while no row is active. */
export function selection(): Span | null {
  return open ? { start: open.textarea.selectionStart, end: open.textarea.selectionEnd } : null;
}

export function focusField(caret?: number | 'start' | 'end'): void {
  if (!open) return;
  const { textarea } = open;
  textarea.focus({ preventScroll: true });
  if (caret === undefined) return;
  const at = caret === 'start' ? 0 : caret === 'end' ? textarea.value.length : Math.min(caret, textarea.value.length);
  textarea.setSelectionRange(at, at);
}

/** Marks a range of the field's text (the sentence paired with one in the source); null takes the mark away. */
export function drawMirror(range: Span | null): void {
  if (!open) return;
  open.paired = range;
  drawMarks();
}

/** Marks what the checks found, until the next change of the text. */
export function markFindings(spans: readonly MarkedSpan[]): void {
  if (!open) return;
  open.findings = spans;
  drawMarks();
}

function drawMarks(): void {
  const { textarea, mirror, paired, findings } = open!;
  const text = textarea.value;
  if (!paired && findings.length === 0) {
    // Never quite empty: the first line of the layer is what the row is aligned by, its last one needs something to have a height.
    const shown = growsByItself ? '\u200b' : `${text}\u200b`;
    if (mirror.textContent !== shown) mirror.textContent = shown;
    return;
  }
  const edges = [paired, ...findings].flatMap((span) => (span ? [span.start, span.end] : []));
  const cuts = [...new Set([0, ...edges.map((at) => Math.min(at, text.length)), text.length])].sort((a, b) => a - b);
  const nodes = cuts.slice(0, -1).map((start, index) => marked(text.slice(start, cuts[index + 1]), start));
  mirror.replaceChildren(...nodes, '\u200b');
}

/** A piece of the field's text with the marks that lie over its beginning. */
function marked(text: string, start: number): Node | string {
  const covers = (span: Span | null): boolean => span !== null && span.start <= start && start < span.end;
  const finding = open!.findings.find(covers);
  const isPaired = covers(open!.paired);
  if (!finding && !isPaired) return text;
  const element = document.createElement('span');
  element.textContent = text;
  element.classList.toggle('paired', isPaired);
  if (finding) element.dataset.finding = finding.severity;
  return element;
}
