/** The history of the active segment: one line per sitting, newest first, each with what changed since the one before. */
import type { HistoryEntry, RowView } from '../../server/core/api.ts';
import { wordDiff } from '../../server/core/diff/word-diff.ts';
import { isConfirmed } from '../../server/core/states.ts';
import { cloneTemplate } from '../fragments.ts';
import { askJson } from '../net/api.ts';
import { writeHints } from '../keys/in-force.ts';
import { el, moment, part, sayIn, whyOf } from '../nodes.ts';
import { defineAction } from '../workbench/actions.ts';
import { activeRowId } from '../workbench/activation.ts';
import { announce } from '../workbench/announce.ts';
import { on } from '../workbench/events.ts';
import { focusField, getText, isLocked, setText, usedDraft } from '../workbench/field.ts';
import { elementOf, rowOf } from '../workbench/rows.ts';
import { diffNodes } from '../workbench/text.ts';
import { word } from '../words.ts';

/** On the `<template>` of the panel. */
export function connect(template: HTMLElement): void {
  let panel: HistoryPanel | null = null;
  const show = (row: RowView): void => {
    panel = new HistoryPanel(row, template.id);
  };
  on('activated', ({ row }) => show(row));
  on('deactivated', () => (panel = null));
  on('row-updated', ({ row }) => {
    if (row.id === panel?.row.id) panel.refresh();
  });
  defineAction('history', { when: () => panel !== null, run: () => panel?.open() });
  // The page may have opened its first row before this controller came.
  const active = rowOf(activeRowId() ?? '');
  if (active) show(active);
}

class HistoryPanel {
  private readonly section: HTMLElement;
  private readonly box: HTMLDetailsElement;

  constructor(
    private readonly first: RowView,
    templateId: string,
  ) {
    const { row } = this;
    this.section = cloneTemplate(templateId);
    this.box = part<HTMLDetailsElement>(this.section, 'box');
    this.box.addEventListener('toggle', () => this.refresh());
    writeHints(this.section);
    elementOf(row.id)?.querySelector('.help')?.append(this.section);
  }

  /** The row as it is now: a refresh brings another object. */
  get row(): RowView {
    return rowOf(this.first.id) ?? this.first;
  }

  open(): void {
    this.box.open = true;
    this.box.querySelector('summary')?.focus();
    this.section.scrollIntoView({ block: 'nearest' });
  }

  refresh(): void {
    if (this.box.open) void this.load();
  }

  private async load(): Promise<void> {
    const trouble = part(this.section, 'trouble');
    try {
      const entries = await askJson<HistoryEntry[]>(`/segments/${this.row.id}/history`);
      part(this.section, 'list').replaceChildren(...entries.map((entry, at) => this.itemOf(entry, before(entries, at))));
      sayIn(trouble, entries.length === 0 ? word('history.empty') : '');
    } catch (error) {
      sayIn(trouble, word('history.failed', { reason: whyOf(error) }), 'bad');
    }
  }

  private itemOf(entry: HistoryEntry, previous: HistoryEntry | undefined): HTMLElement {
    const name = nameOf(entry);
    const head = el('p', { class: 'small cluster' }, el('strong', { class: 'grow' }, el('bdi', {}, name)), moment(entry.at));
    const item = el('li', { 'data-kind': entry.kind }, head);
    if (entry.kind === 'draft') item.append(el('p', { class: 'small muted' }, entry.authorName));
    const decided = decisionOf(entry);
    if (decided !== null) item.append(el('p', { class: 'small muted' }, decided));
    item.append(
      entry.text === previous?.text ? el('p', { class: 'small muted' }, word('history.same')) : this.textOf(entry, previous),
      this.wayBack(entry, name),
    );
    return item;
  }

  /** The text with what changed since the one before; the oldest as it is. */
  private textOf(entry: HistoryEntry, previous: HistoryEntry | undefined): HTMLElement {
    return el('p', { class: 'text', lang: 'en', dir: 'ltr' }, ...diffNodes(wordDiff(previous?.text ?? entry.text, entry.text), this.row.codes));
  }

  /** The button that sets this text again, or the word that it stands there now. */
  private wayBack(entry: HistoryEntry, name: string): HTMLElement {
    if (entry.text === getText()) return el('p', { class: 'small muted' }, word('history.now'));
    if (isLocked()) return el('span', { hidden: '' });
    const label = word('history.revertFor', { name, time: moment(entry.at).textContent });
    const button = el('button', { class: 'btn', 'data-kind': 'quiet', 'data-size': 's', type: 'button', 'aria-label': label }, word('history.revert'));
    button.addEventListener('click', () => {
      setText(entry.text, { kind: 'revert', used: entry.kind === 'draft' ? usedDraft(this.row) : [] });
      focusField('end');
      announce(word('history.reverted', { number: this.row.number }));
    });
    return button;
  }
}

/** The text an entry was changed from: the next older one that counted; a text kept aside in a conflict never did. */
function before(entries: HistoryEntry[], at: number): HistoryEntry | undefined {
  return entries.slice(at + 1).find((entry) => entry.kind !== 'side');
}

/** What somebody decided with this version; null when it was only written. */
function decisionOf({ state, isReturned }: HistoryEntry): string | null {
  if (isReturned) return word('history.returned');
  return isConfirmed(state) ? word(`history.decided.${state}`) : null;
}

function nameOf(entry: HistoryEntry): string {
  if (entry.kind === 'draft') return word('history.machine');
  return entry.kind === 'side' ? word('history.side', { name: entry.authorName }) : entry.authorName;
}
