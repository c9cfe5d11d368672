/** Who is in which segment: known for as long as their pages say so, told to everybody who may read the document, kept nowhere. It locks nothing. */
import type { ChangeEvent, PresentPerson } from '../core/api.ts';
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import type { RequireDocument } from '../documents/service.ts';

/** A page says where it is at least three times within this. */
const GONE_AFTER_MS = 45_000;
const SWEEP_MS = 5_000;
/** Of one document; beyond it the page that was heard of first is forgotten. */
const MOST_PAGES = 500;

export interface Whereabouts {
  /** Names one page of one browser. */
  tab: string;
  /** null: in no segment. */
  segmentId: string | null;
  isLeaving: boolean;
}

interface Page extends PresentPerson {
  heardAt: number;
}

export interface PresenceOptions {
  db: Db;
  requireDocument: RequireDocument;
  /** Tells every open page of people who may read the project. */
  tell: (change: ChangeEvent) => void;
}

export type Presence = ReturnType<typeof createPresence>;

export function createPresence({ db, requireDocument, tell }: PresenceOptions) {
  const documents = new Map<string, { projectId: string; pages: Map<string, Page> }>();

  /** Everybody in a document, a person once per segment. */
  function peopleIn(documentId: string): PresentPerson[] {
    const found = new Map<string, PresentPerson>();
    for (const { personId, name, segmentId } of documents.get(documentId)?.pages.values() ?? [])
      if (segmentId !== null) found.set(`${personId} ${segmentId}`, { personId, name, segmentId });
    return [...found.values()];
  }

  function announce(documentId: string, projectId: string): void {
    const data = { people: peopleIn(documentId) };
    tell({ seq: 0, kind: 'presence', projectId, documentId, segmentId: null, personId: null, data });
  }

  /** Pages that fell silent were closed by a crash or sleep; nobody should wait for them. */
  function sweep(): void {
    const oldest = Date.now() - GONE_AFTER_MS;
    for (const [documentId, { projectId, pages }] of documents) {
      const silent = [...pages].filter(([, { heardAt }]) => heardAt < oldest);
      for (const [key] of silent) pages.delete(key);
      if (silent.length > 0) announce(documentId, projectId);
      if (pages.size === 0) documents.delete(documentId);
    }
  }
  const sweeping = setInterval(sweep, SWEEP_MS).unref();

  return {
    /** Notes where a page is and answers who is where. @throws {AppError} not-found, forbidden. */
    async say(person: Actor & { name: string }, documentId: string, { tab, segmentId, isLeaving }: Whereabouts): Promise<PresentPerson[]> {
      const { projectId } = await requireDocument(db.read, person, documentId, 'document.read');
      const entry = documents.get(documentId) ?? { projectId, pages: new Map<string, Page>() };
      documents.set(documentId, entry);
      const key = `${person.personId} ${tab}`;
      const before = entry.pages.get(key)?.segmentId ?? null;
      if (isLeaving) entry.pages.delete(key);
      else entry.pages.set(key, { personId: person.personId, name: person.name, segmentId, heardAt: Date.now() });
      if (entry.pages.size > MOST_PAGES) entry.pages.delete(entry.pages.keys().next().value!);
      if (before !== (isLeaving ? null : segmentId)) announce(documentId, projectId);
      return peopleIn(documentId);
    },

    close(): void {
      clearInterval(sweeping);
    },
  };
}
