/** Links that make whoever uses them a member of a project, once, with the roles fixed in them. */
import { hashToken, newToken } from '../accounts/service.ts';
import type { Actor, Role } from '../core/permissions.ts';
import type { Db, Tx } from '../db/connect.ts';
import { newId } from '../db/ids.ts';
import { requireMember } from './access.ts';
import { createJoining, type JoiningAccounts } from './joining.ts';
import { deleteInvitation, insertInvitation, listOpenInvitations } from './store-invitations.ts';

const LIFE_MS = 7 * 24 * 60 * 60 * 1000;

export interface OpenInvitation {
  id: string;
  roles: Role[];
  createdAt: string;
  expiresAt: string;
  /** null: made on the command line. */
  inviter: string | null;
}

export interface InvitationsOptions {
  db: Db;
  accounts: JoiningAccounts;
  clock?: () => number;
}

export function createInvitations({ db, accounts, clock = Date.now }: InvitationsOptions) {
  const now = () => new Date(clock()).toISOString();

  function insert(tx: Tx, { projectId, roles, createdBy }: { projectId: string; roles: readonly Role[]; createdBy: string | null }): Promise<string> {
    const token = newToken();
    const expires_at = new Date(clock() + LIFE_MS).toISOString();
    const row = { id: newId(), token_hash: hashToken(token), project_id: projectId, roles: JSON.stringify(roles), created_by: createdBy };
    return insertInvitation(tx, { ...row, created_at: now(), expires_at, used_at: null, used_by: null }).then(() => token);
  }

  return {
    ...createJoining({ db, accounts, now }),

    /** Returns the token, which is kept nowhere. @throws {AppError} not-found, forbidden. */
    make(actor: Actor, projectId: string, roles: readonly Role[]): Promise<string> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.people');
        return insert(tx, { projectId, roles, createdBy: actor.personId });
      });
    },

    /** For whoever holds the data folder: the command line. */
    makeUnasked: (projectId: string, roles: readonly Role[]): Promise<string> => db.write((tx) => insert(tx, { projectId, roles, createdBy: null })),

    /** @throws {AppError} not-found, forbidden. */
    async listOpen(actor: Actor, projectId: string): Promise<OpenInvitation[]> {
      await requireMember(db.read, actor, projectId, 'project.people');
      const rows = await listOpenInvitations(db.read, projectId, now());
      return rows.map((row) => ({ id: row.id, roles: row.roles, createdAt: row.created_at, expiresAt: row.expires_at, inviter: row.inviter_name }));
    },

    /** @throws {AppError} not-found, forbidden. */
    takeBack(actor: Actor, projectId: string, invitationId: string): Promise<void> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.people');
        await deleteInvitation(tx, projectId, invitationId);
      });
    },
  };
}

export type Invitations = ReturnType<typeof createInvitations>;
