/** “470 words, 232 confirmed”: words of the source, kept up to date row by row. */
import { word } from '../words.ts';
import { on } from './events.ts';
import { elementOf, rowElements } from './rows.ts';

const CONFIRMED = new Set(['translated', 'reviewed', 'final']);

interface Counted {
  words: number;
  isConfirmed: boolean;
}

const counted = new Map<string, Counted>();
let total = 0;
let confirmed = 0;

function count(element: HTMLElement): Counted {
  return { words: Number(element.dataset.words), isConfirmed: CONFIRMED.has(element.dataset.state ?? '') };
}

function add({ words, isConfirmed }: Counted, sign: 1 | -1): void {
  total += sign * words;
  if (isConfirmed) confirmed += sign * words;
}

function say(): void {
  const element = document.querySelector('[data-part="words"]');
  if (element) element.textContent = word('status.words', { total, confirmed });
}

function recount(id: string): void {
  const before = counted.get(id);
  const element = elementOf(id);
  if (before) add(before, -1);
  counted.delete(id);
  if (element) {
    const now = count(element);
    counted.set(id, now);
    add(now, 1);
  }
}

export function startWordCount(): void {
  for (const element of rowElements()) recount(element.dataset.id!);
  say();
  const follow = (ids: readonly string[]): void => {
    ids.forEach(recount);
    say();
  };
  on('row-updated', ({ row }) => queueMicrotask(() => follow([row.id])));
  on('before-replaced', ({ retired }) => queueMicrotask(() => follow(retired)));
  on('row-replaced', ({ segmentIds }) => follow(segmentIds));
}
