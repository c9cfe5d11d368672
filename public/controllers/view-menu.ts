/** The View menu: each choice shows at once on the root element and is kept for the person; the menu closes on Esc and on a press beside it. */
import { chosenKeys, changeKeys, whenKeysChange } from '../keys/in-force.ts';
import { isPresetName } from '../keys/presets.ts';
import { askJson } from '../net/api.ts';
import { alertNow } from '../workbench/announce.ts';
import { word } from '../words.ts';

/** Preferences that stand on the root element under their own name (`data-text-size` for textSize). */
const SHOWN = ['theme', 'textSize', 'density', 'sides', 'origin'];

export function connect(menu: HTMLElement): void {
  menu.addEventListener('change', (event) => {
    const field = event.target;
    if (field instanceof HTMLInputElement && SHOWN.includes(field.name))
      choose(field.name, field.type === 'checkbox' && !field.checked ? field.dataset.off! : field.value);
  });
  connectPreset(menu.querySelector<HTMLSelectElement>('[data-part="preset"]'));
  closeLikeAMenu(menu as HTMLDetailsElement);
}

function choose(name: string, value: string): void {
  const { dataset } = document.documentElement;
  if (value === 'system') delete dataset[name];
  else dataset[name] = value;
  askJson(`/preferences/${name}`, { method: 'PUT', body: { value } }).catch(() => alertNow(word('view.notKept')));
}

function connectPreset(select: HTMLSelectElement | null): void {
  if (!select) return;
  select.addEventListener('change', () => {
    if (isPresetName(select.value)) changeKeys({ preset: select.value, own: chosenKeys().own }).catch(() => alertNow(word('view.notKept')));
  });
  whenKeysChange(() => (select.value = chosenKeys().preset));
}

function closeLikeAMenu(menu: HTMLDetailsElement): void {
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
    event.stopPropagation();
  });
  document.addEventListener('pointerdown', (event) => {
    if (menu.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}
