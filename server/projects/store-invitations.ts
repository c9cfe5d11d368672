/** Invitations by the hash of their token. */
import type { Insertable } from 'kysely';
import type { Role } from '../core/permissions.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import type { Schema } from '../db/schema.ts';

export async function insertInvitation(tx: Tx, row: Insertable<Schema['invitation']>): Promise<void> {
  await tx.insertInto('invitation').values(row).execute();
}

/** With its project, unless that lies in the bin or whoever made it was disabled. */
export async function findInvitation(db: Queryable, tokenHash: string) {
  const row = await db
    .selectFrom('invitation')
    .innerJoin('project', 'project.id', 'invitation.project_id')
    .leftJoin('person', 'person.id', 'invitation.created_by')
    .select(['invitation.id', 'invitation.project_id', 'invitation.roles', 'invitation.expires_at', 'invitation.used_at'])
    .select(['project.name as project_name', 'person.name as inviter_name', 'person.is_named as inviter_is_named'])
    .where('invitation.token_hash', '=', tokenHash)
    .where('project.binned_at', 'is', null)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
  return row && { ...row, roles: JSON.parse(row.roles) as Role[] };
}

/** Those that can still be used, oldest first. */
export async function listOpenInvitations(db: Queryable, projectId: string, at: string) {
  const rows = await db
    .selectFrom('invitation')
    .leftJoin('person', 'person.id', 'invitation.created_by')
    .select(['invitation.id', 'invitation.roles', 'invitation.created_at', 'invitation.expires_at', 'person.name as inviter_name'])
    .where('project_id', '=', projectId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .where('person.disabled_at', 'is', null)
    .orderBy('invitation.created_at')
    .orderBy('invitation.id')
    .execute();
  return rows.map((row) => ({ ...row, roles: JSON.parse(row.roles) as Role[] }));
}

export async function markInvitationUsed(tx: Tx, id: string, used: { at: string; by: string }): Promise<void> {
  await tx.updateTable('invitation').set({ used_at: used.at, used_by: used.by }).where('id', '=', id).execute();
}

/** Takes back one that nobody used. */
export async function deleteInvitation(tx: Tx, projectId: string, id: string): Promise<void> {
  await tx.deleteFrom('invitation').where('id', '=', id).where('project_id', '=', projectId).where('used_at', 'is', null).execute();
}

/** Takes back all that this person made for the project and nobody used. */
export async function deleteInvitationsBy(tx: Tx, projectId: string, personId: string): Promise<void> {
  await tx.deleteFrom('invitation').where('project_id', '=', projectId).where('created_by', '=', personId).where('used_at', 'is', null).execute();
}
