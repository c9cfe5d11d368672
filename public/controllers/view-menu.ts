/** The View menu: each choice shows at once on the root element and is kept for the person. */
import { chosenKeys, changeKeys, whenKeysChange } from '../keys/in-force.ts';
import { isPresetName } from '../keys/presets.ts';
import { askJson } from '../net/api.ts';
import { letMenusClose } from '../panels/menus.ts';
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
  menu.querySelector('[data-part="languages"]')?.addEventListener('submit', (event) => comeBackHere(event.target as HTMLFormElement));
  connectPreset(menu.querySelector<HTMLSelectElement>('[data-part="preset"]'));
  letMenusClose();
}

function choose(name: string, value: string): void {
  const { dataset } = document.documentElement;
  if (value === 'system') delete dataset[name];
  else dataset[name] = value;
  askJson(`/preferences/${name}`, { method: 'PUT', body: { value } }).catch(() => alertNow(word('view.notKept')));
}

/** The server knows the page's address but not the segment in it. */
function comeBackHere(form: HTMLFormElement): void {
  const field = form.elements.namedItem('next');
  if (field instanceof HTMLInputElement) field.value += location.hash;
}

function connectPreset(select: HTMLSelectElement | null): void {
  if (!select) return;
  select.addEventListener('change', () => {
    if (isPresetName(select.value)) changeKeys({ preset: select.value, own: chosenKeys().own }).catch(() => alertNow(word('view.notKept')));
  });
  whenKeysChange(() => (select.value = chosenKeys().preset));
}
