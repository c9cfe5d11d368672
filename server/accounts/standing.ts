/** Who may come in at all, and who runs the installation. Each change is one short transaction, so `dragoman users` may make it beside a running server. */
import type { Actor } from '../core/permissions.ts';
import type { Db, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findPerson, hasOtherAdmin, updateStanding, type PersonRow } from './store.ts';
import { deleteUnusedLinks } from './store-links.ts';
import { deleteSessionsOf } from './store-sessions.ts';

/** `promote` makes somebody an administrator, `demote` takes that away; what who is disabled wrote stays, and they stay members. */
export const STANDING_CHANGES = ['disable', 'enable', 'promote', 'demote'] as const;
export type StandingChange = (typeof STANDING_CHANGES)[number];

export function createStanding({ db, clock }: { db: Db; clock: () => number }) {
  async function apply(tx: Tx, personId: string, change: StandingChange): Promise<void> {
    const person = await findPerson(tx, personId);
    if (!person) throw new AppError('not-found', 'noSuchPerson');
    if (change === 'disable' || change === 'demote') await requireAnotherAdmin(tx, person);
    if (change === 'disable') await signOutEverywhere(tx, personId);
    await updateStanding(tx, personId, valuesOf(change, person));
  }

  function valuesOf(change: StandingChange, person: PersonRow): Parameters<typeof updateStanding>[2] {
    if (change === 'promote' || change === 'demote') return { is_admin: change === 'promote' ? 1 : 0 };
    return { disabled_at: change === 'disable' ? (person.disabled_at ?? new Date(clock()).toISOString()) : null };
  }

  return {
    /** @throws {AppError} forbidden for who is no administrator; not-found; conflict when nobody would be left to run the installation, or for who would shut themselves out. */
    change: (actor: Actor, personId: string, change: StandingChange): Promise<void> =>
      db.write(async (tx) => {
        // Whoever lost the right while this request was under way has lost it.
        if ((await findPerson(tx, actor.personId))?.is_admin !== 1) throw new AppError('forbidden', 'notAdmin');
        if (change === 'disable' && personId === actor.personId) throw new AppError('conflict', 'notYourself');
        await apply(tx, personId, change);
      }),

    /** For whoever holds the data folder: the command line. @throws {AppError} not-found, conflict. */
    changeUnasked: (personId: string, change: StandingChange): Promise<void> => db.write((tx) => apply(tx, personId, change)),
  };
}

async function requireAnotherAdmin(tx: Tx, person: PersonRow): Promise<void> {
  const runsIt = person.is_admin === 1 && person.disabled_at === null;
  if (runsIt && !(await hasOtherAdmin(tx, person.id))) throw new AppError('conflict', 'lastAdmin');
}

async function signOutEverywhere(tx: Tx, personId: string): Promise<void> {
  await deleteSessionsOf(tx, personId);
  await deleteUnusedLinks(tx, personId);
}
