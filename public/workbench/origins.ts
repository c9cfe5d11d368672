/** Origin of words in resting rows: what came from the machine is underlined, what a person wrote is plain. Drawn only while it is asked for, and only for rows in sight. */
import type { RowView } from '../../server/core/api.ts';
import { wordOrigins } from '../../server/core/diff/origins.ts';
import { askJson } from '../net/api.ts';
import { activeRowId } from './activation.ts';
import { defineAction } from './actions.ts';
import { on } from './events.ts';
import { elementOf, rowOf } from './rows.ts';
import { isUnsaved } from './saving.ts';
import { textNodes } from './text.ts';

const root = document.documentElement;
const isOn = (): boolean => root.dataset.origin === 'on';
let sight: IntersectionObserver | null = null;

function machineWords(row: RowView, text: string): Node {
  const element = document.createElement('span');
  element.className = 'w';
  element.dataset.from = 'machine';
  element.append(...textNodes(text, row.codes));
  return element;
}

function draw(id: string): void {
  const row = rowOf(id);
  const paragraph = elementOf(id)?.querySelector<HTMLElement>('.target > .text');
  if (!row?.draft || !paragraph || id === activeRowId() || isUnsaved(id)) return;
  if (row.target.revisionId === null) return paragraph.replaceChildren(machineWords(row, row.draft.text));
  const runs = wordOrigins(row.draft.text, row.target.text);
  paragraph.replaceChildren(...runs.flatMap(({ from, text }) => (from === 'machine' ? [machineWords(row, text)] : textNodes(text, row.codes))));
}

function watch(element: Element): void {
  sight ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight!.unobserve(target);
        if (isOn()) draw((target as HTMLElement).dataset.id!);
      }
    },
    { rootMargin: '50% 0%' },
  );
  sight.observe(element);
}

function watchAll(): void {
  if (isOn()) document.querySelectorAll('.segments .segment').forEach(watch);
}

function toggle(): void {
  const value = isOn() ? 'off' : 'on';
  root.dataset.origin = value;
  askJson('/preferences/origin', { method: 'PUT', body: { value } }).catch(() => undefined);
}

function showState(): void {
  for (const button of document.querySelectorAll('[data-action="toggle-origin"]')) button.setAttribute('aria-pressed', String(isOn()));
  for (const box of document.querySelectorAll<HTMLInputElement>('input[name="origin"]')) box.checked = isOn();
  watchAll();
}

export function startOrigins(): void {
  defineAction('toggle-origin', { run: toggle });
  new MutationObserver(showState).observe(root, { attributes: true, attributeFilter: ['data-origin'] });
  const again = (id: string): void => {
    const element = elementOf(id);
    if (isOn() && element) queueMicrotask(() => watch(element));
  };
  on('row-replaced', ({ segmentIds }) => segmentIds.forEach(again));
  on('row-updated', ({ row }) => again(row.id));
  on('deactivated', ({ row }) => again(row.id));
  watchAll();
}
