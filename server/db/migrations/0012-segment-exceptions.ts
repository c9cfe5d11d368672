import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Abbreviations of a project’s own, after which its sentences go on; `db/schema.ts` says how. */
export const segmentExceptions: Migration = {
  name: '0012-segment-exceptions',
  async up(db) {
    await sql.raw(`alter table project add column segment_exceptions text not null default ''`).execute(db);
  },
};
