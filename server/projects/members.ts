/** The people of a project: who they are, what they may do, and that a project never loses its last manager. */
import type { Actor, Role } from '../core/permissions.ts';
import type { Db, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { requireMember } from './access.ts';
import { findProject } from './store.ts';
import { deleteInvitationsBy } from './store-invitations.ts';
import { deleteMembership, findMembership, listMembers, saveMembership } from './store-members.ts';

export interface Member {
  personId: string;
  name: string;
  login: string | null;
  isDisabled: boolean;
  roles: Role[];
}

export function createMembers({ db }: { db: Db }) {
  return {
    /** @throws {AppError} not-found, forbidden. */
    async list(actor: Actor, projectId: string): Promise<{ name: string; members: Member[] }> {
      await requireMember(db.read, actor, projectId, 'project.people');
      const rows = await listMembers(db.read, projectId);
      const members = rows.map((row) => ({ personId: row.id, name: row.name, login: row.login, isDisabled: row.disabled_at !== null, roles: row.roles }));
      return { name: (await findProject(db.read, projectId))?.name ?? '', members };
    },

    /** @throws {AppError} conflict when nobody would be left to manage the project. */
    changeRoles(actor: Actor, projectId: string, { personId, roles }: { personId: string; roles: readonly Role[] }): Promise<void> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.people');
        await requireExisting(tx, projectId, personId);
        if (!roles.includes('manager')) await takeManagerAway(tx, projectId, personId);
        await saveMembership(tx, { projectId, personId, roles });
      });
    },

    /** What they wrote stays. @throws {AppError} as changeRoles. */
    remove(actor: Actor, projectId: string, personId: string): Promise<void> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.people');
        await requireExisting(tx, projectId, personId);
        await takeManagerAway(tx, projectId, personId);
        await deleteMembership(tx, projectId, personId);
      });
    },
  };
}

async function requireExisting(tx: Tx, projectId: string, personId: string): Promise<void> {
  if (!(await findMembership(tx, projectId, personId))) throw new AppError('not-found', 'noSuchMember');
}

/** Who does not manage any more has no open invitations either. */
async function takeManagerAway(tx: Tx, projectId: string, personId: string): Promise<void> {
  const isManager = (member: { roles: readonly Role[] }) => member.roles.includes('manager');
  const members = await listMembers(tx, projectId);
  const isOne = members.some((member) => member.id === personId && isManager(member));
  const isAnother = members.some((member) => member.id !== personId && member.disabled_at === null && isManager(member));
  if (isOne && !isAnother) throw new AppError('conflict', 'lastManager');
  await deleteInvitationsBy(tx, projectId, personId);
}
