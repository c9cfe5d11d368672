/** One read of everything an export needs of a document. */
import type { BlockKind, InlineCode, ListMarker } from '../core/model.ts';
import type { State, SubState } from '../core/states.ts';
import type { Queryable, Reader, Tx } from '../db/connect.ts';

export interface SourceFacts {
  versionId: string;
  fileName: string;
  format: string;
  encoding: string;
  sha256: string;
}

export interface ExportedSegment {
  id: string;
  start: number;
  end: number;
  sourceHash: string;
  state: State;
  subState: SubState;
  /** Text of the head revision; null while nothing was saved. */
  text: string | null;
  savedAt: string | null;
}

export interface ExportedBlock {
  id: string;
  number: number;
  kind: BlockKind;
  level: number | null;
  /** null: a bullet, or no list item. */
  marker: ListMarker | null;
  text: string;
  codes: InlineCode[];
  anchor: string;
  /** Active segments in order. */
  segments: ExportedSegment[];
}

/** The newest machine draft of one sentence. */
export interface ExportedDraft {
  start: number;
  end: number;
  model: string;
  text: string;
}

export interface ExportedDocument {
  source: SourceFacts;
  blocks: ExportedBlock[];
  /** Newest drafts by source hash, in order of their place. */
  drafts: Map<string, ExportedDraft[]>;
  /** Names of those who wrote and of those who reviewed, who did most first. */
  translators: string[];
  reviewers: string[];
  /** Number of the newest change to the text. */
  version: number;
}

/** Changes that an export shows. Comments and progress are not among them. */
const CHANGES_OF_TEXT = [
  'document.imported',
  'document.changed',
  'segment.drafted',
  'segment.saved',
  'segment.split',
  'segment.joined',
  'segment.source-corrected',
];

const MAX_READS = 5;

/**
 * Reads a document as it stood at one moment: reading starts anew when the text changed meanwhile.
 * Nothing but the database's own contents decides the order of anything.
 */
export async function readDocument(db: Reader, documentId: string, targetLang: string): Promise<ExportedDocument | null> {
  for (let reads = 1; ; reads += 1) {
    const version = await versionOf(db, documentId);
    const source = await findSource(db, documentId);
    if (!source) return null;
    const blocks = await listBlocks(db, source.versionId, documentId, targetLang);
    const drafts = await listNewestDrafts(
      db,
      blocks.flatMap((block) => block.segments.map((segment) => segment.sourceHash)),
    );
    const people = await listPeople(db, documentId);
    if ((await versionOf(db, documentId)) === version || reads === MAX_READS) return { source, blocks, drafts, version, ...people };
  }
}

async function versionOf(db: Queryable, documentId: string): Promise<number> {
  const row = await db
    .selectFrom('change')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('document_id', '=', documentId)
    .where('kind', 'in', CHANGES_OF_TEXT)
    .executeTakeFirst();
  return Number(row?.seq ?? 0);
}

