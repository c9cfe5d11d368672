/** Find and replace in the targets: a preview with a choice for each segment, one request, one step of undo. */
import type { BatchEdit, BatchOutcome, ReplacementPreview } from '../../server/core/api.ts';
import type { DiffPart } from '../../server/core/diff/word-diff.ts';
import { replaceAll } from '../../server/core/search/replace.ts';
import type { Replacement } from '../../server/core/search/replace.ts';
import { askJson, Refusal } from '../net/api.ts';
import { el, part, sayIn, whyOf } from '../nodes.ts';
import type { Tone } from '../nodes.ts';
import { selectedWords } from '../panels/selected-words.ts';
import { defineAction } from '../workbench/actions.ts';
import { activeRowId } from '../workbench/activation.ts';
import { announce } from '../workbench/announce.ts';
import { elementOf, rowOf } from '../workbench/rows.ts';
import { flushAll, takeAcknowledged, unsavedIds } from '../workbench/saving.ts';
import { diffNodes } from '../workbench/text.ts';
import { recordStep } from '../workbench/undo-redo.ts';
import { word } from '../words.ts';
import { openDialog } from './dialogs.ts';

type PreviewRow = ReplacementPreview['rows'][number];

const PREVIEW_AFTER_MS = 250;

export function connect(dialog: HTMLElement): void {
  const replacing = new ReplaceDialog(dialog);
  defineAction('replace', { run: () => replacing.open() });
}

class ReplaceDialog {
  private readonly form: HTMLFormElement;
  private readonly list: HTMLElement;
  private readonly said: HTMLElement;
  private readonly apply: HTMLButtonElement;
  private readonly all: HTMLElement;
  private rows: PreviewRow[] = [];
  private wanted: Replacement | null = null;
  /** One key per preview: pressing twice after a lost answer replaces once. */
  private key = '';
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly dialog: HTMLElement) {
    this.form = part<HTMLFormElement>(dialog, 'form');
    this.list = part(dialog, 'list');
    this.said = part(dialog, 'said');
    this.apply = part<HTMLButtonElement>(dialog, 'apply');
    this.all = part(dialog, 'all');
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.preview();
    });
    this.form.addEventListener('input', (event) => this.changed(event));
    this.apply.addEventListener('click', () => void this.run());
    this.all.addEventListener('change', () => this.choose((this.all.querySelector('input') as HTMLInputElement).checked));
  }

  open(): void {
    const row = rowOf(activeRowId() ?? '');
    const quote = row && document.activeElement?.closest('.segment') ? selectedWords(row) : null;
    if (quote?.side === 'target') this.input('find').value = quote.quote;
    openDialog(this.dialog.id, '[name="find"]');
    this.input('find').select();
    this.show([]);
    this.say('');
    if (this.input('find').value !== '') void this.preview();
  }

  private input(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement;
  }

  private changed(event: Event): void {
    const input = event.target as HTMLInputElement;
    if (this.list.contains(input)) return this.showChosen();
    if (this.all.contains(input)) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.preview(), PREVIEW_AFTER_MS);
  }

  private read(): Replacement {
    return {
      find: this.input('find').value,
      replace: this.input('replace').value,
      matchCase: this.input('matchCase').checked,
      wholeWord: this.input('wholeWords').checked,
    };
  }

  private async preview(): Promise<void> {
    clearTimeout(this.timer);
    const wanted = this.read();
    this.wanted = wanted;
    if (wanted.find === '') {
      this.show([]);
      this.say('');
      return;
    }
    await flushAll();
    const query = new URLSearchParams({ find: wanted.find, replace: wanted.replace, case: wanted.matchCase ? '1' : '0', word: wanted.wholeWord ? '1' : '0' });
    try {
      const preview = await askJson<ReplacementPreview>(`/documents/${documentId()}/replacements?${query.toString()}`);
      if (this.wanted === wanted) this.tell(preview);
    } catch (error) {
      this.show([]);
      this.say(whyOf(error), 'bad');
    }
  }

  private tell({ total, rows }: ReplacementPreview): void {
    this.key = crypto.randomUUID();
    this.show(rows);
    if (total === 0) this.say(word('replace.nothing', { find: this.wanted!.find }));
    else this.say(word('replace.in', { places: word('replace.places', { count: total }), count: rows.length }));
  }

  private show(rows: PreviewRow[]): void {
    this.rows = rows;
    this.list.replaceChildren(...rows.map((row) => itemOf(row, this.wanted!)));
    part(this.dialog, 'region').hidden = rows.length === 0;
    this.all.hidden = rows.length < 2;
    this.showChosen();
  }

  private boxes(): HTMLInputElement[] {
    return [...this.list.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
  }

  private choose(isChosen: boolean): void {
    for (const box of this.boxes()) box.checked = isChosen;
    this.showChosen();
  }

  private showChosen(): void {
    const boxes = this.boxes();
    const count = boxes.filter((box) => box.checked).length;
    const all = this.all.querySelector('input') as HTMLInputElement;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    this.apply.disabled = count === 0;
    this.apply.textContent = count === 0 ? word('replace.applyNone') : word('replace.apply', { count });
  }

  private async run(): Promise<void> {
    const chosen = new Set(this.boxes().flatMap((box) => (box.checked ? [box.value] : [])));
    const rows = this.rows.filter((row) => chosen.has(row.segmentId));
    await flushAll();
    const unsaved = unsavedIds().find((id) => chosen.has(id));
    if (unsaved !== undefined) return this.say(word('replace.unsaved', { number: rowOf(unsaved)?.number ?? '' }), 'bad');
    this.apply.disabled = true;
    const batch: BatchEdit = { origin: 'replace', edits: rows.map((row) => ({ segmentId: row.segmentId, ifMatch: row.revisionId, text: row.after })) };
    try {
      const outcome = await askJson<BatchOutcome>(`/documents/${documentId()}/edits`, { method: 'POST', body: batch, idempotencyKey: this.key });
      this.finish(rows, outcome);
    } catch (error) {
      if (error instanceof Refusal) this.key = crypto.randomUUID();
      this.apply.disabled = false;
      this.say(word('replace.failed', { reason: whyOf(error) }), 'bad');
    }
  }

  private finish(rows: PreviewRow[], { saved, refused }: BatchOutcome): void {
    saved.forEach(takeAcknowledged);
    const before = new Map(rows.map((row) => [row.segmentId, row.before]));
    recordStep(
      saved.map((target) => ({ segmentId: target.segmentId, before: before.get(target.segmentId)!, after: target.text, caret: 0 })),
      'replace',
    );
    const text = outcomeInWords(saved.length, refused);
    this.show([]);
    this.say(text, refused.length > 0 ? 'warn' : 'good');
    announce(text);
    this.input('find').focus();
  }

  private say(text: string, tone?: Tone): void {
    sayIn(this.said, text, tone);
    this.said.hidden = false;
  }
}

