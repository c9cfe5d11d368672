import { describe, expect, test } from 'vitest';
import { ACTION_NAMES, isRepeated } from '../../public/keys/actions.ts';
import { ariaLabelOf, comboOf, labelOf, refusalOf } from '../../public/keys/combo.ts';
import type { KeyPress } from '../../public/keys/combo.ts';
import { actionFor, giveKey, holderOf, keyMap, readOwnKeys, storedKeys } from '../../public/keys/key-map.ts';
import type { Place } from '../../public/keys/key-map.ts';
import { DEFAULT_KEYS, PRESET_NAMES } from '../../public/keys/presets.ts';

const PLAIN: KeyPress = { key: '', code: '', ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };
const press = (part: Partial<KeyPress>): KeyPress => ({ ...PLAIN, ...part });
const pc = (place: Place) => ({ place, isMac: false });
const mac = (place: Place) => ({ place, isMac: true });

describe('what a key press means', () => {
  test('Ctrl+Enter in the target field confirms', () => {
    expect(actionFor(press({ key: 'Enter', code: 'Enter', ctrlKey: true }), DEFAULT_KEYS, pc('target-field'))).toBe('confirm');
  });

  test('the Enter of the number pad counts as Enter', () => {
    expect(actionFor(press({ key: 'Enter', code: 'NumpadEnter', ctrlKey: true }), DEFAULT_KEYS, pc('target-field'))).toBe('confirm');
  });

  test('Enter alone stays a new line', () => {
    expect(actionFor(press({ key: 'Enter', code: 'Enter' }), DEFAULT_KEYS, pc('target-field'))).toBeNull();
  });

  test('a letter is found by its place under an Arabic layout', () => {
    expect(actionFor(press({ key: 'ة', code: 'KeyM', ctrlKey: true }), DEFAULT_KEYS, pc('target-field'))).toBe('take-draft');
    expect(actionFor(press({ key: 'س', code: 'KeyS', altKey: true }), DEFAULT_KEYS, pc('target-field'))).toBe('copy-source');
    expect(actionFor(press({ key: '١', code: 'Digit1', altKey: true }), DEFAULT_KEYS, pc('target-field'))).toBe('take-draft');
  });

  test('both question marks open the list of keys, outside fields only', () => {
    for (const key of ['?', '؟']) {
      const question = press({ key, code: 'Slash', shiftKey: true });
      expect(actionFor(question, DEFAULT_KEYS, pc('outside'))).toBe('all-keys');
      expect(actionFor(question, DEFAULT_KEYS, pc('target-field'))).toBeNull();
    }
  });

  test('the slash key searches outside fields under a Latin and an Arabic layout, and types inside', () => {
    expect(actionFor(press({ key: '/', code: 'Slash' }), DEFAULT_KEYS, pc('outside'))).toBe('find');
    expect(actionFor(press({ key: 'ظ', code: 'Slash' }), DEFAULT_KEYS, pc('outside'))).toBe('find');
    expect(actionFor(press({ key: '/', code: 'Slash' }), DEFAULT_KEYS, pc('target-field'))).toBeNull();
  });

  test('Ctrl+Alt is AltGr and never ours', () => {
    expect(actionFor(press({ key: 'Enter', code: 'Enter', ctrlKey: true, altKey: true }), DEFAULT_KEYS, pc('target-field'))).toBeNull();
  });

  test('the comment box and the search field keep their own keys, but finding and going to a number work there', () => {
    expect(actionFor(press({ key: 'z', code: 'KeyZ', ctrlKey: true }), DEFAULT_KEYS, pc('other-field'))).toBeNull();
    expect(actionFor(press({ key: 'Enter', code: 'Enter', ctrlKey: true }), DEFAULT_KEYS, pc('other-field'))).toBeNull();
    expect(actionFor(press({ key: 'g', code: 'KeyG', ctrlKey: true }), DEFAULT_KEYS, pc('other-field'))).toBe('go-to-number');
  });

  test('on a Mac Cmd takes the place of Ctrl, except for the machine draft', () => {
    expect(actionFor(press({ key: 'Enter', code: 'Enter', metaKey: true }), DEFAULT_KEYS, mac('target-field'))).toBe('confirm');
    expect(actionFor(press({ key: 'Enter', code: 'Enter', ctrlKey: true }), DEFAULT_KEYS, mac('target-field'))).toBeNull();
    expect(actionFor(press({ key: 'm', code: 'KeyM', ctrlKey: true }), DEFAULT_KEYS, mac('target-field'))).toBe('take-draft');
    expect(actionFor(press({ key: 'm', code: 'KeyM', metaKey: true }), DEFAULT_KEYS, mac('target-field'))).toBeNull();
  });

  test('a key held down moves on, but confirms only once', () => {
    expect(isRepeated('next-segment')).toBe(true);
    expect(isRepeated('confirm')).toBe(false);
  });

  test('a lone modifier is no combination', () => {
    expect(comboOf(press({ key: 'Control', code: 'ControlLeft', ctrlKey: true }), false)).toBeNull();
  });
});

