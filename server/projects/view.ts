/** Projects and their people → what the pages draw. */
import { may, ROLES, type Role } from '../core/permissions.ts';
import type { Member, ProjectSummary } from './service.ts';

export function projectsView(projects: readonly ProjectSummary[]) {
  return projects.map(({ id, name, note, roles }) => ({ id, name, note, roles, isManaged: may(roles, 'project.manage') }));
}

/** Every role with whether it is held, for a row of checkboxes. */
export function choicesOf(held: readonly Role[]) {
  return ROLES.map((role) => ({ role, isHeld: held.includes(role) }));
}

export function memberView(member: Member, selfId: string) {
  return { ...member, choices: choicesOf(member.roles), isSelf: member.personId === selfId };
}
