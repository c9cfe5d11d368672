import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Which source words the words of a draft come from; `db/schema.ts` says how. */
export const draftLinks: Migration = {
  name: '0010-draft-links',
  async up(db) {
    await sql.raw(`alter table draft add column links text not null default '[]'`).execute(db);
  },
};
