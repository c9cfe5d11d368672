/**
 * Segment states and their legal moves. Stored, shown and exported as XLIFF 2 names them; finer marks are sub-states.
 */

/** XLIFF 2.1 §4.7.2.7 state of a target. */
export type State = 'initial' | 'translated' | 'reviewed' | 'final';

/** Finer marks of an `initial` target, with our prefix as XLIFF 2's subState asks. Empty: no finer mark. */
export type SubState = '' | 'dragoman:mt-draft' | 'dragoman:tm' | 'dragoman:edited' | 'dragoman:returned';

/** The mark on screen (and `data-state` in templates). */
export type Mark = 'empty' | 'draft' | 'memory' | 'edited' | 'returned' | 'translated' | 'reviewed' | 'final';

export const MARKS: readonly Mark[] = ['empty', 'draft', 'memory', 'edited', 'returned', 'translated', 'reviewed', 'final'];

/** States that count as somebody having signed for the text. */
export function isConfirmed(state: State): boolean {
  return state !== 'initial';
}

/** The mark shown for a stored state; `hasDraft` says whether a machine draft exists for a target without text. */
export function markOf(state: State, subState: SubState, hasDraft: boolean): Mark {
  if (state !== 'initial') return state;
  if (subState === 'dragoman:edited') return 'edited';
  if (subState === 'dragoman:returned') return 'returned';
  if (subState === 'dragoman:tm') return 'memory';
  return hasDraft ? 'draft' : 'empty';
}

/** What a person can do to a target's state. */
export type Move = 'edit' | 'confirm' | 'approve' | 'take-off-approval' | 'return' | 'sign-off' | 'take-off-sign';

const LEGAL: Record<State, readonly Move[]> = {
  initial: ['edit', 'confirm'],
  translated: ['edit', 'confirm', 'approve', 'return'],
  reviewed: ['edit', 'confirm', 'approve', 'take-off-approval', 'return', 'sign-off'],
  final: ['take-off-sign'],
};

/** Whether a target in `state` may be moved that way. A `final` target refuses edits until its sign-off is taken off. */
export function isLegal(state: State, move: Move): boolean {
  return LEGAL[state].includes(move);
}

/** Where a move leads. */
export function after(move: Move): { state: State; subState: SubState } {
  switch (move) {
    case 'edit':
      return { state: 'initial', subState: 'dragoman:edited' };
    case 'confirm':
    case 'take-off-approval':
      return { state: 'translated', subState: '' };
    case 'approve':
    case 'take-off-sign':
      return { state: 'reviewed', subState: '' };
    case 'return':
      return { state: 'initial', subState: 'dragoman:returned' };
    case 'sign-off':
      return { state: 'final', subState: '' };
  }
}
