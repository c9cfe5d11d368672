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
  /** When it was said, in ms by the page's clock: what overtook it on the way here stands. */
  saidAt: number;
}

/** A page that is left is in no segment, and is remembered until it would have fallen silent. */
interface Page {
  person: { personId: string; name: string };
  segmentId: string | null;
  saidAt: number;
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
    for (const { person, segmentId } of documents.get(documentId)?.pages.values() ?? [])
      if (segmentId !== null) found.set(`${person.personId} ${segmentId}`, { ...person, segmentId });
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
      if (silent.some(([, { segmentId }]) => segmentId !== null)) announce(documentId, projectId);
      if (pages.size === 0) documents.delete(documentId);
    }
  }
  const sweeping = setInterval(sweep, SWEEP_MS).unref();

  return {
    /** Notes where a page is and answers who is where. @throws {AppError} not-found, forbidden. */
    async say(speaker: Actor & { name: string }, documentId: string, { tab, isLeaving, saidAt, ...said }: Whereabouts): Promise<PresentPerson[]> {
      const { projectId } = await requireDocument(db.read, speaker, documentId, 'document.read');
      const { name, personId } = speaker;
      const entry = documents.get(documentId) ?? { projectId, pages: new Map<string, Page>() };
      documents.set(documentId, entry);
      const key = `${personId} ${tab}`;
      const before = entry.pages.get(key);
      if (before && before.saidAt > saidAt) return peopleIn(documentId);
      const segmentId = isLeaving ? null : said.segmentId;
      entry.pages.set(key, { person: { personId, name }, segmentId, saidAt, heardAt: Date.now() });
      if (entry.pages.size > MOST_PAGES) entry.pages.delete(entry.pages.keys().next().value!);
      if ((before?.segmentId ?? null) !== segmentId) announce(documentId, projectId);
      return peopleIn(documentId);
    },

    close(): void {
      clearInterval(sweeping);
    },
  };
}
