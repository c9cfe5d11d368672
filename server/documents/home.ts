/** The home page: where somebody was, and how far each document is. Words of the source are counted, since they do not change. */
import { MARKS, markOf, type Mark } from '../core/states.ts';
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import type { Projects, ProjectSummary } from '../projects/service.ts';
import { findLastSave, listDocuments, listSegmentStates } from './store-home.ts';

export interface DocumentProgress {
  id: string;
  titleSource: string;
  titleTarget: string;
  note: string;
  segments: number;
  words: number;
  /** Source words by the mark of their segment. */
  wordsByMark: Record<Mark, number>;
}

export interface WhereYouWere {
  documentId: string;
  /** null when the segment was split or joined since. */
  number: number | null;
  total: number;
  savedAt: string;
}

export interface HomePage {
  projects: (ProjectSummary & { documents: DocumentProgress[] })[];
  goOn: WhereYouWere | null;
}

export function createHome({ db, projects }: { db: Db; projects: Projects }) {
  return async (actor: Actor): Promise<HomePage> => {
    const mine = await projects.list(actor);
    const projectIds = mine.map((project) => project.id);
    const documents = await listDocuments(db.read, projectIds);
    const states = await listSegmentStates(
      db.read,
      documents.map((document) => document.id),
    );
    const segmentsOf = groupByDocument(states);
    const last = await findLastSave(db.read, actor.personId, projectIds);
    const progress = documents.map((row) => ({ projectId: row.project_id, ...progressOf(row, segmentsOf.get(row.id) ?? []) }));
    return {
      projects: mine.map((project) => ({ ...project, documents: progress.filter((document) => document.projectId === project.id) })),
      goOn: last ? whereYouWere(last, progress, segmentsOf.get(last.document_id ?? '') ?? []) : null,
    };
  };
}

export type Home = ReturnType<typeof createHome>;

type StateRow = Awaited<ReturnType<typeof listSegmentStates>>[number];
type DocumentRow = Awaited<ReturnType<typeof listDocuments>>[number];

function groupByDocument(rows: readonly StateRow[]): Map<string, StateRow[]> {
  const groups = new Map<string, StateRow[]>();
  for (const row of rows) {
    const group = groups.get(row.document_id);
    if (group) group.push(row);
    else groups.set(row.document_id, [row]);
  }
  return groups;
}

function progressOf(document: DocumentRow, rows: readonly StateRow[]): DocumentProgress {
  const wordsByMark = Object.fromEntries(MARKS.map((mark) => [mark, 0])) as Record<Mark, number>;
  for (const row of rows)
    wordsByMark[markOf(row.state ?? 'initial', row.sub_state ?? '', Boolean(row.has_draft))] += countWords(row.text.slice(row.start_offset, row.end_offset));
  const words = Object.values(wordsByMark).reduce((sum, count) => sum + count, 0);
  return {
    id: document.id,
    titleSource: document.title_source,
    titleTarget: document.title_target,
    note: document.note,
    segments: rows.length,
    words,
    wordsByMark,
  };
}

function whereYouWere(
  last: NonNullable<Awaited<ReturnType<typeof findLastSave>>>,
  documents: readonly DocumentProgress[],
  rows: readonly StateRow[],
): WhereYouWere | null {
  const document = documents.find((one) => one.id === last.document_id);
  if (!document) return null;
  const place = rows.findIndex((row) => row.id === last.segment_id);
  return {
    documentId: document.id,
    number: place < 0 ? null : place + 1,
    total: rows.length,
    savedAt: last.created_at,
  };
}

function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0;
}
