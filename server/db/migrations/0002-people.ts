import { sql } from 'kysely';
import type { Migration } from '../migration.ts';

/** Invitations, links that set a password, notes of projects, and the one way revisions may leave: with a document that lies in the bin. */
export const people: Migration = {
  name: '0002-people',
  async up(db, { strict }) {
    const steps = [
      `create table invitation (id text primary key, token_hash text not null unique, project_id text not null references project(id), roles text not null, created_by text references person(id), created_at text not null, expires_at text not null, used_at text, used_by text references person(id))${strict}`,
      'create index invitation_project on invitation(project_id)',
      `alter table sign_in_link add column purpose text not null default 'sign-in'`,
      `alter table project add column note text not null default ''`,
      'drop trigger revision_no_delete',
      `create trigger revision_no_delete before delete on revision
       when not exists (select 1 from segment join document on document.id = segment.document_id where segment.id = old.segment_id and document.binned_at is not null)
       begin select raise(abort, 'revisions are append-only'); end`,
    ];
    // Deleting looks for whoever still refers to a row; without these it would read both tables for each.
    steps.push('create index revision_parent on revision(parent_id)', 'create index change_segment on change(segment_id)');
    for (const step of steps) await sql.raw(step).execute(db);
  },
};
