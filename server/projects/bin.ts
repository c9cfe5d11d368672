/** Projects in the bin. When their time is over is said where documents are deleted. */
import { may, type Actor } from '../core/permissions.ts';
import type { Db, Queryable } from '../db/connect.ts';
import { now } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import { requireMember } from './access.ts';
import { listBinned, markBinned } from './store.ts';

export interface BinnedProject {
  id: string;
  name: string;
  binnedAt: string;
}

export function createProjectBin({ db }: { db: Db }) {
  return {
    /** It and its documents are out of sight until somebody restores it. @throws {AppError} not-found, forbidden. */
    moveToBin(actor: Actor, projectId: string): Promise<void> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.manage');
        await markBinned(tx, projectId, now());
      });
    },

    /** Those in the bin that the actor may restore, newest first. */
    listBinned: (actor: Actor): Promise<BinnedProject[]> => restorable(db.read, actor),

    /** @throws {AppError} not-found, also for who may not. */
    restore(actor: Actor, projectId: string): Promise<void> {
      return db.write(async (tx) => {
        if (!(await restorable(tx, actor)).some((project) => project.id === projectId)) throw new AppError('not-found', 'noSuchPage');
        await markBinned(tx, projectId, null);
      });
    },
  };
}

async function restorable(db: Queryable, actor: Actor): Promise<BinnedProject[]> {
  const rows = await listBinned(db, actor.personId);
  return rows.filter(({ roles }) => may(roles, 'project.manage')).map(({ id, name, binnedAt }) => ({ id, name, binnedAt }));
}
