import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** What stands before an item of a list; `db/schema.ts` says how. Files that are imported already keep their bullets. */
export const listMarkers: Migration = {
  name: '0016-list-markers',
  async up(db) {
    await sql.raw('alter table block add column marker text').execute(db);
  },
};
