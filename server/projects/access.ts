import { may, mayAsAdmin, type Action, type Actor, type Role } from '../core/permissions.ts';
import type { Queryable } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findProject, findRoles } from './store.ts';

/**
 * The actor's roles in the project; none for an administrator who is no member.
 * @throws {AppError} not-found for strangers, so that nobody learns what exists; forbidden for members whose roles do not allow the action.
 */
export async function requireMember(db: Queryable, actor: Actor, projectId: string, action: Action): Promise<readonly Role[]> {
  const roles = await findRoles(db, projectId, actor.personId);
  if (may(roles, action)) return roles;
  if (mayAsAdmin(actor, action) && (await findProject(db, projectId))) return roles;
  if (roles.length === 0) throw new AppError('not-found', 'noSuchPage');
  throw new AppError('forbidden', 'notYourRole');
}
