/** What the checks say of each row: asked of a worker, the active row first, remembered until its text changes. */
import type { RowView } from '../../server/core/api.ts';
import type { Finding } from '../../server/core/checks/check.ts';
import { findingKey } from '../../server/core/checks/key.ts';
import type { Pair } from '../../server/core/checks/pair-text.ts';
import type { Agreement, CheckResult, DocumentFinding } from '../../server/core/checks/run.ts';
import type { CheckAnswer, CheckQuestion } from '../data/check-messages.ts';
import { workerUrl } from '../fragments.ts';
import { activeRowId } from './activation.ts';
import { on } from './events.ts';
import { getText, isUntouchedDraft } from './field.ts';
import { movedSpan } from './moved-span.ts';
import { rowElements, rowOf } from './rows.ts';
import { unsavedText } from './saving.ts';

/** A pause in typing. */
const ASK_AFTER_MS = 250;
/** What only the whole document shows changes seldom. */
const ASK_ALL_AFTER_MS = 1500;

/** With the text that was looked at: what is found stands in it. */
const results = new Map<string, CheckResult & { target: string }>();
let ofDocument = new Map<string, DocumentFinding[]>();
/** The texts that the last question about the whole document was asked with. */
let documentTexts = new Map<string, string>();
const waiting = new Set<string>();
const listeners = new Set<(segmentId: string) => void>();
let worker: Worker | null = null;
let isBusy = false;
let isDocumentDue = false;
let askTimer: ReturnType<typeof setTimeout> | undefined;
let allTimer: ReturnType<typeof setTimeout> | undefined;

/** Calls back when the findings of a row may have changed. */
export function onFindings(listener: (segmentId: string) => void): void {
  listeners.add(listener);
}

/** The text somebody made; a draft nobody touched is not checked, and null is returned. */
function textToCheck(row: RowView): string | null {
  if (row.id === activeRowId()) return isUntouchedDraft() ? null : getText();
  return unsavedText(row.id) ?? (row.target.revisionId === null ? null : row.target.text);
}

function pairOf(row: RowView, target: string): Pair {
  return { source: row.source, target, codes: row.codes, ...(row.draft?.isWhole && { draft: row.draft.text }) };
}

export interface RowFinding {
  finding: Finding;
  /** The text that its ranges are in. */
  text: string;
  key: string;
  /** Why it is left as it is; null while it is open. */
  waiver: RowView['waivers'][number] | null;
}

/** All findings of a row, open and waived, in the order of the list. Empty while nothing is known. */
export function findingsOf(segmentId: string): RowFinding[] {
  const row = rowOf(segmentId);
  const target = row && textToCheck(row);
  if (!row || target === null || target === undefined) return [];
  const answer = results.get(segmentId);
  const ofText = (answer?.findings ?? []).map((finding) => ({ finding, checked: answer!.target }));
  const ofWhole = (ofDocument.get(segmentId) ?? []).map((finding) => ({ finding, checked: documentTexts.get(segmentId)! }));
  return [...ofText, ...ofWhole].map(({ finding, checked }) => {
    const key = findingKey(finding, { source: row.source, target: checked });
    return { finding: inText(finding, checked, target), text: target, key, waiver: row.waivers.find((waiver) => waiver.key === key) ?? null };
  });
}

/** A finding of one text, said of a later one: without the ranges, and the fix, that the change may have made wrong. */
export function inText(finding: Finding, checked: string, text: string): Finding {
  if (checked === text) return finding;
  const { fix, ...rest } = finding;
  const moved = (fix ?? []).flatMap(({ span, text: put }) => {
    const there = movedSpan(span, checked, text);
    return there ? [{ span: there, text: put }] : [];
  });
  const target = finding.target && movedSpan(finding.target, checked, text);
  return { ...rest, target, ...(fix && moved.length === fix.length && { fix: moved }) };
}

/** What is to be looked at: open, and more than information. */
export function openFindings(segmentId: string): RowFinding[] {
  return findingsOf(segmentId).filter(({ finding, waiver }) => waiver === null && finding.severity !== 'info');
}

export function agreementsOf(segmentId: string): readonly Agreement[] {
  return results.get(segmentId)?.agreements ?? [];
}

/** Whether the answer to a row's present text has come. */
export function isChecked(segmentId: string): boolean {
  return results.has(segmentId) && !waiting.has(segmentId);
}

function next(): void {
  if (isBusy || !worker) return;
  const active = activeRowId();
  const id = active !== null && waiting.has(active) ? active : waiting.values().next().value;
  if (id === undefined) return askAboutDocument();
  waiting.delete(id);
  const pair = pairToCheck(id);
  if (pair) return ask({ kind: 'segment', id, pair });
  if (results.delete(id)) tell(id);
  next();
}

/** null while there is nothing that somebody wrote. */
function pairToCheck(id: string): Pair | null {
  const row = rowOf(id);
  const text = row ? textToCheck(row) : null;
  return row && text !== null && text.trim() !== '' ? pairOf(row, text) : null;
}

function ask(question: CheckQuestion): void {
  isBusy = true;
  worker!.postMessage(question);
}

function askAboutDocument(): void {
  if (!isDocumentDue) return;
  isDocumentDue = false;
  const segments = rowElements().flatMap((element) => {
    const pair = pairToCheck(element.dataset.id!);
    return pair ? [{ id: element.dataset.id!, ...pair }] : [];
  });
  documentTexts = new Map(segments.map(({ id, target }) => [id, target]));
  ask({ kind: 'document', segments });
}

function tell(segmentId: string): void {
  for (const listener of listeners) listener(segmentId);
}

function take(answer: CheckAnswer): void {
  isBusy = false;
  if (answer.kind === 'segment') {
    const row = rowOf(answer.id);
    // Typed on meanwhile: the question is asked again.
    if (row && textToCheck(row) === answer.target) {
      results.set(answer.id, { ...answer.result, target: answer.target });
      tell(answer.id);
    }
  } else {
    const before = ofDocument;
    ofDocument = new Map();
    for (const finding of answer.findings) ofDocument.set(finding.segmentId, [...(ofDocument.get(finding.segmentId) ?? []), finding]);
    for (const id of new Set([...before.keys(), ...ofDocument.keys()])) tell(id);
  }
  next();
}

function askSoon(id: string): void {
  waiting.add(id);
  clearTimeout(askTimer);
  askTimer = setTimeout(next, ASK_AFTER_MS);
  clearTimeout(allTimer);
  allTimer = setTimeout(() => {
    isDocumentDue = true;
    next();
  }, ASK_ALL_AFTER_MS);
}

/** Starts: all rows with a text are looked at, then whatever changes. */
export function startChecker(url: string): void {
  worker = new Worker(workerUrl(url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<CheckAnswer>) => take(data));
  worker.addEventListener('error', (event) => {
    // Writing goes on without checks.
    console.warn('the checks stopped', event.message);
    worker = null;
  });
  for (const element of rowElements()) if (element.dataset.state !== 'draft' && element.dataset.state !== 'empty') waiting.add(element.dataset.id!);
  const again = ({ row }: { row: RowView }): void => askSoon(row.id);
  on('activated', again);
  on('deactivated', again);
  on('row-updated', again);
  on('changed', ({ segmentId }) => askSoon(segmentId));
  on('row-replaced', ({ segmentIds }) => segmentIds.forEach(askSoon));
  isDocumentDue = waiting.size > 0;
  next();
}
