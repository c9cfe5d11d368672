/**
 * A key combination as text: modifiers in the order Ctrl, Alt, Shift, then the key, joined by "+": `Ctrl+Shift+Enter`, `Alt+1`, `F8`.
 * Letters and digits mean places on the keyboard (`event.code`), so a combination works under an Arabic layout as under a Latin one.
 * `Ctrl` means Cmd on a Mac. Two plain characters, `/` and `?`, are combinations too; they count outside fields only.
 */
export type Combo = string;

/** What is read of a KeyboardEvent. */
export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  metaKey: boolean;
}

/** Cmd+M and Cmd+H minimise and hide the window before any page hears of them: these stay Ctrl on a Mac. */
const CTRL_ON_A_MAC_TOO: readonly string[] = ['M', 'H'];

/** The plain characters and what types them under a Latin and an Arabic layout. */
const CHARACTERS: Record<string, readonly string[]> = { '/': ['/', 'ظ'], '?': ['?', '؟'] };

const NAMES_BY_CODE: Record<string, string> = {
  NumpadEnter: 'Enter',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Minus: '-',
  Equal: '=',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Backquote: '`',
  Slash: '/',
};

const MODIFIER_CODE = /^(Control|Alt|Shift|Meta|OS)(Left|Right)?$|^(CapsLock|NumLock|Fn|AltGraph)$/;

/** The name of the key at a place: `KeyM` → `M`, `Digit1` and `Numpad1` → `1`, `ArrowDown` → `Down`. */
function keyName(code: string): string {
  const plain = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code)?.[1];
  return plain ?? NAMES_BY_CODE[code] ?? code;
}

/**
 * The combination somebody pressed, or null for a lone modifier and for what is never ours: Ctrl+Alt (it is AltGr) and, on a Mac,
 * Ctrl where Cmd is meant.
 */
export function comboOf(press: KeyPress, isMac: boolean): Combo | null {
  if (MODIFIER_CODE.test(press.code) || press.code === '') return null;
  const key = keyName(press.code);
  const isCommandKey = isMac && !CTRL_ON_A_MAC_TOO.includes(key);
  const [hasCtrl, hasStrange] = isCommandKey ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (hasStrange || (hasCtrl && press.altKey)) return null;
  const held: [string, boolean][] = [
    ['Ctrl', hasCtrl],
    ['Alt', press.altKey],
    ['Shift', press.shiftKey],
  ];
  return [...held.flatMap(([modifier, isHeld]) => (isHeld ? [modifier] : [])), key].join('+');
}

/** Whether a press is that plain character. Shift is part of typing it and does not count. */
export function typesCharacter(press: KeyPress, combo: Combo): boolean {
  return !press.ctrlKey && !press.altKey && !press.metaKey && (CHARACTERS[combo]?.includes(press.key) ?? false);
}

export function isCharacter(combo: Combo): boolean {
  return combo in CHARACTERS;
}

/** Keys the browser keeps for itself, whatever a page says: tabs and windows. */
const BROWSERS_OWN: readonly Combo[] = [
  ...['N', 'T', 'W', 'Q', 'Tab', 'PageUp', 'PageDown', 'F4'].map((key) => `Ctrl+${key}`),
  ...['N', 'T', 'W', 'Q', 'P', 'Tab'].map((key) => `Ctrl+Shift+${key}`),
  'Alt+F4',
  'Alt+Tab',
  'F11',
];

const FUNCTION_KEY = /^(Shift\+)?F([1-9]|1[0-2])$/;

/** Keys the field itself lives on: taking them would break writing, copying or leaving. */
const FIELDS_OWN: readonly Combo[] = ['A', 'C', 'V', 'X', 'Left', 'Right', 'Home', 'End', 'Backspace', 'Delete'].map((key) => `Ctrl+${key}`);

/** Why a combination cannot be used; each is a sentence at `client.keys.refused.<reason>`. */
export type Refusal = 'typing' | 'altgr' | 'layout' | 'browser' | 'field';

/** Why a combination is refused, or null when it may be used. A bare key types a text, so it needs Ctrl or Alt, unless it is F1 … F12. */
export function refusalOf(combo: Combo): Refusal | null {
  if (isCharacter(combo)) return null;
  const modifiers = combo.split('+').slice(0, -1).join('+');
  if (modifiers.startsWith('Ctrl+Alt')) return 'altgr';
  if (modifiers === 'Alt+Shift') return 'layout';
  if (BROWSERS_OWN.includes(combo)) return 'browser';
  if (FIELDS_OWN.includes(combo)) return 'field';
  return /Ctrl|Alt/.test(modifiers) || FUNCTION_KEY.test(combo) ? null : 'typing';
}

const SIGNS: Record<string, string> = { Enter: '↵', Shift: '⇧', Up: '↑', Down: '↓', Left: '←', Right: '→', Insert: 'Ins', Delete: 'Del', Escape: 'Esc' };
const MAC_SIGNS: Record<string, string> = { Ctrl: '⌘', Alt: '⌥' };

/** How a combination is written on a button: `Ctrl ⇧ ↵`, on a Mac `⌘ ⇧ ↵`. */
export function labelOf(combo: Combo, isMac: boolean): string {
  const parts = combo.split('+');
  const key = parts.at(-1) ?? '';
  const sign = (part: string): string => {
    if (isMac && part === 'Ctrl') return CTRL_ON_A_MAC_TOO.includes(key) ? '⌃' : '⌘';
    return (isMac ? MAC_SIGNS[part] : undefined) ?? SIGNS[part] ?? part;
  };
  return parts.map(sign).join(' ');
}

/** The same for `aria-keyshortcuts`, with the names of the UI Events standard: `Control+Shift+Enter`, on a Mac `Meta+Shift+Enter`. */
export function ariaLabelOf(combo: Combo, isMac: boolean): string {
  const parts = combo.split('+');
  const key = parts.at(-1) ?? '';
  const control = isMac && !CTRL_ON_A_MAC_TOO.includes(key) ? 'Meta' : 'Control';
  return parts.map((part) => (part === 'Ctrl' ? control : /^(Up|Down|Left|Right)$/.test(part) ? `Arrow${part}` : part)).join('+');
}
