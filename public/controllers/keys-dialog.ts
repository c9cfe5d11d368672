/** The list of all keys: shows them, takes another preset, lets each be changed by pressing the new one. Starts the keys of the page. */
import { ACTION_NAMES } from '../keys/actions.ts';
import type { ActionName } from '../keys/actions.ts';
import { comboOf, labelOf, refusalOf } from '../keys/combo.ts';
import type { Combo, Refusal } from '../keys/combo.ts';
import { changeKeys, chosenKeys, isMac, keysInForce, startKeys, whenKeysChange } from '../keys/in-force.ts';
import { giveKey, holderOf } from '../keys/key-map.ts';
import type { OwnKeys } from '../keys/key-map.ts';
import { isPresetName } from '../keys/presets.ts';
import { el, part, sayIn } from '../nodes.ts';
import { defineAction } from '../workbench/actions.ts';
import { word } from '../words.ts';
import { openDialog } from './dialogs.ts';

export function connect(dialog: HTMLElement): void {
  const keysDialog = new KeysDialog(dialog);
  startKeys({ preset: dialog.dataset.preset ?? '', own: JSON.parse(dialog.dataset.keys || '{}') as unknown });
  defineAction('all-keys', { run: () => keysDialog.open() });
}

const nameOf = (action: ActionName): string => word(`keys.action.${action}`);
const shown = (combo: Combo): string => labelOf(combo, isMac);

function smallButton(attributes: Record<string, string>, text: string): HTMLButtonElement {
  return el('button', { class: 'btn', 'data-kind': 'quiet', 'data-size': 's', type: 'button', ...attributes }, text);
}

function kbds(combos: readonly Combo[]): HTMLElement {
  if (combos.length === 0) return el('span', { class: 'muted small' }, word('keys.none'));
  const or = (at: number): Node[] => (at > 0 ? [el('span', { class: 'muted small' }, word('keys.or'))] : []);
  return el('span', { class: 'cluster' }, ...combos.flatMap((combo, at) => [...or(at), el('kbd', {}, shown(combo))]));
}

function rowOf(action: ActionName): HTMLElement {
  const reset = smallButton({ 'data-reset': action, 'aria-label': word('keys.resetFor', { action: nameOf(action) }) }, word('keys.reset'));
  reset.hidden = !(action in chosenKeys().own);
  const change = smallButton({ 'data-change': action, 'aria-label': word('keys.changeFor', { action: nameOf(action) }) }, word('keys.change'));
  return el(
    'tr',
    {},
    el('th', { scope: 'row' }, nameOf(action)),
    el('td', {}, kbds(keysInForce()[action])),
    el('td', {}, el('span', { class: 'at-end' }, reset, change)),
  );
}

class KeysDialog {
  private readonly list: HTMLElement;
  private readonly said: HTMLElement;
  private readonly preset: HTMLSelectElement;
  /** The action whose new key is being waited for. */
  private waitingFor: ActionName | null = null;

  constructor(private readonly dialog: HTMLElement) {
    this.list = part(dialog, 'list');
    this.said = part(dialog, 'said');
    this.preset = part<HTMLSelectElement>(dialog, 'preset');
    this.list.addEventListener('click', (event) => this.press(event));
    this.list.addEventListener('keydown', (event) => this.hear(event));
    this.preset.addEventListener('change', () => this.apply(this.preset.value, chosenKeys().own));
    part(dialog, 'reset-all').addEventListener('click', () => this.apply(chosenKeys().preset, {}));
    whenKeysChange(() => this.show());
  }

  open(): void {
    sayIn(this.said, '');
    this.show();
    openDialog(this.dialog.id, '[data-change]');
  }

  private changeButton(action: ActionName): HTMLButtonElement {
    return this.list.querySelector<HTMLButtonElement>(`[data-change="${action}"]`)!;
  }

  private show(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.change : undefined;
    this.waitingFor = null;
    this.preset.value = chosenKeys().preset;
    this.list.replaceChildren(...ACTION_NAMES.map(rowOf));
    if (focused) this.changeButton(focused as ActionName).focus();
  }

  private apply(preset: string, own: OwnKeys): void {
    changeKeys({ preset: isPresetName(preset) ? preset : 'dragoman', own }).catch(() => sayIn(this.said, word('keys.notKept'), 'warn'));
  }

  private press(event: MouseEvent): void {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button?.dataset.change) this.wait(button.dataset.change as ActionName);
    if (button?.dataset.reset) {
      const { [button.dataset.reset as ActionName]: _, ...own } = chosenKeys().own;
      this.apply(chosenKeys().preset, own);
    }
  }

  private wait(action: ActionName): void {
    this.show();
    this.waitingFor = action;
    const button = this.changeButton(action);
    button.textContent = word('keys.press');
    button.setAttribute('aria-pressed', 'true');
    button.focus();
    button.addEventListener('blur', () => this.waitingFor === action && this.show(), { once: true });
    sayIn(this.said, word('keys.pressFor', { action: nameOf(action) }));
  }

  private hear(event: KeyboardEvent): void {
    if (this.waitingFor === null || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      sayIn(this.said, '');
      this.show();
      return;
    }
    const combo = comboOf(event, isMac);
    if (combo !== null) this.offer(this.waitingFor, combo);
    else if (event.ctrlKey && event.altKey) this.refuse('altgr', '');
  }

  private refuse(reason: Refusal, combo: Combo): void {
    sayIn(this.said, word(`keys.refused.${reason}`, { key: shown(combo) }), 'bad');
  }

  private offer(action: ActionName, combo: Combo): void {
    const refusal = refusalOf(combo);
    const holder = holderOf(combo, keysInForce(), action);
    if (refusal !== null) this.refuse(refusal, combo);
    else if (holder !== null) this.askWhetherToTake(action, combo, holder);
    else this.give(action, combo);
  }

  private give(action: ActionName, combo: Combo): void {
    this.apply(chosenKeys().preset, giveKey(chosenKeys().own, chosenKeys().preset, { action, combo }));
    sayIn(this.said, word('keys.changed', { action: nameOf(action), key: shown(combo) }), 'good');
    this.changeButton(action).focus();
  }

  private askWhetherToTake(action: ActionName, combo: Combo, holder: ActionName): void {
    this.show();
    sayIn(this.said, word('keys.taken', { key: shown(combo), action: nameOf(holder) }), 'warn');
    const take = smallButton({}, word('keys.take'));
    const leave = smallButton({}, word('keys.leave'));
    take.addEventListener('click', () => this.give(action, combo));
    leave.addEventListener('click', () => {
      sayIn(this.said, '');
      this.changeButton(action).focus();
    });
    this.said.append(take, leave);
    take.focus();
  }
}
