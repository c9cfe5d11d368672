/** People, and how they come in: a one-time link, or login and password. */
import type { Db, Tx } from '../db/connect.ts';
import type { LiveSession } from '../http/session.ts';
import { createLimits } from './attempts.ts';
import { createLinks } from './links.ts';
import { createLinkUse } from './link-use.ts';
import { createOwnAccount, requireFreeLogin } from './own-account.ts';
import { createPasswordSignIn } from './password-sign-in.ts';
import { hashPassword } from './passwords.ts';
import { createPreferences, DEFAULT_PREFERENCES } from './preferences.ts';
import { createSessions } from './sessions.ts';
import { createStanding } from './standing.ts';
import { findPerson, insertPerson, listPeople, type NewPerson } from './store.ts';
import { deleteSession } from './store-sessions.ts';

export interface AccountsOptions {
  db: Db;
  clock?: () => number;
  /** Whether others than this computer reach the server. */
  isExposed?: boolean;
}

export function createAccounts({ db, clock = Date.now, isExposed = false }: AccountsOptions) {
  const sessions = createSessions({ db, clock, isExposed });
  const limits = createLimits({ db, clock });
  const links = createLinks({ db, clock });
  const preferences = createPreferences({ db });

  return {
    links,
    preferences,
    ...createLinkUse({ db, links, sessions }),
    own: createOwnAccount({ db, sessions, limits }),
    standing: createStanding({ db, clock }),
    hashPassword,
    defaults: DEFAULT_PREFERENCES,
    people: () => listPeople(db.read),
    isSessionAlive: sessions.isAlive,
    signOut: sessions.end,
    signInByPassword: createPasswordSignIn({ db, sessions, limits }),

    async findSession(id: string): Promise<LiveSession | null> {
      const live = await sessions.find(id);
      return live && { ...live, preferences: await preferences.of(live.person.id) };
    },

    /** @throws {AppError} conflict when the login is taken. */
    async addPerson({ password, ...facts }: Omit<NewPerson, 'passwordHash'> & { password?: string }): Promise<string> {
      const passwordHash = password === undefined ? null : await hashPassword(password);
      return db.write(async (tx) => {
        await requireFreeLogin(tx, facts.login ?? null);
        return insertPerson(tx, { ...facts, passwordHash });
      });
    },

    /** A new person with a password, signed in, inside the caller's transaction. @throws {AppError} conflict when the login is taken. */
    async enrol(tx: Tx, facts: { name: string; login: string; passwordHash: string }, userAgent: string): Promise<{ personId: string; sessionId: string }> {
      await requireFreeLogin(tx, facts.login);
      const personId = await insertPerson(tx, facts);
      return { personId, sessionId: await sessions.begin(tx, { id: personId, hasPassword: true }, userAgent) };
    },

    /** A session under a new id in the place of this one. */
    async renewSession(tx: Tx, personId: string, { idHash, userAgent }: { idHash: string; userAgent: string }): Promise<string> {
      const person = await findPerson(tx, personId);
      await deleteSession(tx, idHash);
      return sessions.begin(tx, { id: personId, hasPassword: person?.password_hash != null }, userAgent);
    },

    /** The person a fresh installation starts with, unless there is somebody already. */
    ensureFirstPerson(name: string): Promise<void> {
      return db.write(async (tx) => {
        if ((await listPeople(tx)).length === 0) await insertPerson(tx, { name, isAdmin: true, isSettled: false });
      });
    },

    /** Whether somebody could sign in with a password. */
    hasPasswords: async (): Promise<boolean> => (await listPeople(db.read)).some((person) => person.password_hash !== null),
  };
}

export { createInstallation, type InstallationReport } from './installation.ts';
export type { Holder } from './links.ts';
export type { OwnAccount } from './own-account.ts';
export { hashToken, newToken } from './tokens.ts';
export { Login, Name, NewPassword } from './fields.ts';
export type { Choice } from './link-use.ts';
export { STANDING_CHANGES, type StandingChange } from './standing.ts';
export type { SignedIn } from './password-sign-in.ts';
export type Accounts = ReturnType<typeof createAccounts>;
