/** One-time links of people, by the hash of their token. */
import type { Selectable } from 'kysely';
import type { Queryable, Tx } from '../db/connect.ts';
import type { Schema } from '../db/schema.ts';

export type LinkRow = Selectable<Schema['sign_in_link']>;

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
