/** Search in both texts and chips by state: rows that do not match are hidden, what was found is marked, and the result is said. */
import { createFinder } from '../../server/core/search/find.ts';
import { el, part } from '../nodes.ts';
import { paint, rangesIn } from '../panels/highlight.ts';
import { hitsOfRow } from '../panels/row-search.ts';
import type { RowHits } from '../panels/row-search.ts';
import { selectedWords } from '../panels/selected-words.ts';
import { defineAction } from '../workbench/actions.ts';
import { activate, activeRowId } from '../workbench/activation.ts';
import { announce } from '../workbench/announce.ts';
import { on } from '../workbench/events.ts';
import { focusField } from '../workbench/field.ts';
import { elementOf, rowCount, rowElements, rowOf } from '../workbench/rows.ts';
import { word } from '../words.ts';

const SEARCH_AFTER_MS = 80;
const FOLLOW_AFTER_MS = 300;
const MOST_MARKED = 3000;
const LONGEST_TAKEN = 60;

let bar: FindBar | null = null;

export function connect(element: HTMLElement): void {
  bar = new FindBar(element);
  element.hidden = false;
  defineAction('find', { run: () => bar!.focus() });
}

/** Takes search and filter off, so that every row is on the page. */
export function showAllRows(): void {
  bar?.clear();
}

interface FoundRow {
  element: HTMLElement;
  id: string;
  hits: RowHits;
}

