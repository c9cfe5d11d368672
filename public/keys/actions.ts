/** Everything a key can do in the workbench. The same names stand in templates as `data-action` and `data-key-for`. */
export const ACTION_NAMES = [
  'confirm',
  'confirm-next-unconfirmed',
  'next-segment',
  'previous-segment',
  'go-to-number',
  'take-draft',
  'back-to-draft',
  'copy-source',
  'next-finding',
  'fix-finding',
  'next-code',
  'palette',
  'split',
  'join',
  'undo',
  'redo',
  'find',
  'replace',
  'comment',
  'history',
  'reading',
  'all-keys',
] as const;

export type ActionName = (typeof ACTION_NAMES)[number];

/**
 * Where an action's keys are listened to. `segment`: in the target field and outside fields, so that the comment box and the
 * search field keep their own Ctrl+Enter and Ctrl+Z. `page`: in every field too. Neither reaches into an open dialog.
 */
export type ActionScope = 'segment' | 'page';

const PAGE_WIDE: readonly ActionName[] = ['go-to-number', 'next-finding', 'find', 'replace', 'all-keys', 'reading'];

export function scopeOf(action: ActionName): ActionScope {
  return PAGE_WIDE.includes(action) ? 'page' : 'segment';
}

/** What a key held down goes on doing; everything else happens once, so that no hand resting on Ctrl+Enter signs for the next segments. */
const REPEATED: readonly ActionName[] = ['next-segment', 'previous-segment', 'next-finding', 'undo', 'redo'];

export function isRepeated(action: ActionName): boolean {
  return REPEATED.includes(action);
}

export function isActionName(name: string): name is ActionName {
  return (ACTION_NAMES as readonly string[]).includes(name);
}
