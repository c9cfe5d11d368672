/** The history of a segment: one line per sitting, the machine draft as its oldest, across splits and joins. */
import type { HistoryEntry } from '../core/api.ts';
import type { Actor } from '../core/permissions.ts';
import type { Db, Queryable } from '../db/connect.ts';
import type { SegmentAccess } from './access.ts';
import { newestDrafts } from './drafts-store.ts';
import { listRevisions, listSideRevisions, segmentOfRevision, type RevisionRow } from './store.ts';
import { draftView } from './view.ts';

export function createHistory({ db, access }: { db: Db; access: SegmentAccess }) {
  /** Newest first. */
  return async function history(actor: Actor, segmentId: string): Promise<HistoryEntry[]> {
    const segment = await access.find(db.read, actor, segmentId, 'document.read');
    const sittings = groupSittings(await ancestry(db.read, segment.id));
    const sides = await listSideRevisions(db.read, segment.id);
    const draft = draftView(segment, (await newestDrafts(db.read, [segment.sourceHash])).get(segment.sourceHash));
    const entries = [
      ...sittings.map(revisionEntry),
      ...sides.map((side): HistoryEntry => ({
        revisionId: side.id,
        number: 0,
        kind: 'side',
        authorName: side.authorName,
        isMachine: false,
        origin: 'conflict',
        at: side.at,
        text: side.text,
        state: 'initial',
        isReturned: false,
      })),
    ].sort((a, b) => b.at.localeCompare(a.at) || b.number - a.number);
    if (draft)
      entries.push({
        revisionId: '',
        number: 0,
        kind: 'draft',
        authorName: draft.model,
        isMachine: true,
        origin: 'draft',
        at: draft.madeAt,
        text: draft.text,
        state: 'initial',
        isReturned: false,
      });
    return entries;
  };
}

/** Whether the database has a revision of this segment: not when a backup was put in place that is older. */
export function createHasRevision({ db, access }: { db: Db; access: SegmentAccess }) {
  return async function hasRevision(actor: Actor, segmentId: string, revisionId: string): Promise<boolean> {
    const segment = await access.find(db.read, actor, segmentId, 'document.read');
    return (await segmentOfRevision(db.read, revisionId)) === segment.id;
  };
}

/** The revisions of a segment and, before its first, of the segment it was cut or joined from. Newest first. */
async function ancestry(db: Queryable, segmentId: string): Promise<RevisionRow[]> {
  const all: RevisionRow[] = [];
  const seen = new Set<string>();
  let current: string | null = segmentId;
  while (current !== null && !seen.has(current)) {
    seen.add(current);
    const revisions: RevisionRow[] = await listRevisions(db, current);
    all.push(...revisions);
    const parentId: string | null = revisions.at(-1)?.parentId ?? null;
    current = parentId ? await segmentOfRevision(db, parentId) : null;
  }
  return all;
}

/** Keeps the last revision of each sitting: neighbours of one edit group and state. */
function groupSittings(newestFirst: readonly RevisionRow[]): RevisionRow[] {
  return newestFirst.filter((revision, index) => {
    const newer = newestFirst[index - 1];
    return (
      !newer ||
      newer.editGroup !== revision.editGroup ||
      newer.segmentId !== revision.segmentId ||
      (revision.state !== 'initial' && newer.text !== revision.text)
    );
  });
}

function revisionEntry(revision: RevisionRow): HistoryEntry {
  return {
    revisionId: revision.id,
    number: revision.number,
    kind: 'revision',
    authorName: revision.authorName ?? '',
    isMachine: false,
    origin: revision.origin,
    at: revision.at,
    text: revision.text,
    state: revision.state,
    isReturned: revision.subState === 'dragoman:returned',
  };
}
