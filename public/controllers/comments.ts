/** Comments on the active segment or on words selected in either text: written, resolved and reopened in the help panel. */
import type { CommentView, RowView } from '../../server/core/api.ts';
import { dominantLanguage } from '../../server/core/language/direction.ts';
import { cloneTemplate } from '../fragments.ts';
import { askJson } from '../net/api.ts';
import { writeHints } from '../keys/in-force.ts';
import { el, moment, part, sayIn, whyOf } from '../nodes.ts';
import { defineAction } from '../workbench/actions.ts';
import { activeRowId } from '../workbench/activation.ts';
import { announce } from '../workbench/announce.ts';
import { on } from '../workbench/events.ts';
import { drawSpine } from '../workbench/marks.ts';
import { elementOf, rowOf } from '../workbench/rows.ts';
import { flush } from '../workbench/saving.ts';
import { word } from '../words.ts';
import { selectedWords } from '../panels/selected-words.ts';
import type { SelectedWords } from '../panels/selected-words.ts';

/** Rows that are only passed through need no comments. */
const LOAD_AFTER_MS = 250;

/** On the `<template>` of the panel. */
export function connect(template: HTMLElement): void {
  let panel: CommentsPanel | null = null;
  const show = (row: RowView): void => {
    panel = new CommentsPanel(row, template.id);
  };
  on('activated', ({ row }) => show(row));
  on('deactivated', () => (panel = null));
  on('change', ({ change }) => {
    if (change.kind === 'segment.commented' && change.segmentId === panel?.row.id) void panel?.load();
  });
  defineAction('comment', { when: () => panel !== null, run: () => panel?.write() });
  // The page may have opened its first row before this controller came.
  const active = rowOf(activeRowId() ?? '');
  if (active) show(active);
}

class CommentsPanel {
  private readonly section: HTMLElement;
  private readonly box: HTMLTextAreaElement;
  private about: SelectedWords | null = null;