class FindBar {
  private readonly query: HTMLInputElement;
  private readonly said: HTMLElement;
  private readonly chips: HTMLButtonElement[];
  private readonly list = document.querySelector<HTMLElement>('.segments')!;
  private readonly none: HTMLElement;
  private mark = 'all';
  private finder = createFinder('');
  private found: FoundRow[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    this.query = part<HTMLInputElement>(root, 'query');
    this.said = part(root, 'hits');
    this.chips = [...root.querySelectorAll<HTMLButtonElement>('[data-mark]')];
    this.none = this.emptyMessage();
    this.query.addEventListener('input', () => this.later(SEARCH_AFTER_MS, () => this.search()));
    this.query.addEventListener('keydown', (event) => this.key(event));
    root.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault());
    for (const chip of this.chips) chip.addEventListener('click', () => this.choose(chip.dataset.mark!));
    this.follow();
    if (this.query.value !== '')
      this.search(); // the browser kept it over a reload
    else this.count();
  }

  /** The search field, with what is selected in the active row as its query. */
  focus(): void {
    const id = activeRowId();
    const row = id === null ? undefined : rowOf(id);
    const quote = row && document.activeElement?.closest('.segment') ? (selectedWords(row)?.quote ?? '') : '';
    if (quote !== '' && quote.length <= LONGEST_TAKEN && quote !== this.query.value) {
      this.query.value = quote;
      this.search();
    }
    this.query.focus();
    this.query.select();
  }

  clear(): void {
    this.query.value = '';
    this.mark = 'all';
    this.search();
  }

  private get isOn(): boolean {
    return !this.finder.isEmpty || this.mark !== 'all';
  }

  private later(ms: number, act: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, ms);
  }

  /** Rows change while a filter is on; counts change in any case. A stream of changes is followed as it comes, not when it has ended. */
  private follow(): void {
    let isComing = false;
    const refresh = (): void => {
      if (isComing) return;
      isComing = true;
      setTimeout(() => {
        isComing = false;
        this.apply();
      }, FOLLOW_AFTER_MS);
    };
    on('row-updated', refresh);
    on('row-replaced', refresh);
    on('activated', ({ row }) => {
      elementOf(row.id)!.hidden = false;
      refresh();
    });
    on('changed', () => !this.finder.isEmpty && refresh());
  }

  private choose(mark: string): void {
    this.mark = mark;
    this.search();
  }

  private search(): void {
    this.finder = createFinder(this.query.value);
    this.apply();
    announce(this.summary());
  }

  private rows(): FoundRow[] {
    return rowElements().map((element) => ({ element, id: element.dataset.id!, hits: hitsOfRow(element.dataset.id!, this.finder) }));
  }

  private apply(): void {
    this.count();
    if (!this.isOn && this.found.length === 0 && this.none.hidden) return;
    const rows = this.rows();
    this.found = this.isOn ? rows.filter((row) => this.isWanted(row)) : [];
    const shown = new Set(this.isOn ? this.found : rows);
    // The row being worked in never vanishes under one's hands.
    for (const row of rows) row.element.hidden = !shown.has(row) && row.id !== activeRowId();
    this.markHits();
    this.showResult();
  }

  private showResult(): void {
    this.said.textContent = this.finder.isEmpty || this.found.length === 0 ? '' : this.summary();
    this.none.hidden = !this.isOn || this.found.length > 0;
    this.none.querySelector('p')!.textContent = this.summary();
  }

  private isWanted({ element, hits }: FoundRow): boolean {
    return (this.mark === 'all' || element.dataset.state === this.mark) && (this.finder.isEmpty || countOf(hits) > 0);
  }

  private count(): void {
    const counts = new Map<string, number>();
    for (const { dataset } of rowElements()) counts.set(dataset.state!, (counts.get(dataset.state!) ?? 0) + 1);
    for (const chip of this.chips) {
      const mark = chip.dataset.mark!;
      const count = mark === 'all' ? [...counts.values()].reduce((sum, each) => sum + each, 0) : (counts.get(mark) ?? 0);
      part(chip, 'count').textContent = String(count);
      chip.setAttribute('aria-pressed', String(mark === this.mark));
      chip.hidden = count === 0 && mark !== 'all' && mark !== this.mark;
    }
  }

  private markHits(): void {
    const ranges: Range[] = [];
    for (const { element, hits } of this.finder.isEmpty ? [] : this.found) {
      if (ranges.length > MOST_MARKED) break;
      ranges.push(...rangesIn(element.querySelector('.source'), hits.source, hits.source.at(-1)?.end ?? 0));
      ranges.push(...rangesIn(element.querySelector('.target .mirror, .target > p.text'), hits.target, hits.target.at(-1)?.end ?? 0));
    }
    paint('found', ranges);
  }

  private summary(): string {
    const count = this.found.length;
    const query = this.query.value.trim();
    if (this.finder.isEmpty)
      return this.mark === 'all' ? word('find.all', { count: rowCount() }) : count === 0 ? word('find.noneState') : word('find.shown', { count });
    if (count === 0) return word(this.mark === 'all' ? 'find.none' : 'find.noneHere', { query });
    const hits = this.found.reduce((sum, row) => sum + countOf(row.hits), 0);
    return word('find.in', { hits: word('find.hits', { count: hits }), count });
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === 'Escape') this.leave(event);
    if (event.key !== 'Enter') return;
    event.preventDefault();
    clearTimeout(this.timer);
    this.search();
    this.goToHit(event.shiftKey ? -1 : 1);
  }

  /** Esc empties the search first; from an empty one it goes back to the text. */
  private leave(event: KeyboardEvent): void {
    event.preventDefault();
    if (this.query.value !== '') this.clear();
    else focusField();
  }

  /** The next or previous row with a hit, round the end. */
  private goToHit(step: 1 | -1): void {
    if (this.found.length === 0) return;
    const at = this.found.findIndex(({ id }) => id === activeRowId());
    const from = at === -1 && step === -1 ? 0 : at;
    const next = this.found[(from + step + this.found.length) % this.found.length]!;
    activate(next.id, { caret: next.hits.target[0]?.start ?? 'start' });
  }

  private emptyMessage(): HTMLElement {
    const clear = el('button', { class: 'btn', type: 'button' }, word('find.clear'));
    clear.addEventListener('click', () => {
      this.clear();
      this.query.focus();
    });
    const message = el('div', { class: 'empty' }, el('p'), clear);
    message.hidden = true;
    this.list.after(message);
    return message;
  }
}

function countOf({ source, target }: RowHits): number {
  return source.length + target.length;
}
