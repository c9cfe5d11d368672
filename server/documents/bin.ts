/** The bin: what is in it can be restored for 30 days, and is deleted for good after that. */
import { may, type Actor } from '../core/permissions.ts';
import { appendChange } from '../db/changes.ts';
import type { Db, Queryable } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../http/log.ts';
import type { BinnedProject, Projects } from '../projects/service.ts';
import type { RequireDocument } from './access.ts';
import { listBinned, markBinned } from './store-manage.ts';
import { deleteDocument, deleteProject, listDue } from './store-purge.ts';

export const DAYS_IN_BIN = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

export type BinnedDocument = Awaited<ReturnType<typeof listBinned>>[number];

export interface BinPage {
  documents: BinnedDocument[];
  projects: BinnedProject[];
}

export interface BinOptions {
  db: Db;
  projects: Projects;
  requireDocument: RequireDocument;
  clock?: () => number;
}

export function createBin({ db, projects, requireDocument, clock = Date.now }: BinOptions) {
  const at = (ms: number) => new Date(ms).toISOString();

  async function restorable(queryable: Queryable, actor: Actor): Promise<BinnedDocument[]> {
    const managed = (await projects.list(actor)).filter(({ roles }) => may(roles, 'document.manage'));
    return listBinned(
      queryable,
      managed.map(({ id }) => id),
    );
  }

  /** One transaction each, so that nobody waits long. */
  async function empty(): Promise<{ documents: number; projects: number }> {
    const due = await listDue(db.read, at(clock() - DAYS_IN_BIN * DAY_MS));
    for (const id of due.documentIds) await db.write((tx) => deleteDocument(tx, id, at(clock())));
    for (const id of due.projectIds) await db.write((tx) => deleteProject(tx, id));
    return { documents: due.documentIds.length, projects: due.projectIds.length };
  }

  return {
    /** Deletes for good what has been in the bin for more than 30 days. */
    empty,

    /** Empties it now and every day after: a server may run for months. What fails stops nothing and is tried again the next day. */
    async keepEmptying(log: Log): Promise<void> {
      const emptyOnce = () =>
        empty().then(
          (gone) => log.info(gone, 'the bin was emptied'),
          (error: unknown) => log.error({ error: String(error) }, 'the bin could not be emptied'),
        );
      setInterval(() => void emptyOnce(), DAY_MS).unref();
      await emptyOnce();
    },

    /** What the actor may restore, newest first. */
    list: async (actor: Actor): Promise<BinPage> => ({ documents: await restorable(db.read, actor), projects: await projects.listBinned(actor) }),

    /** Out of sight until somebody restores it. @throws {AppError} not-found, forbidden. */
    moveDocument(actor: Actor, documentId: string): Promise<void> {
      return db.write(async (tx) => {
        const { projectId } = await requireDocument(tx, actor, documentId, 'document.manage');
        await markBinned(tx, documentId, at(clock()));
        await appendChange(tx, { projectId, documentId, segmentId: null, kind: 'document.changed', personId: actor.personId, data: {} });
      });
    },

    /** @throws {AppError} not-found, also for who may not. */
    restoreDocument(actor: Actor, documentId: string): Promise<void> {
      return db.write(async (tx) => {
        const document = (await restorable(tx, actor)).find(({ id }) => id === documentId);
        if (!document) throw new AppError('not-found', 'notFound.document');
        await markBinned(tx, documentId, null);
        const { projectId } = document;
        await appendChange(tx, { projectId, documentId, segmentId: null, kind: 'document.changed', personId: actor.personId, data: {} });
      });
    },
  };
}

export type Bin = ReturnType<typeof createBin>;

/** Until when something can be restored. */
export function restorableUntil(binnedAt: string): string {
  return new Date(Date.parse(binnedAt) + DAYS_IN_BIN * DAY_MS).toISOString();
}