describe('presets', () => {
  test.each(PRESET_NAMES)('%s gives every action a key, none twice, and none that is refused', (preset) => {
    const keys = keyMap(preset, {});
    const all = ACTION_NAMES.flatMap((action) => keys[action]);
    for (const action of ACTION_NAMES) expect(keys[action].length, action).toBeGreaterThan(0);
    expect(all.filter((combo, at) => all.indexOf(combo) !== at)).toEqual([]);
    expect(all.map((combo) => [combo, refusalOf(combo)]).filter(([, refusal]) => refusal !== null)).toEqual([]);
  });

  test('hands from Trados confirm and go to the next unconfirmed segment with Ctrl+Enter', () => {
    expect(actionFor(press({ key: 'Enter', code: 'Enter', ctrlKey: true }), keyMap('trados', {}), pc('target-field'))).toBe('confirm-next-unconfirmed');
  });
});

describe('own keys', () => {
  test('an own key wins over the preset', () => {
    expect(keyMap('memoq', { join: ['Alt+O'] }).join).toEqual(['Alt+O']);
  });

  test('giving a key away takes it from its holder', () => {
    expect(holderOf('Alt+J', DEFAULT_KEYS, 'split')).toBe('join');
    const keys = keyMap('dragoman', giveKey({}, 'dragoman', { action: 'split', combo: 'Alt+J' }));
    expect(keys.split).toEqual(['Alt+J']);
    expect(keys.join).toEqual([]);
  });

  test('its old holder has it again when the change is taken back', () => {
    const { split: _, ...own } = giveKey({}, 'dragoman', { action: 'split', combo: 'Alt+J' });
    expect(keyMap('dragoman', own).join).toEqual(['Alt+J']);
  });

  test('a key given twice belongs to the later action', () => {
    const first = giveKey({}, 'dragoman', { action: 'split', combo: 'F9' });
    const keys = keyMap('dragoman', giveKey(first, 'dragoman', { action: 'palette', combo: 'F9' }));
    expect([keys.split, keys.palette]).toEqual([[], ['F9']]);
  });

  test('a given key stays with its action under a preset that has it elsewhere', () => {
    const keys = keyMap('memoq', { split: ['F9'] });
    expect([keys.split, keys['next-code']]).toEqual([['F9'], []]);
  });

  test('the second key of an action stays when the first is changed', () => {
    expect(giveKey({}, 'dragoman', { action: 'take-draft', combo: 'F4' })['take-draft']).toEqual(['F4', 'Alt+1']);
  });

  test('what is stored comes back', () => {
    const own = { join: ['Alt+O', 'F4'], split: [] };
    expect(readOwnKeys(storedKeys(own))).toEqual(own);
  });

  test('what was stored is read with care', () => {
    expect(readOwnKeys({ join: 'Alt+O Ctrl+Alt+O', nonsense: 'Alt+X', split: ['Alt+Y'], palette: '' })).toEqual({ join: ['Alt+O'], palette: [] });
    expect(readOwnKeys(null)).toEqual({});
  });

  test.each([
    ['M', 'typing'],
    ['Shift+M', 'typing'],
    ['Enter', 'typing'],
    ['Ctrl+Alt+M', 'altgr'],
    ['Alt+Shift+M', 'layout'],
    ['Ctrl+W', 'browser'],
    ['Ctrl+Tab', 'browser'],
    ['Ctrl+C', 'field'],
    ['F8', null],
    ['Alt+M', null],
  ])('%s is refused as %s', (combo, refusal) => expect(refusalOf(combo)).toBe(refusal));
});

describe('how a key is written', () => {
  test.each([
    ['Ctrl+Shift+Enter', false, 'Ctrl ⇧ ↵'],
    ['Ctrl+Shift+Enter', true, '⌘ ⇧ ↵'],
    ['Ctrl+M', true, '⌃ M'],
    ['Alt+1', true, '⌥ 1'],
    ['Ctrl+Insert', false, 'Ctrl Ins'],
  ])('%s (Mac: %s) is %s', (combo, isMac, label) => expect(labelOf(combo, isMac)).toBe(label));

  test('for a screen reader with the names of the standard', () => {
    expect(ariaLabelOf('Ctrl+Down', false)).toBe('Control+ArrowDown');
    expect(ariaLabelOf('Ctrl+Enter', true)).toBe('Meta+Enter');
  });
});
