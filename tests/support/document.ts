/** The sample article with its translation, for tests that need a document to be further along than imported. */
import { SEGMENTER_VERSION, sentences } from '../../server/core/segmentation/segmentation.ts';
import type { State } from '../../server/core/states.ts';
import type { Db } from '../../server/db/connect.ts';
import { newId, sha256 } from '../../server/db/ids.ts';
import type { Block } from '../../server/core/model.ts';
import { formatById } from '../../server/formats/registry.ts';
import { addDocument, addPerson, addProject } from './database.ts';
import { readProjectFile } from './project-files.ts';

const lines = (file: string) => readProjectFile(file).trim().split('\n');

export const article = {
  arabic: lines('samples/russia-china.ar.txt'),
  english: lines('tests/fixtures/russia-china.en.txt'),
  drafts: lines('tests/fixtures/russia-china.draft.txt'),
  titleArabic: 'رئيس الوزراء الروسي يزور بكين',
  titleEnglish: 'Russia’s prime minister to visit Beijing',
};

/** Amal translated the article and Noor reviewed it; both belong to the News desk. */
export async function addTranslatedArticle(db: Db): Promise<{ amal: string; noor: string; projectId: string; documentId: string; segments: string[] }> {
  const [amal, noor] = [await addPerson(db, 'Amal Haddad'), await addPerson(db, 'Noor Salem')];
  const projectId = await addProject(db, 'News desk', { [amal]: ['translator'], [noor]: ['reviewer'] });
  const { documentId, segments } = await addDocument(db, projectId, article.arabic);
  await setTitles(db, documentId, { source: article.titleArabic, target: article.titleEnglish });
  for (const [index, segmentId] of segments.entries()) {
    await addDraft(db, article.arabic[index]!, article.drafts[index]!);
    await addRevision(db, segmentId, { text: article.english[index]!, state: 'translated', authorId: amal, at: '2026-11-23T10:00:00.000Z' });
    await addRevision(db, segmentId, { text: article.english[index]!, state: 'reviewed', authorId: noor, at: `2026-11-24T09:${String(10 + index)}:00.000Z` });
  }
  await addChange(db, { projectId, documentId });
  return { amal, noor, projectId, documentId, segments };
}

export async function setTitles(db: Db, documentId: string, titles: { source: string; target: string }): Promise<void> {
  await db.write((tx) => tx.updateTable('document').set({ title_source: titles.source, title_target: titles.target }).where('id', '=', documentId).execute());
}

/** Gives each sentence of the source its part of the draft, or all of it to the first when the sentences cannot be told apart. */
export async function addDraft(db: Db, source: string, draft: string, model = 'ar-en-starter'): Promise<void> {
  const spans = sentences(source, 'ar');
  const parts = sentences(draft, 'en').map(({ start, end }) => draft.slice(start, end));
  const texts = parts.length === spans.length ? parts : [draft];
  await db.write(async (tx) => {
    for (const [index, span] of spans.entries())
      await tx
        .insertInto('draft')
        .values({
          id: newId(),
          source_hash: sha256(source),
          span_start: span.start,
          span_end: span.end,
          segmenter: SEGMENTER_VERSION,
          engine: 'onnx',
          model,
          model_hash: 'f00d',
          settings: '{}',
          attempt: 1,
          text: texts[index] ?? '',
          tokens: '[]',
          scores: '[]',
          links: '[]',
          flags: '[]',
          created_at: '2026-11-22T08:00:00.000Z',
        })
        .execute();
  });
}

/** The next revision of a target, which becomes its head. */
export async function addRevision(db: Db, segmentId: string, revision: { text: string; state: State; authorId: string; at: string }): Promise<void> {
  const id = newId();
  const subState = revision.state === 'initial' ? 'dragoman:edited' : '';
  await db.write(async (tx) => {
    const head = await tx.selectFrom('revision').select(['id', 'number']).where('segment_id', '=', segmentId).orderBy('number', 'desc').executeTakeFirst();
    await tx
      .insertInto('revision')
      .values({
        id,
        segment_id: segmentId,
        lang: 'en',
        number: (head?.number ?? 0) + 1,
        parent_id: head?.id ?? null,
        author_kind: 'person',
        author_id: revision.authorId,
        origin: 'typed',
        text: revision.text,
        state: revision.state,
        sub_state: subState,
        edit_group: id,
        source_hash: '',
        used: '[]',
        accepted_as_is: 0,
        created_at: revision.at,
      })
      .execute();
    await tx.updateTable('target').set({ head_revision_id: id, state: revision.state, sub_state: subState }).where('segment_id', '=', segmentId).execute();
  });
}

/** A file as its format reads it, one segment per block. Returns ids and what was read. */
export async function addFile(
  db: Db,
  projectId: string,
  file: { name: string; format: string; text: string | Uint8Array },
): Promise<{ documentId: string; segments: string[]; blocks: Block[] }> {
  const bytes = typeof file.text === 'string' ? Buffer.from(file.text) : Buffer.from(file.text);
  const { blocks, skeleton, encoding, title } = formatById(file.format).read({ name: file.name, bytes });
  const { documentId, segments } = await addDocument(db, projectId, blocks);
  await setTitles(db, documentId, { source: title, target: '' });
  await db.write(async (tx) => {
    const version = await tx
      .updateTable('source_version')
      .set({ file_name: file.name, format: file.format, encoding, sha256: sha256(bytes), original: bytes, skeleton: JSON.stringify(skeleton) })
      .where('document_id', '=', documentId)
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const [index, { kind, level, marker, anchor }] of blocks.entries())
      await tx
        .updateTable('block')
        .set({ kind, level: level ?? null, marker: marker === undefined ? null : JSON.stringify(marker), anchor: `b${anchor}` })
        .where('source_version_id', '=', version.id)
        .where('number', '=', index + 1)
        .execute();
    for (const [index, { anchor }] of blocks.entries())
      await tx
        .updateTable('block')
        .set({ anchor })
        .where('source_version_id', '=', version.id)
        .where('number', '=', index + 1)
        .execute();
  });
  return { documentId, segments, blocks };
}

async function addChange(db: Db, { projectId, documentId }: { projectId: string; documentId: string }): Promise<void> {
  await db.write((tx) =>
    tx
      .insertInto('change')
      .values({
        project_id: projectId,
        document_id: documentId,
        segment_id: null,
        kind: 'segment.saved',
        person_id: null,
        data: '{}',
        created_at: '2026-11-24T09:30:00.000Z',
      })
      .execute(),
  );
}
