import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Approvals and returns; `db/schema.ts` says what each column means. */
export const review: Migration = {
  name: '0003-review',
  async up(db, { strict }) {
    const run = (text: string) => sql.raw(text).execute(db);
    const named = 'id text primary key, segment_id text not null references segment(id), revision_id text not null references revision(id)';
    await run(`create table approval (${named}, person_id text not null references person(id), created_at text not null, taken_off_at text)${strict}`);
    await run('create index approval_segment on approval(segment_id)');
    await run(
      `create table return (${named}, person_id text not null references person(id), code text not null, severity text not null, span_start integer, span_end integer, comment text not null, created_at text not null, closed_at text)${strict}`,
    );
    await run('create index return_segment on return(segment_id)');
    await run(
      `create table block_correction (id text primary key, block_id text not null references block(id), segment_id text not null references segment(id), number integer not null, text_before text not null, text_after text not null, person_id text not null references person(id), created_at text not null, unique (block_id, number))${strict}`,
    );
  },
};
