/** What happens when somebody uses a one-time link. */
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import type { Links } from './links.ts';
import { requireFreeLogin, setPassword } from './own-account.ts';
import type { SignedIn } from './password-sign-in.ts';
import { hashPassword } from './passwords.ts';
import type { Sessions } from './sessions.ts';
import { settlePerson } from './store.ts';

/** How the first person wants to be known; `standIn` is what pages call somebody without a name. */
export type Choice = { choice: 'just-me'; standIn?: string } | { choice: 'named'; name: string; login: string; password: string };

export function createLinkUse({ db, links, sessions }: { db: Db; links: Links; sessions: Sessions }) {
  return {
    /** Uses the link up and signs its person in. `choice` is asked of people who have not settled, and of nobody else. */
    async signInByLink(token: string, choice: Choice | null, userAgent: string): Promise<SignedIn> {
      const found = await links.read(token);
      if (found.purpose !== 'sign-in') throw new AppError('gone', 'linkUsed');
      if (!found.is_settled && !choice) throw new AppError('invalid', 'choiceMissing', { details: { field: 'choice' } });
      const named = !found.is_settled && choice?.choice === 'named' ? choice : null;
      const facts = named && { name: named.name, login: named.login, passwordHash: await hashPassword(named.password) };
      return db.write(async (tx) => {
        const person = await links.consume(tx, token);
        if (facts) await requireFreeLogin(tx, facts.login);
        if (!person.is_settled) await settlePerson(tx, person.id, facts ?? { standIn: choice?.choice === 'just-me' ? choice.standIn : undefined });
        const hasPassword = person.password_hash !== null || facts !== null;
        return { person, sessionId: await sessions.begin(tx, { id: person.id, hasPassword }, userAgent) };
      });
    },

    /** Uses up a link that sets a password, ends every session of its person and signs them in. `login` is asked of who has none. */
    async resetPassword(token: string, { login, password }: { login?: string; password: string }, userAgent: string): Promise<SignedIn> {
      const found = await links.read(token);
      if (found.purpose !== 'password') throw new AppError('gone', 'linkUsed');
      const passwordHash = await hashPassword(password);
      return db.write(async (tx) => {
        const person = await links.consume(tx, token);
        await setPassword(tx, person.id, { login: person.login ?? login, passwordHash });
        if (!person.is_settled) await settlePerson(tx, person.id, {});
        return { person, sessionId: await sessions.begin(tx, { id: person.id, hasPassword: true }, userAgent) };
      });
    },
  };
}
