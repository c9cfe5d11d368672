import { sql, type Kysely } from 'kysely';
import type { Schema } from './schema.ts';
import type { Flavour, Migration } from './migration.ts';
import { first } from './migrations/0001-first.ts';
import { people } from './migrations/0002-people.ts';
import { review } from './migrations/0003-review.ts';
import { draftLinks } from './migrations/0010-draft-links.ts';
import { segmentExceptions } from './migrations/0012-segment-exceptions.ts';
import { waivers } from './migrations/0014-waivers.ts';
import { exportGate } from './migrations/0015-export-gate.ts';
import { listMarkers } from './migrations/0016-list-markers.ts';

/** In order; each runs once, in a transaction of its own. */
const MIGRATIONS: readonly Migration[] = [first, people, review, draftLinks, segmentExceptions, waivers, exportGate, listMarkers];

/** The database was written by a newer Dragoman: nothing may be written to it. */
export class NewerDatabaseError extends Error {}

/** Whether a database that went through the migrations `done` still lacks one. */
export function isMissingAny(done: readonly string[]): boolean {
  return MIGRATIONS.some(({ name }) => !done.includes(name));
}

/** @throws {NewerDatabaseError} when a database went through migrations this program does not know. */
export function refuseUnknown(done: readonly string[]): void {
  const unknown = done.filter((name) => !MIGRATIONS.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown.join(', '));
}

/**
 * Brings the database to this program's schema. Returns the names of the migrations that ran, in order; empty when it was up to date.
 * @throws {NewerDatabaseError} when it holds migrations this program does not know.
 */
export async function migrate(db: Kysely<Schema>, flavour: Flavour): Promise<string[]> {
  await sql.raw(`create table if not exists migration (name text primary key)${flavour.strict}`).execute(db);
  const done = (await sql<{ name: string }>`select name from migration order by name`.execute(db)).rows.map((row) => row.name);
  refuseUnknown(done);
  const ran: string[] = [];
  for (const migration of MIGRATIONS.filter(({ name }) => !done.includes(name))) {
    await db.transaction().execute(async (tx) => {
      await migration.up(tx as unknown as Kysely<unknown>, flavour);
      await sql`insert into migration (name) values (${migration.name})`.execute(tx);
    });
    ran.push(migration.name);
  }
  return ran;
}
