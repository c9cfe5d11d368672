/** Role × action, on one screen. Roles of a project come from its membership only; `admin` belongs to the installation. */
export type Role = 'translator' | 'reviewer' | 'manager';

export const ROLES: readonly Role[] = ['translator', 'reviewer', 'manager'];

export type Action =
  | 'document.read'
  | 'document.import'
  | 'document.export'
  | 'document.manage'
  | 'export.gate'
  | 'draft.request'
  | 'segment.edit'
  | 'segment.split'
  | 'segment.comment'
  | 'segment.waive'
  | 'review.approve'
  | 'review.return'
  | 'review.sign-off'
  | 'review.policy'
  | 'source.correct'
  | 'job.steer'
  | 'project.manage'
  | 'project.people';

const ALLOWED: Record<Action, readonly Role[]> = {
  'document.read': ['translator', 'reviewer', 'manager'],
  'document.import': ['translator', 'manager'],
  'document.export': ['translator', 'reviewer', 'manager'],
  'document.manage': ['manager'],
  'export.gate': ['manager'],
  'draft.request': ['translator', 'reviewer', 'manager'],
  'segment.edit': ['translator', 'reviewer', 'manager'],
  'segment.split': ['translator', 'manager'],
  'segment.comment': ['translator', 'reviewer', 'manager'],
  'segment.waive': ['translator', 'reviewer', 'manager'],
  'review.approve': ['reviewer', 'manager'],
  'review.return': ['reviewer', 'manager'],
  'review.sign-off': ['manager'],
  'review.policy': ['manager'],
  'source.correct': ['manager'],
  'job.steer': ['translator', 'reviewer', 'manager'],
  'project.manage': ['manager'],
  'project.people': ['manager'],
};

/** What an administrator may do in every project, member or not: see to its people. Texts stay with the members. */
const ALLOWED_TO_ADMINS: ReadonlySet<Action> = new Set(['project.people']);

/** Whether somebody holding `roles` in a project may do `action` there. No roles: not a member, nothing is allowed. */
export function may(roles: readonly Role[], action: Action): boolean {
  return ALLOWED[action].some((role) => roles.includes(role));
}

/** Whether being an administrator is enough for `action` in any project. */
export function mayAsAdmin(actor: Actor, action: Action): boolean {
  return actor.isAdmin && ALLOWED_TO_ADMINS.has(action);
}

/** Who asks: the signed-in person. Every use case takes one first; roles are looked up from the membership, never handed in. */
export interface Actor {
  personId: string;
  isAdmin: boolean;
}
