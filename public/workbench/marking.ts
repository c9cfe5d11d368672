/** Caret or pointer in a sentence marks the sentence that belongs to it on the other side. Only the active row is looked at. */
import { drawMirror, fieldElement, getText } from './field.ts';
import { on } from './events.ts';
import { elementOf, rowOf } from './rows.ts';
import { activeRowId } from './activation.ts';
import { pairAtTarget, sentencePairs } from './pairing.ts';
import type { SentencePair } from './pairing.ts';

const SETTLE_MS = 120;
let pairs: SentencePair[] | null = null;
let pairsText: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function currentPairs(): SentencePair[] {
  const id = activeRowId();
  const row = id === null ? undefined : rowOf(id);
  const text = getText();
  if (!row || text === null) return [];
  if (pairs === null || pairsText !== text) {
    pairs = sentencePairs(row, text);
    pairsText = text;
  }
  return pairs;
}

function markSource(sentence: number | null): void {
  const id = activeRowId();
  const source = id === null ? null : elementOf(id)?.querySelector('.source');
  if (!source) return;
  for (const element of source.querySelectorAll<HTMLElement>('.sentence')) element.classList.toggle('paired', element.dataset.sentence === String(sentence));
}

/** Index in `row.sentences` of the Arabic sentence the caret is in; null when there is only one, or none. */
export function sentenceAtCaret(): number | null {
  const field = fieldElement();
  const all = currentPairs();
  return field && all.length > 1 ? (pairAtTarget(all, field.selectionStart)?.sentence ?? null) : null;
}

function markFromCaret(): void {
  markSource(document.activeElement === fieldElement() ? sentenceAtCaret() : null);
}

function markSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(markFromCaret, SETTLE_MS);
}

function pointAt(element: Element | null): void {
  const sentence = element?.closest<HTMLElement>('.segment[data-active] .source .sentence')?.dataset.sentence;
  const all = currentPairs();
  const pair = sentence === undefined || all.length < 2 ? undefined : all.find((each) => each.sentence === Number(sentence));
  drawMirror(pair?.target ?? null);
}

/** Starts below the list of rows. */
export function startMarking(list: HTMLElement): void {
  on('activated', () => {
    pairs = null;
    markSoon();
  });
  on('changed', markSoon);
  on('row-updated', ({ row }) => {
    if (row.id === activeRowId()) pairs = null;
  });
  document.addEventListener('selectionchange', () => document.activeElement === fieldElement() && markSoon());
  list.addEventListener('focusout', () => markSource(null));
  list.addEventListener('focusin', markSoon);
  let isPointing = false;
  list.addEventListener('pointerover', (event) => {
    const isSentence = event.target instanceof Element && event.target.closest('.segment[data-active] .source') !== null;
    if (!isSentence && !isPointing) return;
    isPointing = isSentence;
    pointAt(isSentence ? event.target : null);
  });
}
