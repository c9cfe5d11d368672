/** The review page: keys, the changes drawn while one corrects, the words a reason is about, what is kept on this device, and news of others. Forms do the work. */
import type { ChangeEvent } from '../../server/core/api.ts';
import { layersOf, tidyLayers } from '../../server/core/diff/layers.ts';
import type { InlineCode } from '../../server/core/model.ts';
import { forgetOldWords, forgetWords, keepWords, keptWords } from '../data/review-words.ts';
import { startKeys } from '../keys/in-force.ts';
import { listenToChanges } from '../net/stream.ts';
import { el, part } from '../nodes.ts';
import { defineAction, listenForActions } from '../workbench/actions.ts';
import { textNodes } from '../workbench/text.ts';

const SETTLE_MS = 150;

/** An element that a page without a segment, or for somebody who may not decide, does not have. */
function maybe<T extends HTMLElement>(root: ParentNode, name: string): T | null {
  return root.querySelector<T>(`[data-part="${name}"]`);
}

export function connect(root: HTMLElement): void {
  sortAtOnce(root);
  if (root.dataset.decided) forgetWords(root.dataset.decided);
  forgetOldWords();
  showPlaceInQueue(root);
  startDecisionKeys(root);
  listenForNews(root);
  const field = maybe<HTMLTextAreaElement>(root, 'now');
  if (field) startField(root, field);
  root.dataset.ready = '';
}

function sortAtOnce(root: HTMLElement): void {
  maybe(root, 'sort')?.remove();
  const order = part<HTMLSelectElement>(root, 'order');
  order.addEventListener('change', () => order.form!.requestSubmit());
}

/** Scrolls the list and not the page. */
function showPlaceInQueue(root: HTMLElement): void {
  const current = root.querySelector<HTMLElement>('.queue [aria-current]');
  const list = current?.parentElement;
  if (list) list.scrollTop += current.getBoundingClientRect().top - list.getBoundingClientRect().top - current.offsetHeight;
}

function startDecisionKeys(root: HTMLElement): void {
  const presses = (name: string) => ({ when: () => maybe(root, name) !== null, run: () => part(root, name).click() });
  defineAction('confirm', presses('approve'));
  defineAction('next-segment', presses('next'));
  defineAction('previous-segment', presses('previous'));
  listenForActions(document);
  startKeys({ preset: root.dataset.preset ?? '', own: JSON.parse(root.dataset.keys || '{}') as unknown });
}

/** When somebody saves the segment in the page, what one sees is no longer what one would decide about. */
function listenForNews(root: HTMLElement): void {
  const { segment, revision } = root.dataset;
  if (!segment) return;
  const isNewer = ({ kind, data }: ChangeEvent) =>
    kind === 'segment.saved' ? data.revisionId !== revision : kind === 'segment.split' || kind === 'segment.joined';
  const say = (): void => void (part(root, 'changed').hidden = false);
  listenToChanges(root.dataset.position!, { change: (change) => change.segmentId === segment && isNewer(change) && say(), setBack: say });
}

interface Texts {
  codes: InlineCode[];
  draft: string;
  translation: string;
  now: string;
}

function startField(root: HTMLElement, field: HTMLTextAreaElement): void {
  const segmentId = root.dataset.segment!;
  const revisionId = root.dataset.revision!;
  const texts = JSON.parse(field.dataset.texts!) as Texts;
  const comment = maybe<HTMLTextAreaElement>(root, 'comment');
  const showAbout = startAbout(root, field, texts.now);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    drawChanges(root, texts, field.value);
    saySigning(root, field.value !== texts.now);
    showAbout();
  };
  restore(root, { field, comment, now: texts.now });
  for (const written of [field, comment])
    written?.addEventListener('input', () => {
      keepWords({ segmentId, revisionId, text: field.value, comment: comment?.value ?? '' });
      clearTimeout(timer);
      timer = setTimeout(show, SETTLE_MS);
    });
  show();
}

/** What was written here before the page went, unless the server gave it back itself. What was written on an earlier version is shown beside. */
function restore(root: HTMLElement, { field, comment, now }: { field: HTMLTextAreaElement; comment: HTMLTextAreaElement | null; now: string }): void {
  const kept = keptWords(root.dataset.segment!);
  if (!kept) return;
  if (comment?.value === '') comment.value = kept.comment;
  if (kept.revisionId === root.dataset.revision) {
    if (field.value === now) field.value = kept.text;
  } else if (kept.text !== field.value && kept.text !== now) {
    part(root, 'kept-text').textContent = kept.text;
    part(root, 'kept').hidden = false;
  }
}

function drawChanges(root: HTMLElement, texts: Texts, now: string): void {
  const parts = tidyLayers(layersOf({ draft: texts.draft, translation: texts.translation, now }));
  const nodes = parts.flatMap(({ kind, by, text }) => {
    const inside = textNodes(text, texts.codes);
    return kind === 'same' ? inside : [el(kind === 'added' ? 'ins' : 'del', { 'data-by': by }, ...inside)];
  });
  root.querySelector('[data-layer="all"]')!.replaceChildren(...nodes);
  root.querySelector('[data-layer="now"]')!.replaceChildren(...textNodes(now, texts.codes));
  part(root, 'corrector').hidden = now === texts.translation;
}

/** The button says what pressing it signs; a text that is approved already needs a change to be approved anew. */
function saySigning(root: HTMLElement, isCorrected: boolean): void {
  const button = maybe<HTMLButtonElement>(root, 'approve');
  if (!button) return;
  const words = part(button, 'approve-words');
  words.dataset.plain ??= words.textContent;
  words.textContent = isCorrected ? words.dataset.corrected! : words.dataset.plain;
  button.disabled = 'needsChange' in button.dataset && !isCorrected;
}

/** Words selected in the text are what the reason is about; only in the text as it stands, since that is what goes back. Returns how to show them. */
function startAbout(root: HTMLElement, field: HTMLTextAreaElement, now: string): () => void {
  const box = maybe(root, 'about');
  if (!box) return () => undefined;
  const [start, end] = [part<HTMLInputElement>(root, 'span-start'), part<HTMLInputElement>(root, 'span-end')];
  const set = (span: [number, number] | null): void => {
    [start.value, end.value] = span ? [String(span[0]), String(span[1])] : ['', ''];
    show();
  };
  const show = (): void => {
    const canMark = field.value === now;
    if (!canMark) [start.value, end.value] = ['', ''];
    box.hidden = start.value === '';
    part(root, 'about-hint').hidden = !box.hidden || !canMark;
    part(root, 'quote').textContent = box.hidden ? '' : now.slice(Number(start.value), Number(end.value));
  };
  const take = (): void => {
    const { selectionStart, selectionEnd } = field;
    if (field.value === now) set(selectionStart < selectionEnd ? [selectionStart, selectionEnd] : null);
  };
  for (const event of ['select', 'keyup', 'mouseup']) field.addEventListener(event, take);
  part(box, 'drop').addEventListener('click', () => set(null));
  return show;
}
