import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBin, createDocumentDetails, createRequireDocument, createHome } from '../../server/documents/service.ts';
import { createProjects, requireMember } from '../../server/projects/service.ts';
import { addDocument, addMember, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';
import { addDraft, addRevision } from '../support/document.ts';

const DAY = 24 * 60 * 60 * 1000;

let opened: TestDb;
let time: number;
let salma: string;
let amal: string;
let projectId: string;
let documentId: string;
let segments: string[];

const as = (personId: string) => ({ personId, isAdmin: false });
const requireDocument = createRequireDocument(requireMember);
const projects = () => createProjects({ db: opened.db });
const bin = () => createBin({ db: opened.db, projects: projects(), requireDocument, clock: () => time });
const details = () => createDocumentDetails({ db: opened.db, requireDocument });

beforeEach(async () => {
  opened = await openTestDb();
  time = Date.parse('2026-05-01T08:00:00Z');
  salma = await addPerson(opened.db, 'Salma');
  amal = await addPerson(opened.db, 'Amal');
  projectId = await addProject(opened.db, 'News desk', { [salma]: ['manager'], [amal]: ['translator'] });
  ({ documentId, segments } = await addDocument(opened.db, projectId, ['مرحبا بالعالم.', 'وداعا.']));
});
afterEach(() => opened.remove());

async function shownTo(personId: string): Promise<string[]> {
  const page = await createHome({ db: opened.db, projects: projects() })(as(personId));
  return page.projects.flatMap((project) => project.documents.map((document) => document.id));
}

describe('titles and note', () => {
  const changed = { titleSource: 'تحية', titleTarget: 'A greeting', note: 'For children.\nBe kind.' };

  test('are changed by a manager and by nobody else', async () => {
    await details().change(as(salma), documentId, changed);
    expect(await details().read(as(salma), documentId)).toMatchObject(changed);
    await expect(details().change(as(amal), documentId, { ...changed, note: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await details().read(as(salma), documentId)).note).toBe(changed.note);
  });
});

describe('a document in the bin', () => {
  test('is seen by nobody and comes back as it was', async () => {
    await addRevision(opened.db, segments[0]!, { text: 'Hello world.', state: 'translated', authorId: amal, at: '2026-04-01T10:00:00.000Z' });
    await bin().moveDocument(as(salma), documentId);
    expect(await shownTo(amal)).toEqual([]);
    await expect(requireDocument(opened.db.read, as(amal), documentId, 'document.read')).rejects.toMatchObject({ code: 'not-found' });
    expect((await bin().list(as(salma))).documents).toMatchObject([{ id: documentId, projectName: 'News desk', binnedAt: new Date(time).toISOString() }]);
    await bin().restoreDocument(as(salma), documentId);
    expect(await shownTo(amal)).toEqual([documentId]);
    expect((await bin().list(as(salma))).documents).toEqual([]);
    expect(await opened.db.read.selectFrom('revision').select('text').execute()).toEqual([{ text: 'Hello world.' }]);
  });

  test('is put there and restored by managers only', async () => {
    await expect(bin().moveDocument(as(amal), documentId)).rejects.toMatchObject({ code: 'forbidden' });
    await bin().moveDocument(as(salma), documentId);
    expect((await bin().list(as(amal))).documents).toEqual([]);
    await expect(bin().restoreDocument(as(amal), documentId)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('stays for 30 days and is gone the day after', async () => {
    await bin().moveDocument(as(salma), documentId);
    time += 30 * DAY;
    expect(await bin().empty()).toEqual({ documents: 0, projects: 0 });
    time += 1;
    expect(await bin().empty()).toEqual({ documents: 1, projects: 0 });
    await expect(bin().restoreDocument(as(salma), documentId)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('deleting for good', () => {
  const rowsOf = async (table: string) => Number((await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(opened.db.read)).rows[0]?.n);
  /** Tables that know of documents, by what they refer to; the database says so itself. */
  async function tablesBelow(roots: readonly string[]): Promise<string[]> {
    const { rows } = await sql<{ name: string; parent: string }>`
      select m.name as name, f."table" as parent from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table'`.execute(opened.db.read);
    const found = new Set(roots);
    for (let before = -1; before !== found.size;) {
      before = found.size;
      for (const { name, parent } of rows) if (found.has(parent)) found.add(name);
    }
    return [...found].sort();
  }

  async function fill(): Promise<void> {
    const { db } = opened;
    const at = '2026-04-01T10:00:00.000Z';
    await addDraft(db, 'مرحبا بالعالم.', 'Hello world.');
    await addDraft(db, 'وداعا.', 'Goodbye.');
    const first = { text: 'Hello', state: 'translated' as const, authorId: amal, at };
    await addRevision(db, segments[0]!, first);
    await addRevision(db, segments[0]!, { ...first, text: 'Hello world.' });
    const { id: revisionId } = await db.read.selectFrom('revision').select('id').orderBy('number', 'desc').executeTakeFirstOrThrow();
    const { id: blockId } = await db.read.selectFrom('block').select('id').orderBy('number').executeTakeFirstOrThrow();
    const of = { segment_id: segments[0]! };
    await db.write(async (tx) => {
      await tx
        .insertInto('side_revision')
        .values({ id: 's', ...of, lang: 'en', base_revision_id: revisionId, text: 'x', author_id: amal, idempotency_key: 'k', resolution: '', created_at: at })
        .execute();
      await tx
        .insertInto('comment')
        .values({
          id: 'c',
          ...of,
          author_id: amal,
          side: null,
          span_start: null,
          span_end: null,
          revision_id: revisionId,
          text: 'Why?',
          created_at: at,
          resolved_at: null,
          resolved_by: null,
        })
        .execute();
      await tx
        .insertInto('change')
        .values({ project_id: projectId, document_id: documentId, ...of, kind: 'segment.saved', person_id: amal, data: '{}', created_at: at })
        .execute();
      await tx
        .insertInto('job')
        .values({
          id: 'j',
          kind: 'draft',
          dedupe_key: 'd',
          project_id: projectId,
          document_id: documentId,
          person_id: amal,
          priority: 1,
          payload: '{}',
          state: 'done',
          done: 1,
          total: 1,
          attempts: 1,
          run_after: at,
          owner: null,
          fence: 1,
          lease_until: null,
          error: null,
          created_at: at,
          updated_at: at,
        })
        .execute();
      await tx
        .insertInto('approval')
        .values({ id: 'a', ...of, revision_id: revisionId, person_id: salma, created_at: at, taken_off_at: null })
        .execute();
      await tx
        .insertInto('waiver')
        .values({
          id: 'w',
          ...of,
          revision_id: revisionId,
          check_id: 'number',
          finding_key: 'k',
          reason: 'r',
          person_id: salma,
          created_at: at,
          withdrawn_at: null,
        })
        .execute();
      await tx
        .insertInto('return')
        .values({
          id: 'r',
          ...of,
          revision_id: revisionId,
          person_id: salma,
          code: 'style',
          severity: 'minor',
          span_start: null,
          span_end: null,
          comment: '',
          created_at: at,
          closed_at: at,
        })
        .execute();
      await tx
        .insertInto('block_correction')
        .values({ id: 'b', block_id: blockId, ...of, number: 1, text_before: 'a', text_after: 'b', person_id: salma, created_at: at })
        .execute();
    });
  }

  test('leaves no row of the document in any table that refers to one', async () => {
    await fill();
    const tables = [...(await tablesBelow(['document'])), 'draft'];
    const counts = await Promise.all(tables.map(rowsOf));
    expect(tables.filter((_table, index) => counts[index] === 0)).toEqual([]);
    await bin().moveDocument(as(salma), documentId);
    time += 31 * DAY;
    expect(await bin().empty()).toEqual({ documents: 1, projects: 0 });
    expect(Object.fromEntries(await Promise.all(tables.map(async (table) => [table, await rowsOf(table)] as const)))).toEqual(
      Object.fromEntries(tables.map((table) => [table, 0])),
    );
  });

  test('touches no other document, and keeps the drafts of a sentence both have', async () => {
    await fill();
    const other = await addDocument(opened.db, projectId, ['وداعا.']);
    await addRevision(opened.db, other.segments[0]!, { text: 'Goodbye.', state: 'translated', authorId: amal, at: '2026-04-01T10:00:00.000Z' });
    await bin().moveDocument(as(salma), documentId);
    time += 31 * DAY;
    await bin().empty();
    expect(await shownTo(amal)).toEqual([other.documentId]);
    expect(await opened.db.read.selectFrom('revision').select('text').execute()).toEqual([{ text: 'Goodbye.' }]);
    expect(await opened.db.read.selectFrom('draft').select('text').execute()).toEqual([{ text: 'Goodbye.' }]);
  });

  test('is refused by the database while the document is not in the bin', async () => {
    await addRevision(opened.db, segments[0]!, { text: 'Hello', state: 'translated', authorId: amal, at: '2026-04-01T10:00:00.000Z' });
    const deleteAll = () => opened.db.write((tx) => tx.deleteFrom('revision').execute());
    await expect(deleteAll()).rejects.toThrow(/append-only/);
    await bin().moveDocument(as(salma), documentId);
    await expect(opened.db.write((tx) => tx.updateTable('revision').set({ text: 'x' }).execute())).rejects.toThrow(/append-only/);
    await expect(deleteAll())
      .rejects.toThrow(/FOREIGN KEY|constraint/i)
      .catch(() => undefined);
  });

  test('a project goes with its documents, its people and its invitations', async () => {
    await fill();
    const letters = await addProject(opened.db, 'Letters', { [amal]: ['manager'] });
    await projects().moveToBin(as(salma), projectId);
    expect(await shownTo(amal)).toEqual([]);
    expect((await bin().list(as(salma))).projects).toMatchObject([{ id: projectId, name: 'News desk' }]);
    await expect(projects().restore(as(amal), projectId)).rejects.toMatchObject({ code: 'not-found' });
    time = Date.now() + 31 * DAY;
    expect(await bin().empty()).toEqual({ documents: 1, projects: 1 });
    expect(await opened.db.read.selectFrom('project').select('id').execute()).toEqual([{ id: letters }]);
    expect(await rowsOf('membership')).toBe(1);
  });
});

test('a project comes back from the bin with its documents', async () => {
  await projects().moveToBin(as(salma), projectId);
  await addMember(opened.db, { projectId, personId: await addPerson(opened.db, 'Noor'), roles: ['reviewer'] });
  await projects().restore(as(salma), projectId);
  expect(await shownTo(amal)).toEqual([documentId]);
});
