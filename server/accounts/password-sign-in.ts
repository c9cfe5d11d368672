/** Login and password, with the attempts of each login and of each address limited. */
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { Limits } from './attempts.ts';
import { passwordHolds } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { findPerson, findPersonByLogin, type PersonRow } from './store.ts';

export interface SignedIn {
  sessionId: string;
  person: PersonRow;
}

export interface Credentials {
  login: string;
  password: string;
}

export function createPasswordSignIn({ db, sessions, limits }: { db: Db; sessions: Sessions; limits: Limits }) {
  /** @throws {AppError} unauthenticated with the same words whether login or password is wrong; too-many after ten attempts. */
  return async (credentials: Credentials, visit: { address: string; userAgent: string }): Promise<SignedIn> => {
    const login = normalLogin(credentials.login);
    const attempt = await limits.take(`login ${login}`, visit.address);
    const person = await findPersonByLogin(db.read, login);
    const isRight = await passwordHolds(person?.password_hash ?? null, credentials.password);
    if (!person || !isRight || person.disabled_at !== null) throw new AppError('unauthenticated', 'wrongPassword');
    await attempt.wasRight();
    return db.write(async (tx) => {
      // A password that was changed while this one was checked is not right any more.
      if ((await findPerson(tx, person.id))?.password_hash !== person.password_hash) throw new AppError('unauthenticated', 'wrongPassword');
      return { person, sessionId: await sessions.begin(tx, { id: person.id, hasPassword: true }, visit.userAgent) };
    });
  };
}

/** Logins are compared without regard to case. */
export function normalLogin(login: string): string {
  return login.normalize('NFKC').trim().toLowerCase();
}
