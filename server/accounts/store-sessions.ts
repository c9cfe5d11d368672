/** Sessions by the hash of their id. */
import type { Selectable } from 'kysely';
import type { Queryable, Tx } from '../db/connect.ts';
import type { Schema } from '../db/schema.ts';

export type SessionRow = Selectable<Schema['session']>;

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

/** The sessions of a person, the one used last first. */
export async function listSessions(db: Queryable, personId: string): Promise<SessionRow[]> {
  return db.selectFrom('session').selectAll().where('person_id', '=', personId).orderBy('seen_at', 'desc').orderBy('id_hash').execute();
}

/** Ends one session of that person; of nobody else. */
export async function deleteSessionOf(tx: Tx, personId: string, idHash: string): Promise<void> {
  await tx.deleteFrom('session').where('person_id', '=', personId).where('id_hash', '=', idHash).execute();
}

/** Ends every session of a person, but the one to keep. */
export async function deleteSessionsOf(tx: Tx, personId: string, keptIdHash: string | null = null): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('person_id', '=', personId)
    .where('id_hash', '!=', keptIdHash ?? '')
    .execute();
}
