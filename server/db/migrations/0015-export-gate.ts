import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Which open findings keep a document from being exported; `db/schema.ts` says more. */
export const exportGate: Migration = {
  name: '0015-export-gate',
  async up(db) {
    await sql.raw("alter table project add column export_gate text not null default 'none'").execute(db);
  },
};
