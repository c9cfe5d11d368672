/** People, and how they come in: a one-time link, or login and password. */
import type { Db, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { LiveSession } from '../http/session.ts';
import { createLinks } from './links.ts';
import { createPasswordSignIn, type SignedIn } from './password-sign-in.ts';
import { hashPassword } from './passwords.ts';
import { createPreferences, DEFAULT_PREFERENCES } from './preferences.ts';
import { createSessions } from './sessions.ts';
import { findPersonByLogin, insertPerson, listPeople, settlePerson, type NewPerson } from './store.ts';

/** How the first person wants to be known. */
export type Choice = { choice: 'just-me' } | { choice: 'named'; name: string; login: string; password: string };

export function createAccounts({ db, clock = Date.now }: { db: Db; clock?: () => number }) {
  const sessions = createSessions({ db, clock });
  const links = createLinks({ db, clock });
  const preferences = createPreferences({ db });

  return {
    links,
    preferences,
    defaults: DEFAULT_PREFERENCES,
    people: () => listPeople(db.read),
    isSessionAlive: sessions.isAlive,
    signOut: sessions.end,
    signInByPassword: createPasswordSignIn({ db, sessions, clock }),

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

    /** The person a fresh installation starts with, unless there is somebody already. */
    ensureFirstPerson(name: string): Promise<void> {
      return db.write(async (tx) => {
        if ((await listPeople(tx)).length === 0) await insertPerson(tx, { name, isAdmin: true, isSettled: false });
      });
    },

    /** Whether somebody could sign in with a password. */
    hasPasswords: async (): Promise<boolean> => (await listPeople(db.read)).some((person) => person.password_hash !== null),

    /** Uses the link up and signs its person in. `choice` is asked of people who have not settled, and of nobody else. */
    async signInByLink(token: string, choice: Choice | null, userAgent: string): Promise<SignedIn> {
      const found = await links.read(token);
      if (!found.is_settled && !choice) throw new AppError('invalid', 'choiceMissing', { details: { field: 'choice' } });
      const named = !found.is_settled && choice?.choice === 'named' ? choice : null;
      const facts = named && { name: named.name, login: named.login, passwordHash: await hashPassword(named.password) };
      return db.write(async (tx) => {
        const person = await links.consume(tx, token);
        if (facts) await requireFreeLogin(tx, facts.login);
        if (!person.is_settled) await settlePerson(tx, person.id, facts ?? {});
        const hasPassword = person.password_hash !== null || facts !== null;
        return { person, sessionId: await sessions.begin(tx, { id: person.id, hasPassword }, userAgent) };
      });
    },
  };
}

export type { SignedIn };
export type Accounts = ReturnType<typeof createAccounts>;

async function requireFreeLogin(tx: Tx, login: string | null): Promise<void> {
  if (login !== null && (await findPersonByLogin(tx, login))) throw new AppError('conflict', 'loginTaken', { details: { field: 'login' } });
}
