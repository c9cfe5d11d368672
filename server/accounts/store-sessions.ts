/** Sessions by the hash of their id, and one-time links by the hash of their token. */
import type { Selectable } from 'kysely';
import type { Queryable, Tx } from '../db/connect.ts';
import type { Schema } from '../db/schema.ts';

export type SessionRow = Selectable<Schema['session']>;
export type LinkRow = Selectable<Schema['sign_in_link']>;

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx.insertInto('session').values(row).execute();
}

/** With its person, unless that person was disabled. */
export async function findSession(db: Queryable, idHash: string) {
  return db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['session.seen_at', 'session.idle_ms', 'session.expires_at', 'person.id', 'person.name', 'person.is_admin'])
    .where('id_hash', '=', idHash)
    .where('person.disabled_at', 'is', null)
    .executeTakeFirst();
}

export async function touchSession(tx: Tx, idHash: string, seenAt: string): Promise<void> {
  await tx.updateTable('session').set({ seen_at: seenAt }).where('id_hash', '=', idHash).execute();
}

export async function deleteSession(tx: Tx, idHash: string): Promise<void> {
  await tx.deleteFrom('session').where('id_hash', '=', idHash).execute();
}

export async function deleteExpiredSessions(tx: Tx, at: string): Promise<void> {
  await tx.deleteFrom('session').where('expires_at', '<=', at).execute();
}

export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await tx.insertInto('sign_in_link').values(row).execute();
}

export async function findLink(db: Queryable, tokenHash: string): Promise<LinkRow | undefined> {
  return db.selectFrom('sign_in_link').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst();
}

export async function markLinkUsed(tx: Tx, tokenHash: string, usedAt: string): Promise<void> {
  await tx.updateTable('sign_in_link').set({ used_at: usedAt }).where('token_hash', '=', tokenHash).execute();
}

/** Takes back the links of a person that nobody used. */
export async function deleteUnusedLinks(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('sign_in_link').where('person_id', '=', personId).where('used_at', 'is', null).execute();
}
