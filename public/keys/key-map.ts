import { ACTION_NAMES, isActionName, scopeOf } from './actions.ts';
import type { ActionName } from './actions.ts';
import { comboOf, isCharacter, refusalOf, typesCharacter } from './combo.ts';
import type { Combo, KeyPress } from './combo.ts';
import { DEFAULT_KEYS, PRESETS } from './presets.ts';
import type { KeyMap, PresetName } from './presets.ts';

/** What one person changed on top of a preset: the whole list of an action's keys. */
export type OwnKeys = Partial<Record<ActionName, readonly Combo[]>>;

/** Where the caret is when a key is pressed. */
export type Place = 'target-field' | 'other-field' | 'outside';

/** The keys in force: own changes over the preset over the default. A key that somebody gave to an action is nobody else's. */
export function keyMap(preset: PresetName, own: OwnKeys): KeyMap {
  const keys = { ...DEFAULT_KEYS, ...PRESETS[preset], ...own };
  const given = new Set(Object.values(own).flat());
  for (const action of ACTION_NAMES) if (!own[action]) keys[action] = keys[action].filter((combo) => !given.has(combo));
  return keys;
}

/** Own changes as they are stored: action → its combinations with spaces between; what is no action or not allowed any more is passed over. */
export function readOwnKeys(stored: unknown): OwnKeys {
  const own: OwnKeys = {};
  if (typeof stored !== 'object' || stored === null) return own;
  for (const [name, combos] of Object.entries(stored)) {
    if (isActionName(name) && typeof combos === 'string') own[name] = combos.split(' ').filter((combo) => combo !== '' && refusalOf(combo) === null);
  }
  return own;
}

/** The form that {@link readOwnKeys} reads. */
export function storedKeys(own: OwnKeys): Record<string, string> {
  return Object.fromEntries(Object.entries(own).map(([action, combos]) => [action, combos.join(' ')]));
}

/** The action a key press means at that place, or null: then the press belongs to the field or the browser. */
export function actionFor(press: KeyPress, keys: KeyMap, where: { place: Place; isMac: boolean }): ActionName | null {
  const combo = comboOf(press, where.isMac);
  const isMeant = (candidate: Combo): boolean => (isCharacter(candidate) ? where.place === 'outside' && typesCharacter(press, candidate) : candidate === combo);
  const action = ACTION_NAMES.find((name) => keys[name].some(isMeant)) ?? null;
  return action !== null && where.place === 'other-field' && scopeOf(action) === 'segment' ? null : action;
}

/** The action that already has this combination, other than `except`; null when it is free. */
export function holderOf(combo: Combo, keys: KeyMap, except: ActionName): ActionName | null {
  return ACTION_NAMES.find((name) => name !== except && keys[name].includes(combo)) ?? null;
}

/** Gives `combo` to `action` as its first key; another action that was given it before loses it. */
export function giveKey(own: OwnKeys, preset: PresetName, given: { action: ActionName; combo: Combo }): OwnKeys {
  const others = Object.entries(own).map(([action, combos]) => [action, combos.filter((combo) => combo !== given.combo)]);
  const rest = keyMap(preset, own)
    [given.action].slice(1)
    .filter((combo) => combo !== given.combo);
  return { ...(Object.fromEntries(others) as OwnKeys), [given.action]: [given.combo, ...rest] };
}
