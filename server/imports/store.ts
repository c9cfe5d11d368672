import type { Block } from '../core/model.ts';
import { appendChange } from '../db/changes.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now, sha256 } from '../db/ids.ts';
import type { Schema } from '../db/schema.ts';

export type SegmentUnit = Schema['project']['segment_unit'];

/** A file that was read, ready to become a document. */
export interface NewDocument {
  id: string;
  title: string;
  fileName: string;
  format: string;
  encoding: string;
  original: Uint8Array;
  skeleton: unknown;
  blocks: NewBlock[];
}

export interface NewBlock extends Block {
  segments: { start: number; end: number; sourceHash: string }[];
}

/** Rows of one statement: SQLite takes 32,766 values at most, and a statement should not hold others up. */
const ROWS_AT_ONCE = 300;

/** How a project’s files are cut. `exceptions`: after which abbreviations a sentence goes on, one a line. */
export interface Cutting {
  unit: SegmentUnit;
  exceptions: string;
}

export async function cuttingOf(db: Queryable, projectId: string): Promise<Cutting> {
  const project = await db.selectFrom('project').select(['segment_unit', 'segment_exceptions']).where('id', '=', projectId).executeTakeFirst();
  return { unit: project?.segment_unit ?? 'paragraph', exceptions: project?.segment_exceptions ?? '' };
}

/** Writes a document with its source version, blocks, segments and empty targets, and says so in the change log. */
export async function insertDocument(tx: Tx, document: NewDocument, place: { projectId: string; targetLang: string; personId: string }): Promise<void> {
  const { id, title } = document;
  const { projectId, targetLang, personId } = place;
  await tx
    .insertInto('document')
    .values({ id, project_id: projectId, title_source: title, title_target: '', note: '', created_at: now(), binned_at: null })
    .execute();
  const versionId = await insertSourceVersion(tx, document);
  const segmentCount = await insertBlocks(tx, document, { versionId, targetLang });
  await appendChange(tx, { projectId, documentId: id, segmentId: null, kind: 'document.imported', personId, data: { title, segments: segmentCount } });
}

async function insertSourceVersion(tx: Tx, { id: documentId, fileName, format, encoding, original, skeleton }: NewDocument): Promise<string> {
  const id = newId();
  await tx
    .insertInto('source_version')
    .values({
      id,
      document_id: documentId,
      number: 1,
      file_name: fileName,
      format,
      encoding,
      sha256: sha256(original),
      original: Buffer.from(original),
      skeleton: JSON.stringify(skeleton),
      created_at: now(),
    })
    .execute();
  return id;
}

/** Returns how many segments there are. */
async function insertBlocks(
  tx: Tx,
  { id: documentId, blocks }: NewDocument,
  { versionId, targetLang }: { versionId: string; targetLang: string },
): Promise<number> {
  let count = 0;
  for (let first = 0; first < blocks.length; first += ROWS_AT_ONCE) {
    const rows = blocks.slice(first, first + ROWS_AT_ONCE).map((block, index) => ({ id: newId(), number: first + index + 1, block }));
    await tx
      .insertInto('block')
      .values(
        rows.map(({ id, number, block }) => ({
          id,
          source_version_id: versionId,
          number,
          kind: block.kind,
          level: block.level ?? null,
          marker: block.marker === undefined ? null : JSON.stringify(block.marker),
          text: block.text,
          codes: JSON.stringify(block.codes),
          anchor: block.anchor,
        })),
      )
      .execute();
    const segments = rows.flatMap(({ id, block }) => block.segments.map((segment) => ({ ...segment, id: newId(), blockId: id })));
    await insertSegments(tx, segments, { documentId, targetLang });
    count += segments.length;
  }
  return count;
}

interface NewSegment {
  id: string;
  blockId: string;
  start: number;
  end: number;
  sourceHash: string;
}

async function insertSegments(tx: Tx, segments: readonly NewSegment[], { documentId, targetLang }: { documentId: string; targetLang: string }): Promise<void> {
  for (let first = 0; first < segments.length; first += ROWS_AT_ONCE) {
    const rows = segments.slice(first, first + ROWS_AT_ONCE);
    await tx
      .insertInto('segment')
      .values(
        rows.map(({ id, blockId, start, end, sourceHash }) => ({
          id,
          document_id: documentId,
          block_id: blockId,
          start_offset: start,
          end_offset: end,
          source_hash: sourceHash,
          retired_at: null,
          successors: '[]',
        })),
      )
      .execute();
    await tx
      .insertInto('target')
      .values(rows.map(({ id }) => ({ segment_id: id, lang: targetLang, head_revision_id: null, state: 'initial' as const, sub_state: '' as const })))
      .execute();
  }
}

/** Gives a document its titles. */
export async function setTitles(tx: Tx, documentId: string, { titleSource, titleTarget }: { titleSource: string; titleTarget: string }): Promise<void> {
  await tx.updateTable('document').set({ title_source: titleSource, title_target: titleTarget }).where('id', '=', documentId).execute();
}
