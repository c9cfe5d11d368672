import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Findings that somebody decided to leave; `db/schema.ts` says what each column means. */
export const waivers: Migration = {
  name: '0014-waivers',
  async up(db, { strict }) {
    const run = (text: string) => sql.raw(text).execute(db);
    await run(
      `create table waiver (id text primary key, segment_id text not null references segment(id), revision_id text not null references revision(id), check_id text not null, finding_key text not null, reason text not null, person_id text not null references person(id), created_at text not null, withdrawn_at text)${strict}`,
    );
    await run('create index waiver_segment on waiver(segment_id)');
  },
};
