/** Using an invitation: what it offers, and becoming a member by it. */
import { hashToken, type Accounts } from '../accounts/service.ts';
import { ROLES, type Actor, type Role } from '../core/permissions.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findInvitation, markInvitationUsed } from './store-invitations.ts';
import { findMembership, saveMembership } from './store-members.ts';

export interface Invited {
  projectName: string;
  roles: Role[];
  /** null: made on the command line, or by somebody without a name. */
  inviter: string | null;
}

/** The way into the project, with the session to go on with. */
export interface Joined {
  projectId: string;
  sessionId: string;
}

export type JoiningAccounts = Pick<Accounts, 'enrol' | 'hashPassword' | 'renewSession'>;

export function createJoining({ db, accounts, now }: { db: Db; accounts: JoiningAccounts; now: () => string }) {
  /** One that can be used. @throws {AppError} gone with the same words whether it was used, taken back, has expired or never was. */
  async function usable(queryable: Queryable, token: string) {
    const found = await findInvitation(queryable, hashToken(token));
    if (!found || found.used_at !== null || found.expires_at <= now()) throw new AppError('gone', 'invitationUsed');
    return found;
  }

  /** Roles somebody has already stay. */
  async function use(tx: Tx, token: string, personId: string): Promise<string> {
    const { id, project_id: projectId, roles } = await usable(tx, token);
    const held = (await findMembership(tx, projectId, personId)) ?? [];
    await saveMembership(tx, { projectId, personId, roles: ROLES.filter((role) => roles.includes(role) || held.includes(role)) });
    await markInvitationUsed(tx, id, { at: now(), by: personId });
    return projectId;
  }

  return {
    /** What it offers; it stays unused. @throws {AppError} gone. */
    async read(token: string): Promise<Invited> {
      const found = await usable(db.read, token);
      return { projectName: found.project_name, roles: found.roles, inviter: found.inviter_is_named === 1 ? found.inviter_name : null };
    },

    /** Uses it for somebody who is signed in. @throws {AppError} gone. */
    joinAs(actor: Actor, token: string, session: { idHash: string; userAgent: string }): Promise<Joined> {
      return db.write(async (tx) => ({
        projectId: await use(tx, token, actor.personId),
        sessionId: await accounts.renewSession(tx, actor.personId, session),
      }));
    },

    /** Uses it for somebody new, who is signed in then. @throws {AppError} gone; conflict when the login is taken. */
    async joinAsNew(token: string, { password, ...facts }: { name: string; login: string; password: string }, userAgent: string): Promise<Joined> {
      await usable(db.read, token);
      const passwordHash = await accounts.hashPassword(password);
      return db.write(async (tx) => {
        const { personId, sessionId } = await accounts.enrol(tx, { ...facts, passwordHash }, userAgent);
        return { projectId: await use(tx, token, personId), sessionId };
      });
    },
  };
}
