/** A real database in a folder of its own, and rows for a test to stand on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { InlineCode } from '../../server/core/model.ts';
import type { Role } from '../../server/core/permissions.ts';
import { connect, type Db } from '../../server/db/connect.ts';
import { newId, now, sha256 } from '../../server/db/ids.ts';

export interface TestDb {
  db: Db;
  file: string;
  remove(): Promise<void>;
}

export async function openTestDb(): Promise<TestDb> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-test-'));
  const file = path.join(folder, 'dragoman.db');
  const db = await connect(file);
  return {
    db,
    file,
    async remove() {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Returns the person's id. */
export async function addPerson(db: Db, name: string): Promise<string> {
  const id = newId();
  await db.write((tx) =>
    tx
      .insertInto('person')
      .values({ id, name, is_named: 1, login: null, password_hash: null, is_admin: 0, is_settled: 1, disabled_at: null, created_at: now() })
      .execute(),
  );
  return id;
}

/** A project with members by role. Returns its id. */
export async function addProject(db: Db, name: string, members: Record<string, Role[]>, state?: 'binned'): Promise<string> {
  const id = newId();
  await db.write(async (tx) => {
    await tx
      .insertInto('project')
      .values({
        id,
        name,
        source_lang: 'ar',
        target_lang: 'en',
        four_eyes: 0,
        segment_unit: 'paragraph',
        is_sample: 0,
        created_at: now(),
        binned_at: state ? now() : null,
      })
      .execute();
    for (const [personId, roles] of Object.entries(members))
      await tx
        .insertInto('membership')
        .values({ project_id: id, person_id: personId, roles: JSON.stringify(roles) })
        .execute();
  });
  return id;
}

export function addMember(db: Db, { projectId, personId, roles }: { projectId: string; personId: string; roles: Role[] }): Promise<unknown> {
  return db.write((tx) =>
    tx
      .insertInto('membership')
      .values({ project_id: projectId, person_id: personId, roles: JSON.stringify(roles) })
      .execute(),
  );
}

export interface Paragraph {
  text: string;
  codes?: InlineCode[];
}

/** A plain text document with one segment per paragraph. Returns its id and the segments' ids in order. */
export async function addDocument(db: Db, projectId: string, paragraphs: (string | Paragraph)[]): Promise<{ documentId: string; segments: string[] }> {
  const blocks = paragraphs.map((paragraph) => (typeof paragraph === 'string' ? { text: paragraph } : paragraph));
  const [documentId, versionId] = [newId(), newId()];
  const segments: string[] = [];
  await db.write(async (tx) => {
    const original = Buffer.from(blocks.map(({ text }) => text).join('\n'));
    await tx
      .insertInto('document')
      .values({
        id: documentId,
        project_id: projectId,
        title_source: blocks[0]?.text.slice(0, 40) ?? '',
        title_target: '',
        note: '',
        created_at: now(),
        binned_at: null,
      })
      .execute();
    await tx
      .insertInto('source_version')
      .values({
        id: versionId,
        document_id: documentId,
        number: 1,
        file_name: 'test.ar.txt',
        format: 'text',
        encoding: 'utf-8',
        sha256: sha256(original),
        original,
        skeleton: '{}',
        created_at: now(),
      })
      .execute();
    for (const [index, { text, codes }] of blocks.entries()) {
      const [blockId, segmentId] = [newId(), newId()];
      await tx
        .insertInto('block')
        .values({
          id: blockId,
          source_version_id: versionId,
          number: index + 1,
          kind: 'paragraph',
          level: null,
          text,
          codes: JSON.stringify(codes ?? []),
          anchor: String(index + 1),
        })
        .execute();
      await tx
        .insertInto('segment')
        .values({
          id: segmentId,
          document_id: documentId,
          block_id: blockId,
          start_offset: 0,
          end_offset: text.length,
          source_hash: sha256(text),
          retired_at: null,
          successors: '[]',
        })
        .execute();
      await tx.insertInto('target').values({ segment_id: segmentId, lang: 'en', head_revision_id: null, state: 'initial', sub_state: '' }).execute();
      segments.push(segmentId);
    }
  });
  return { documentId, segments };
}

/** Everything a document is made of, segments in order with their target. */
export async function readRows({ read }: Db, documentId: string) {
  const document = await read.selectFrom('document').selectAll().where('id', '=', documentId).executeTakeFirstOrThrow();
  const version = await read.selectFrom('source_version').selectAll().where('document_id', '=', documentId).executeTakeFirstOrThrow();
  const blocks = await read.selectFrom('block').selectAll().where('source_version_id', '=', version.id).orderBy('number').execute();
  const segments = await read
    .selectFrom('segment')
    .innerJoin('block', 'block.id', 'segment.block_id')
    .innerJoin('target', 'target.segment_id', 'segment.id')
    .select(['segment.start_offset', 'segment.end_offset', 'segment.source_hash', 'block.text', 'target.lang', 'target.state', 'target.head_revision_id'])
    .where('segment.document_id', '=', documentId)
    .orderBy('block.number')
    .orderBy('segment.start_offset')
    .execute();
  return { document, version, blocks, segments };
}
