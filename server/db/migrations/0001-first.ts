import { sql, type Kysely } from 'kysely';
import type { Flavour, Migration } from '../migration.ts';

/** The first schema; `db/schema.ts` says what each column means. */
export const first: Migration = {
  name: '0001-first',
  async up(db, flavour) {
    const make = makerFor(db, flavour);
    await makePeople(make);
    await makeDocuments(make, flavour);
    await makeWords(make);
    await makeWork(make, flavour);
    await forbidChanges(db, 'revision');
  },
};

interface Maker {
  create(table: string, columns: string): Promise<unknown>;
  index(name: string, on: string): Promise<unknown>;
}

function makerFor(db: Kysely<unknown>, { strict }: Flavour): Maker {
  return {
    create: (table, columns) => sql.raw(`create table ${table} (${columns})${strict}`).execute(db),
    index: (name, on) => sql.raw(`create index ${name} on ${on}`).execute(db),
  };
}

async function makePeople({ create }: Maker): Promise<void> {
  await create(
    'person',
    'id text primary key, name text not null, is_named integer not null, login text unique, password_hash text, is_admin integer not null, is_settled integer not null, disabled_at text, created_at text not null',
  );
  await create(
    'session',
    'id_hash text primary key, person_id text not null references person(id), user_agent text not null, created_at text not null, seen_at text not null, idle_ms integer not null, expires_at text not null',
  );
  await create(
    'sign_in_link',
    'token_hash text primary key, person_id text not null references person(id), created_at text not null, expires_at text not null, used_at text',
  );
  await create('sign_in_attempt', 'subject text primary key, failures integer not null, window_ends_at text not null');
  await create('preference', 'person_id text not null references person(id), name text not null, value text not null, primary key (person_id, name)');
}

async function makeDocuments({ create, index }: Maker, { blob }: Flavour): Promise<void> {
  await create(
    'project',
    'id text primary key, name text not null, source_lang text not null, target_lang text not null, four_eyes integer not null, segment_unit text not null, is_sample integer not null, created_at text not null, binned_at text',
  );
  await create(
    'membership',
    'project_id text not null references project(id), person_id text not null references person(id), roles text not null, primary key (project_id, person_id)',
  );
  await create(
    'document',
    'id text primary key, project_id text not null references project(id), title_source text not null, title_target text not null, note text not null, created_at text not null, binned_at text',
  );
  await index('document_project', 'document(project_id)');
  await create(
    'source_version',
    `id text primary key, document_id text not null references document(id), number integer not null, file_name text not null, format text not null, encoding text not null, sha256 text not null, original ${blob} not null, skeleton text not null, created_at text not null, unique (document_id, number)`,
  );
  await create(
    'block',
    'id text primary key, source_version_id text not null references source_version(id), number integer not null, kind text not null, level integer, text text not null, codes text not null, anchor text not null, unique (source_version_id, number), unique (source_version_id, anchor)',
  );
  await create(
    'segment',
    'id text primary key, document_id text not null references document(id), block_id text not null references block(id), start_offset integer not null, end_offset integer not null, source_hash text not null, retired_at text, successors text not null',
  );
  await index('segment_document', 'segment(document_id)');
  await index('segment_block', 'segment(block_id)');
}

async function makeWords({ create, index }: Maker): Promise<void> {
  await create(
    'target',
    'segment_id text not null references segment(id), lang text not null, head_revision_id text, state text not null, sub_state text not null, primary key (segment_id, lang)',
  );
  await create(
    'revision',
    'id text primary key, segment_id text not null references segment(id), lang text not null, number integer not null, parent_id text references revision(id), author_kind text not null, author_id text not null, origin text not null, text text not null, state text not null, sub_state text not null, edit_group text not null, source_hash text not null, used text not null, accepted_as_is integer not null, created_at text not null, unique (segment_id, lang, number)',
  );
  await create(
    'side_revision',
    'id text primary key, segment_id text not null references segment(id), lang text not null, base_revision_id text references revision(id), text text not null, author_id text not null references person(id), idempotency_key text not null, resolution text not null, created_at text not null',
  );
  await index('side_revision_segment', 'side_revision(segment_id)');
  await create(
    'draft',
    'id text primary key, source_hash text not null, span_start integer not null, span_end integer not null, segmenter text not null, engine text not null, model text not null, model_hash text not null, settings text not null, attempt integer not null, text text not null, tokens text not null, scores text not null, flags text not null, created_at text not null, unique (source_hash, span_start, span_end, segmenter, engine, model_hash, settings, attempt)',
  );
  await create(
    'comment',
    'id text primary key, segment_id text not null references segment(id), author_id text not null references person(id), side text, span_start integer, span_end integer, revision_id text references revision(id), text text not null, created_at text not null, resolved_at text, resolved_by text references person(id)',
  );
  await index('comment_segment', 'comment(segment_id)');
}

async function makeWork({ create, index }: Maker, { autoincrement }: Flavour): Promise<void> {
  await create(
    'change',
    `seq ${autoincrement}, project_id text not null references project(id), document_id text references document(id), segment_id text references segment(id), kind text not null, person_id text, data text not null, created_at text not null`,
  );
  await index('change_document', 'change(document_id, seq)');
  await create(
    'job',
    'id text primary key, kind text not null, dedupe_key text not null, project_id text not null references project(id), document_id text references document(id), person_id text not null, priority integer not null, payload text not null, state text not null, done integer not null, total integer not null, attempts integer not null, run_after text not null, owner text, fence integer not null, lease_until text, error text, created_at text not null, updated_at text not null',
  );
  await index('job_waiting', 'job(state, priority, created_at)');
  await index('job_document', 'job(document_id)');
  await create(
    'idempotency',
    'person_id text not null references person(id), key text not null, body_hash text not null, status integer not null, answer text not null, created_at text not null, primary key (person_id, key)',
  );
  await create('setting', 'name text primary key, value text not null');
}

/** Makes a table append-only, whoever writes to it. */
async function forbidChanges(db: Kysely<unknown>, table: string): Promise<void> {
  for (const event of ['update', 'delete'])
    await sql.raw(`create trigger ${table}_no_${event} before ${event} on ${table} begin select raise(abort, '${table}s are append-only'); end`).execute(db);
}