async function findSource(db: Queryable, documentId: string): Promise<SourceFacts | null> {
  const row = await db
    .selectFrom('source_version')
    .select(['id', 'file_name', 'format', 'encoding', 'sha256'])
    .where('document_id', '=', documentId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { versionId: row.id, fileName: row.file_name, format: row.format, encoding: row.encoding, sha256: row.sha256 } : null;
}

/** The bytes of a source file and what its format remembers of them. */
export async function readOriginal(db: Queryable, versionId: string): Promise<{ original: Uint8Array; skeleton: unknown }> {
  const row = await db.selectFrom('source_version').select(['original', 'skeleton']).where('id', '=', versionId).executeTakeFirstOrThrow();
  return { original: row.original, skeleton: JSON.parse(row.skeleton) as unknown };
}

async function listBlocks(db: Queryable, versionId: string, documentId: string, targetLang: string): Promise<ExportedBlock[]> {
  const blocks = await db.selectFrom('block').selectAll().where('source_version_id', '=', versionId).orderBy('number').execute();
  const segments = await db
    .selectFrom('segment')
    .leftJoin('target', (join) => join.onRef('target.segment_id', '=', 'segment.id').on('target.lang', '=', targetLang))
    .leftJoin('revision', 'revision.id', 'target.head_revision_id')
    .select(['segment.id', 'segment.block_id', 'segment.start_offset', 'segment.end_offset', 'segment.source_hash'])
    .select(['target.state', 'target.sub_state', 'revision.text', 'revision.created_at'])
    .where('segment.document_id', '=', documentId)
    .where('segment.retired_at', 'is', null)
    .orderBy('segment.start_offset')
    .execute();

  const byBlock = new Map<string, ExportedSegment[]>();
  for (const row of segments) {
    const list = byBlock.get(row.block_id) ?? [];
    byBlock.set(row.block_id, list);
    list.push({
      id: row.id,
      start: row.start_offset,
      end: row.end_offset,
      sourceHash: row.source_hash,
      state: row.state ?? 'initial',
      subState: row.sub_state ?? '',
      text: row.text,
      savedAt: row.created_at,
    });
  }
  return blocks.map((row) => ({
    id: row.id,
    number: row.number,
    kind: row.kind,
    level: row.level,
    marker: row.marker === null ? null : (JSON.parse(row.marker) as ListMarker),
    text: row.text,
    codes: JSON.parse(row.codes) as InlineCode[],
    anchor: row.anchor,
    segments: byBlock.get(row.id) ?? [],
  }));
}

const CHUNK = 500;

async function listNewestDrafts(db: Queryable, sourceHashes: readonly string[]): Promise<Map<string, ExportedDraft[]>> {
  const newest = new Map<string, Map<number, ExportedDraft>>();
  const wanted = [...new Set(sourceHashes)];
  for (let at = 0; at < wanted.length; at += CHUNK) {
    const rows = await db
      .selectFrom('draft')
      .select(['source_hash', 'span_start', 'span_end', 'model', 'text'])
      .where('source_hash', 'in', wanted.slice(at, at + CHUNK))
      .orderBy('attempt')
      .orderBy('id')
      .execute();
    for (const row of rows) {
      const ofSource = newest.get(row.source_hash) ?? new Map<number, ExportedDraft>();
      newest.set(row.source_hash, ofSource);
      ofSource.set(row.span_start, { start: row.span_start, end: row.span_end, model: row.model, text: row.text });
    }
  }
  return new Map([...newest].map(([hash, drafts]) => [hash, [...drafts.values()].sort((a, b) => a.start - b.start)]));
}

/** Who signed for text here by name. Splitting, joining, locking and sending back sign for nothing, so they do not count. */
async function listPeople(db: Queryable, documentId: string): Promise<{ translators: string[]; reviewers: string[] }> {
  const rows = await db
    .selectFrom('revision')
    .innerJoin('segment', 'segment.id', 'revision.segment_id')
    .innerJoin('person', 'person.id', 'revision.author_id')
    .select(['person.name', 'revision.state', (eb) => eb.fn.countAll().as('n')])
    .where('segment.document_id', '=', documentId)
    .where('revision.author_kind', '=', 'person')
    .where('person.is_named', '=', 1)
    .where('revision.origin', 'not in', ['split', 'join', 'sign-off'])
    .where((eb) => eb.or([eb('revision.origin', '!=', 'review'), eb('revision.state', '=', 'reviewed')]))
    .groupBy(['person.id', 'person.name', 'revision.state'])
    .orderBy('n', 'desc')
    .orderBy('person.name')
    .execute();
  const namesOf = (state: State) => rows.filter((row) => row.state === state).map((row) => row.name);
  const confirmed = namesOf('translated');
  return { translators: confirmed.length > 0 ? confirmed : namesOf('initial'), reviewers: namesOf('reviewed') };
}

/** The project's gate as it is stored. */
export async function readGate(db: Queryable, projectId: string): Promise<string> {
  const row = await db.selectFrom('project').select('export_gate').where('id', '=', projectId).executeTakeFirst();
  return row?.export_gate ?? 'none';
}

export async function setGate(tx: Tx, projectId: string, gate: string): Promise<void> {
  await tx.updateTable('project').set({ export_gate: gate }).where('id', '=', projectId).execute();
}
