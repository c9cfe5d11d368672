/** People. */
import type { Selectable } from 'kysely';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';
import type { Schema } from '../db/schema.ts';

export type PersonRow = Selectable<Schema['person']>;

export async function findPerson(db: Queryable, id: string): Promise<PersonRow | undefined> {
  return db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function findPersonByLogin(db: Queryable, login: string): Promise<PersonRow | undefined> {
  return db.selectFrom('person').selectAll().where('login', '=', login).executeTakeFirst();
}

export async function listPeople(db: Queryable): Promise<PersonRow[]> {
  return db.selectFrom('person').selectAll().orderBy('created_at').orderBy('id').execute();
}

export interface NewPerson {
  name: string;
  login?: string | null;
  passwordHash?: string | null;
  isAdmin?: boolean;
  isSettled?: boolean;
}

export async function insertPerson(tx: Tx, { name, login = null, passwordHash = null, isAdmin = false, isSettled = true }: NewPerson): Promise<string> {
  const id = newId();
  await tx
    .insertInto('person')
    .values({
      id,
      name,
      is_named: isSettled ? 1 : 0,
      login,
      password_hash: passwordHash,
      is_admin: isAdmin ? 1 : 0,
      is_settled: isSettled ? 1 : 0,
      disabled_at: null,
      created_at: now(),
    })
    .execute();
  return id;
}

/** What somebody signs in with from now on. */
export async function updateCredentials(tx: Tx, id: string, { login, passwordHash }: { login: string; passwordHash: string }): Promise<void> {
  await tx.updateTable('person').set({ login, password_hash: passwordHash }).where('id', '=', id).execute();
}

export async function renamePerson(tx: Tx, id: string, name: string): Promise<void> {
  await tx.updateTable('person').set({ name, is_named: 1 }).where('id', '=', id).execute();
}

export async function settlePerson(tx: Tx, id: string, facts: { name?: string; standIn?: string; login?: string; passwordHash?: string }): Promise<void> {
  await tx
    .updateTable('person')
    .set({
      is_settled: 1,
      ...(facts.standIn && { name: facts.standIn }),
      ...(facts.name && { name: facts.name, is_named: 1 as const }),
      ...(facts.login && { login: facts.login }),
      ...(facts.passwordHash && { password_hash: facts.passwordHash }),
    })
    .where('id', '=', id)
    .execute();
}

export async function updateStanding(tx: Tx, id: string, standing: Partial<Pick<PersonRow, 'is_admin' | 'disabled_at'>>): Promise<void> {
  await tx.updateTable('person').set(standing).where('id', '=', id).execute();
}

/** Whether anybody else runs the installation and may come in. */
export async function hasOtherAdmin(db: Queryable, id: string): Promise<boolean> {
  const other = await db.selectFrom('person').select('id').where('is_admin', '=', 1).where('disabled_at', 'is', null).where('id', '!=', id).executeTakeFirst();
  return other !== undefined;
}
