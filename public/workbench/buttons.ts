/** Buttons of the active row show only what can be done now. */
import { activeRowId } from './activation.ts';
import { canRun } from './actions.ts';
import { on } from './events.ts';
import { elementOf } from './rows.ts';

function draw(): void {
  const id = activeRowId();
  const row = id === null ? undefined : elementOf(id);
  for (const button of row?.querySelectorAll<HTMLElement>('.under [data-action], .help [data-action]') ?? []) {
    const { action } = button.dataset;
    if (action !== 'confirm' && action !== 'redraft-sentence') button.hidden = !canRun(action!);
  }
}

let isWaiting = false;

function drawSoon(): void {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    draw();
  });
}

export function startButtons(): void {
  on('activated', draw);
  on('changed', drawSoon);
  on('saved', drawSoon);
  on('row-updated', ({ row }) => row.id === activeRowId() && drawSoon());
}
