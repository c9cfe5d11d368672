import type { ActionName } from './actions.ts';
import type { Combo } from './combo.ts';

/** The keys of every action. An action may have several keys or none; the first is the one shown on buttons. */
export type KeyMap = Record<ActionName, readonly Combo[]>;

export const DEFAULT_KEYS: KeyMap = {
  confirm: ['Ctrl+Enter'],
  'confirm-next-unconfirmed': ['Ctrl+Shift+Enter'],
  'next-segment': ['Ctrl+Down', 'Alt+Down'],
  'previous-segment': ['Ctrl+Up', 'Alt+Up'],
  'go-to-number': ['Ctrl+G'],
  'take-draft': ['Ctrl+M', 'Alt+1'],
  'back-to-draft': ['Alt+Backspace'],
  'copy-source': ['Alt+S', 'Ctrl+Insert'],
  'next-finding': ['F8'],
  'fix-finding': ['Ctrl+F8'],
  'next-code': ['Alt+C'],
  palette: ['Alt+P'],
  split: ['Alt+Enter'],
  join: ['Alt+J'],
  undo: ['Ctrl+Z'],
  redo: ['Ctrl+Shift+Z', 'Ctrl+Y'],
  find: ['Ctrl+F', '/'],
  replace: ['Ctrl+H'],
  comment: ['Alt+M'],
  history: ['Alt+H'],
  reading: ['Alt+R'],
  'all-keys': ['?', 'F1'],
};

/**
 * What other tools' hands expect, as differences from the default. Left out is what a browser keeps for itself (Ctrl+N, Ctrl+T,
 * Ctrl+Shift+N) and what is Ctrl+Alt or Alt+Shift there; where a tool's key means something else here, its meaning here moves to
 * another key.
 */
export const PRESETS: Record<PresetName, Partial<KeyMap>> = {
  dragoman: {},

  // memoQ, "Keyboard shortcuts" (docs.memoq.com): copy source Ctrl+Shift+S, join Ctrl+J, comment Ctrl+M, insert the first hit Ctrl+1,
  // next tag F9. Split is Ctrl+T there, which opens a browser tab.
  memoq: {
    'copy-source': ['Ctrl+Shift+S'],
    join: ['Ctrl+J'],
    comment: ['Ctrl+M'],
    'take-draft': ['Ctrl+1', 'Alt+1'],
    'next-code': ['F9'],
  },

  // Trados Studio, "Keyboard shortcuts" (docs.rws.com): Ctrl+Enter confirms and moves to the next unconfirmed segment, copy source
  // Ctrl+Insert, QuickPlace Ctrl+comma. Apply translation (Ctrl+T), add comment (Ctrl+Shift+N) and split (Alt+Shift+T) cannot be had.
  trados: {
    confirm: ['Ctrl+Shift+Enter'],
    'confirm-next-unconfirmed': ['Ctrl+Enter'],
    'copy-source': ['Ctrl+Insert', 'Alt+S'],
    'next-code': ['Ctrl+,'],
  },

  // OmegaT, src/org/omegat/gui/main/MainMenuShortcuts.properties: overwrite with source Ctrl+Shift+R, with the machine's Ctrl+M,
  // next untranslated Ctrl+U, go to segment Ctrl+J, replace Ctrl+K. Next segment (Ctrl+N) and next missing tag (Ctrl+T) cannot be had.
  omegat: {
    'copy-source': ['Ctrl+Shift+R'],
    'confirm-next-unconfirmed': ['Ctrl+U', 'Ctrl+Shift+Enter'],
    'go-to-number': ['Ctrl+J'],
    replace: ['Ctrl+K'],
  },

  // MateCat, public/js/utils/shortcuts.js: copy source Ctrl+I, first suggestion Ctrl+1, split Ctrl+S, comments Ctrl+Shift+C,
  // tags Alt+T, all shortcuts Alt+H.
  matecat: {
    'copy-source': ['Ctrl+I'],
    'take-draft': ['Ctrl+1', 'Ctrl+M'],
    split: ['Ctrl+S'],
    comment: ['Ctrl+Shift+C'],
    'next-code': ['Alt+T'],
    history: ['Ctrl+Shift+H'],
    'all-keys': ['Alt+H', '?'],
  },

  // Phrase TMS, "Segments" and "CAT editor" (support.phrase.com): confirming moves to the next unconfirmed segment, copy source
  // Ctrl+Insert, split Ctrl+E, join Ctrl+J, first result Ctrl+1, insert tag F8.
  phrase: {
    confirm: ['Ctrl+Shift+Enter'],
    'confirm-next-unconfirmed': ['Ctrl+Enter'],
    'copy-source': ['Ctrl+Insert', 'Alt+S'],
    'take-draft': ['Ctrl+1', 'Ctrl+M'],
    split: ['Ctrl+E'],
    join: ['Ctrl+J'],
    'next-finding': ['Shift+F8'],
    'next-code': ['F8'],
  },
};

export const PRESET_NAMES = ['dragoman', 'memoq', 'trados', 'omegat', 'matecat', 'phrase'] as const;

export type PresetName = (typeof PRESET_NAMES)[number];

export function isPresetName(name: string): name is PresetName {
  return (PRESET_NAMES as readonly string[]).includes(name);
}
