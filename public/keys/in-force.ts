/** The keys of this person in this page: read once, listened to, written on buttons, and changed from the dialog and the View menu. */
import { askJson } from '../net/api.ts';
import { on } from '../workbench/events.ts';
import { runAction } from '../workbench/actions.ts';
import { isActionName, isRepeated } from './actions.ts';
import { ariaLabelOf, isCharacter, labelOf } from './combo.ts';
import { actionFor, keyMap, readOwnKeys, storedKeys } from './key-map.ts';
import type { OwnKeys, Place } from './key-map.ts';
import { isPresetName } from './presets.ts';
import type { KeyMap, PresetName } from './presets.ts';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

interface Choice {
  preset: PresetName;
  own: OwnKeys;
}

let choice: Choice = { preset: 'dragoman', own: {} };
let keys: KeyMap = keyMap('dragoman', {});
const watchers = new Set<() => void>();

/** What the person chose: a preset and what differs from it. */
export function chosenKeys(): Choice {
  return choice;
}

export function keysInForce(): KeyMap {
  return keys;
}

/** Calls back whenever the keys change, from wherever. */
export function whenKeysChange(watcher: () => void): void {
  watchers.add(watcher);
}

function take(next: Choice): void {
  choice = next;
  keys = keyMap(next.preset, next.own);
  writeHints(document);
  for (const watcher of watchers) watcher();
}

/** Takes other keys at once and has the server keep them. @throws when it could not; the keys work in this page all the same. */
export async function changeKeys(next: Choice): Promise<void> {
  const before = choice;
  take(next);
  if (next.preset !== before.preset) await askJson('/preferences/keyPreset', { method: 'PUT', body: { value: next.preset } });
  await askJson('/preferences/keys', { method: 'PUT', body: { value: storedKeys(next.own) } });
}

/** Fills every `<kbd data-key-for="action">` below `root` and tells its button's keys to screen readers. */
export function writeHints(root: ParentNode): void {
  for (const hint of root.querySelectorAll<HTMLElement>('[data-key-for]')) {
    const action = hint.dataset.keyFor!;
    const combo = isActionName(action) ? keys[action][0] : undefined;
    hint.hidden = combo === undefined;
    hint.textContent = combo === undefined ? '' : labelOf(combo, isMac);
    const control = hint.closest('button, a, summary');
    if (!control) continue;
    if (combo === undefined || isCharacter(combo)) control.removeAttribute('aria-keyshortcuts');
    else control.setAttribute('aria-keyshortcuts', ariaLabelOf(combo, isMac));
  }
}

const TEXT_FIELD = 'textarea, select, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"], [type="range"])';

function placeOf(element: Element | null): Place {
  if (element?.closest('.segment[data-active] .target textarea')) return 'target-field';
  return element?.closest(TEXT_FIELD) ? 'other-field' : 'outside';
}

/** AltGr types characters. Firefox on a Mac reports Option as AltGr; there it is a plain modifier. */
const isAltGr = (event: KeyboardEvent): boolean => !isMac && event.getModifierState('AltGraph');

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isAltGr(event) || document.querySelector('dialog[open]')) return;
  const element = event.target instanceof Element ? event.target : null;
  const action = actionFor(event, keys, { place: placeOf(element), isMac });
  if (action === null) return;
  if (event.repeat && !isRepeated(action)) event.preventDefault();
  else if (runAction(action)) event.preventDefault();
}

/** Starts: the person's stored choice, the hints on the page, the listener. */
export function startKeys(stored: { preset: string; own: unknown }): void {
  take({ preset: isPresetName(stored.preset) ? stored.preset : 'dragoman', own: readOwnKeys(stored.own) });
  document.addEventListener('keydown', handle);
  on('activated', ({ row }) => writeHints(document.getElementById(`s${row.number}`) ?? document));
}