function documentId(): string {
  return document.querySelector<HTMLElement>('main[data-document]')!.dataset.document!;
}

/** “Replaced in 3 segments. 1 segment was left alone: …” */
function outcomeInWords(saved: number, refused: BatchOutcome['refused']): string {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  const left = reasons.map((reason) =>
    word('replace.left', { count: refused.filter((each) => each.reason === reason).length, reason: word(`replace.reason.${reason}`) }),
  );
  const done = saved === 0 ? word('replace.doneNone') : word('replace.done', { count: saved });
  return [done, ...left, ...(saved > 0 ? [word('replace.doneUndo')] : [])].join(' ');
}

/** A segment's line: its number, a choice, and the text with what goes and what comes. */
function itemOf(row: PreviewRow, wanted: Replacement): HTMLElement {
  const box = el('input', { type: 'checkbox', value: row.segmentId, 'aria-label': word('replace.choose', { number: row.number }) });
  box.checked = true;
  const text = el('p', { class: 'text', lang: 'en', dir: 'ltr' }, ...diffNodes(changesOf(row, wanted), rowOf(row.segmentId)?.codes ?? []));
  const number = elementOf(row.segmentId)?.dataset.number ?? String(row.number);
  return el('li', {}, el('label', { class: 'choice' }, box, el('span', { class: 'num' }, number)), text);
}

/** What goes and what comes, exactly where it was found: a word that is replaced whole is not taken apart. */
function changesOf({ before }: PreviewRow, wanted: Replacement): DiffPart[] {
  const parts: DiffPart[] = [];
  let at = 0;
  for (const { start, end } of replaceAll(before, wanted).spans) {
    parts.push({ kind: 'same', text: before.slice(at, start) }, { kind: 'removed', text: before.slice(start, end) }, { kind: 'added', text: wanted.replace });
    at = end;
  }
  return [...parts, { kind: 'same', text: before.slice(at) }];
}
