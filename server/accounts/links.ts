/** One-time links of a person: to sign in, or to set a new password. Making one is a single immediate transaction, so `dragoman users` may do it beside a running server. */
import type { Db, Queryable, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findPerson, type PersonRow } from './store.ts';
import { deleteUnusedLinks, findLink, insertLink, markLinkUsed, type LinkRow } from './store-links.ts';
import { hashToken, newToken } from './tokens.ts';

/** Whose link it is, and what it is for. */
export type Holder = PersonRow & Pick<LinkRow, 'purpose'>;

const LIFE_MS = 60 * 60 * 1000;
/** The first link waits until somebody settles in. */
const FOR_EVER = '9999-12-31T23:59:59.999Z';

export function createLinks({ db, clock = Date.now }: { db: Db; clock?: () => number }) {
  const at = (ms: number) => new Date(ms).toISOString();

  return {
    /** Takes back older unused links of that person. Returns the token. */
    make(person: Pick<PersonRow, 'id' | 'is_settled'>, purpose: LinkRow['purpose'] = 'sign-in'): Promise<string> {
      const token = newToken();
      return db.write(async (tx) => {
        await deleteUnusedLinks(tx, person.id);
        await insertLink(tx, {
          token_hash: hashToken(token),
          person_id: person.id,
          created_at: at(clock()),
          expires_at: person.is_settled ? at(clock() + LIFE_MS) : FOR_EVER,
          used_at: null,
          purpose,
        });
        return token;
      });
    },

    /** Whose link it is; it stays unused. @throws {AppError} gone when it was used, has expired or never was. */
    read: (token: string): Promise<Holder> => holder(db.read, token),

    /** Uses the link up. @throws {AppError} as read. */
    async consume(tx: Tx, token: string): Promise<Holder> {
      const person = await holder(tx, token);
      await markLinkUsed(tx, hashToken(token), at(clock()));
      return person;
    },
  };

  async function holder(queryable: Queryable, token: string): Promise<Holder> {
    const link = await findLink(queryable, hashToken(token));
    const person = link && link.used_at === null && link.expires_at > at(clock()) ? await findPerson(queryable, link.person_id) : undefined;
    if (!link || !person || person.disabled_at !== null) throw new AppError('gone', 'linkUsed');
    return { ...person, purpose: link.purpose };
  }
}

export type Links = ReturnType<typeof createLinks>;
