/** What people see to themselves: their name, their password, and where they are signed in. */
import type { Actor } from '../core/permissions.ts';
import type { Db, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { Limits } from './attempts.ts';
import { hashPassword, passwordHolds } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { findPerson, findPersonByLogin, renamePerson, updateCredentials } from './store.ts';
import { deleteUnusedLinks } from './store-links.ts';
import { deleteSessionOf, deleteSessionsOf } from './store-sessions.ts';

export interface OwnAccount {
  name: string;
  isNamed: boolean;
  login: string | null;
  hasPassword: boolean;
  sessions: OwnSession[];
}

export interface OwnSession {
  idHash: string;
  userAgent: string;
  createdAt: string;
  seenAt: string;
}

export interface PasswordChange {
  /** The one there was; '' when there was none. */
  old: string;
  password: string;
  /** Needed by who had none. */
  login?: string;
}

/** The visit somebody asks from. */
export interface Visit {
  idHash: string;
  userAgent: string;
  address: string;
}

export function createOwnAccount({ db, sessions, limits }: { db: Db; sessions: Sessions; limits: Limits }) {
  async function person(actor: Actor) {
    const row = await findPerson(db.read, actor.personId);
    if (!row) throw new AppError('unauthenticated', 'signedOut');
    return row;
  }

  return {
    async read(actor: Actor): Promise<OwnAccount> {
      const row = await person(actor);
      return {
        name: row.name,
        isNamed: row.is_named === 1,
        login: row.login,
        hasPassword: row.password_hash !== null,
        sessions: await sessions.list(actor.personId),
      };
    },

    rename: (actor: Actor, name: string): Promise<void> => db.write((tx) => renamePerson(tx, actor.personId, name)),

    /** Somebody else's session is left alone. */
    endSession: (actor: Actor, idHash: string): Promise<void> => db.write((tx) => deleteSessionOf(tx, actor.personId, idHash)),

    endOtherSessions: (actor: Actor, keptIdHash: string): Promise<void> => db.write((tx) => deleteSessionsOf(tx, actor.personId, keptIdHash)),

    /**
     * Ends every session and unused link of that person. Returns the id of the new session that takes this one's place.
     * @throws {AppError} invalid at `old` when that is wrong, at `login` when one is missing; conflict when the login is taken; too-many.
     */
    async changePassword(actor: Actor, change: PasswordChange, visit: Visit): Promise<string> {
      const row = await person(actor);
      if (row.password_hash !== null) {
        const attempt = await limits.take(`password ${actor.personId}`, visit.address);
        if (!(await passwordHolds(row.password_hash, change.old))) throw new AppError('invalid', 'oldPasswordWrong', { details: { field: 'old' } });
        await attempt.wasRight();
      }
      const passwordHash = await hashPassword(change.password);
      return db.write(async (tx) => {
        const now = await findPerson(tx, actor.personId);
        // Whoever changed it meanwhile may have done so to shut this visit out.
        if (now?.password_hash !== row.password_hash) throw new AppError('conflict', 'passwordChangedMeanwhile');
        await setPassword(tx, actor.personId, { login: row.login ?? change.login, passwordHash });
        return sessions.begin(tx, { id: actor.personId, hasPassword: true }, visit.userAgent);
      });
    },
  };
}

/** Sets login and password, and ends every session and unused link of that person. @throws {AppError} invalid or conflict at `login`. */
export async function setPassword(tx: Tx, personId: string, { login, passwordHash }: { login: string | undefined; passwordHash: string }): Promise<void> {
  if (!login) throw new AppError('invalid', 'loginMissing', { details: { field: 'login' } });
  await requireFreeLogin(tx, login, personId);
  await updateCredentials(tx, personId, { login, passwordHash });
  await deleteSessionsOf(tx, personId);
  await deleteUnusedLinks(tx, personId);
}

/** @throws {AppError} conflict when somebody else has it. */
export async function requireFreeLogin(tx: Tx, login: string | null, personId?: string): Promise<void> {
  const holder = login === null ? undefined : await findPersonByLogin(tx, login);
  if (holder && holder.id !== personId) throw new AppError('conflict', 'loginTaken', { details: { field: 'login' } });
}
