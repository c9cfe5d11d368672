/** Login and password, with the attempts of each login and of each address limited. */
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { passwordHolds } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { findPersonByLogin, type PersonRow } from './store.ts';
import { forgetAttempts, giveBackAttempt, takeAttempt } from './store-attempts.ts';
import { hashToken } from './tokens.ts';

export interface SignedIn {
  sessionId: string;
  person: PersonRow;
}

export interface Credentials {
  login: string;
  password: string;
}

const WINDOW_MS = 15 * 60 * 1000;
const MOST_PER_LOGIN = 10;
const MOST_PER_ADDRESS = 100;

export function createPasswordSignIn({ db, sessions, clock }: { db: Db; sessions: Sessions; clock: () => number }) {
  /** An attempt counts before the password is looked at, so that many at once gain nothing. */
  function take(subjects: { perLogin: string; perAddress: string }): Promise<void> {
    const at = { now: new Date(clock()).toISOString(), windowEndsAt: new Date(clock() + WINDOW_MS).toISOString() };
    return db.write(async (tx) => {
      const isAllowed =
        (await takeAttempt(tx, { subject: subjects.perLogin, most: MOST_PER_LOGIN }, at)) &&
        (await takeAttempt(tx, { subject: subjects.perAddress, most: MOST_PER_ADDRESS }, at));
      if (!isAllowed) throw new AppError('too-many', 'tooManyAttempts', { values: { minutes: WINDOW_MS / 60_000 } });
    });
  }

  /** @throws {AppError} unauthenticated with the same words whether login or password is wrong; too-many after ten attempts. */
  return async (credentials: Credentials, visit: { address: string; userAgent: string }): Promise<SignedIn> => {
    const login = normalLogin(credentials.login);
    const perLogin = hashToken(`login ${login} ${visit.address}`);
    const perAddress = hashToken(`address ${visit.address}`);
    await take({ perLogin, perAddress });
    const person = await findPersonByLogin(db.read, login);
    const isRight = await passwordHolds(person?.password_hash ?? null, credentials.password);
    if (!person || !isRight || person.disabled_at !== null) throw new AppError('unauthenticated', 'wrongPassword');
    return db.write(async (tx) => {
      await forgetAttempts(tx, perLogin);
      await giveBackAttempt(tx, perAddress);
      return { person, sessionId: await sessions.begin(tx, { id: person.id, hasPassword: true }, visit.userAgent) };
    });
  };
}

/** Logins are compared without regard to case. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}