  constructor(
    private readonly first: RowView,
    templateId: string,
  ) {
    const { row } = this;
    this.section = cloneTemplate(templateId);
    this.box = part<HTMLTextAreaElement>(this.section, 'text');
    this.box.setAttribute('aria-label', word('comments.write', { number: row.number }));
    this.showCount(row.openComments);
    writeHints(this.section);
    const help = elementOf(row.id)?.querySelector('.help');
    help?.insertBefore(this.section, help.querySelector('[data-panel="history"]'));
    part(this.section, 'form').addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    this.box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && this.box.reportValidity()) void this.send();
    });
    part(this.section, 'drop').addEventListener('click', () => this.take(null));
    this.section.addEventListener('click', (event) => this.press(event));
    setTimeout(() => this.section.isConnected && void this.load(), LOAD_AFTER_MS);
  }

  /** The row as it is now: a refresh brings another object. */
  get row(): RowView {
    return rowOf(this.first.id) ?? this.first;
  }

  /** Begins a comment, on the selected words if there are some. */
  write(): void {
    this.take(selectedWords(this.row));
    this.box.focus();
  }

  async load(): Promise<void> {
    try {
      this.show(await askJson<CommentView[]>(`/segments/${this.row.id}/comments`));
      this.complain('');
    } catch (error) {
      this.complain(word('comments.loadFailed', { reason: whyOf(error) }));
    }
  }

  private show(comments: CommentView[]): void {
    const open = comments.filter((comment) => comment.resolvedAt === null);
    const resolved = comments.filter((comment) => comment.resolvedAt !== null);
    part(this.section, 'open').replaceChildren(...open.map(itemOf));
    part(this.section, 'resolved').replaceChildren(...resolved.map(itemOf));
    part(this.section, 'resolved-box').hidden = resolved.length === 0;
    part(this.section, 'resolved-count').textContent = word('comments.resolvedCount', { count: resolved.length });
    this.showCount(open.length);
  }

  private showCount(count: number): void {
    const badge = part(this.section, 'count');
    badge.hidden = count === 0;
    badge.textContent = String(count);
    this.row.openComments = count;
    const element = elementOf(this.row.id);
    if (element) drawSpine(element, this.row);
  }

  private take(about: SelectedWords | null): void {
    this.about = about;
    part(this.section, 'about').hidden = about === null;
    if (about === null) return;
    part(this.section, 'about-side').textContent = word(about.side === 'source' ? 'comments.onSource' : 'comments.onTarget');
    showQuote(part(this.section, 'quote'), about);
  }

  private async send(): Promise<void> {
    const text = this.box.value.trim();
    if (text === '') return;
    const anchor = this.about && (await this.anchorOf(this.about));
    // Words that no saved text holds cannot be pointed at; they are quoted in the comment itself.
    const body = this.about && !anchor ? `“${this.about.quote}” ${text}` : text;
    try {
      await askJson(`/segments/${this.row.id}/comments`, { method: 'POST', body: { text: body, side: null, span: null, revisionId: null, ...anchor } });
    } catch (error) {
      this.complain(word('comments.failed', { reason: whyOf(error) }));
      return;
    }
    this.box.value = '';
    this.take(null);
    announce(word('comments.kept', { number: this.row.number }));
    await this.load();
  }

  /** Where the words stand in the source or in the saved target; null while they stand in neither. */
  private async anchorOf({ side, span, quote }: SelectedWords) {
    if (side === 'source') return { side, span, revisionId: null };
    await flush(this.row.id);
    const { revisionId, text } = this.row.target;
    return revisionId !== null && text.slice(span.start, span.end) === quote ? { side, span, revisionId } : null;
  }

  private press(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>('[data-resolves], [data-reopens]') : null;
    if (button?.dataset.resolves) void this.resolve(button.dataset.resolves, true);
    if (button?.dataset.reopens) void this.resolve(button.dataset.reopens, false);
  }

  private async resolve(id: string, isResolved: boolean): Promise<void> {
    try {
      await askJson(`/comments/${id}/resolution`, isResolved ? { method: 'PUT', body: {} } : { method: 'DELETE' });
    } catch (error) {
      this.complain(word('comments.notChanged', { reason: whyOf(error) }));
      return;
    }
    announce(word(isResolved ? 'comments.resolvedDone' : 'comments.reopenedDone'));
    await this.load();
    this.box.focus();
  }

  private complain(text: string): void {
    sayIn(part(this.section, 'trouble'), text, 'bad');
  }
}

/** The quote, in the language and direction of its side. */
function showQuote(quote: HTMLElement, { side, quote: text }: { side: 'source' | 'target'; quote: string }): void {
  quote.lang = side === 'source' ? 'ar' : 'en';
  quote.dir = side === 'source' ? 'rtl' : 'ltr';
  quote.textContent = text;
}

function itemOf(comment: CommentView): HTMLElement {
  const name = comment.authorName;
  const head = el('p', { class: 'small cluster' }, el('strong', { class: 'grow' }, el('bdi', {}, name)), moment(comment.at));
  const said = el('p', { class: 'said-text', lang: dominantLanguage(comment.text), dir: 'auto' }, comment.text);
  const isOpen = comment.resolvedAt === null;
  const labels = isOpen ? (['resolve', 'resolveFor', 'data-resolves'] as const) : (['reopen', 'reopenFor', 'data-reopens'] as const);
  const attributes = {
    class: 'btn',
    'data-kind': 'quiet',
    'data-size': 's',
    type: 'button',
    'aria-label': word(`comments.${labels[1]}`, { name }),
    [labels[2]]: comment.id,
  };
  const item = el('li', { class: 'said' }, head);
  if (comment.quote !== '' && comment.side !== null) {
    const quote = el('blockquote', { class: 'text' });
    showQuote(quote, { side: comment.side, quote: comment.quote });
    item.append(quote);
  }
  item.append(said, el('button', attributes, word(`comments.${labels[0]}`)));
  return item;
}
