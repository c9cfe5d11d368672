/** How often somebody may try a password: by what is tried and from where, and from where in all. */
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { forgetAttempts, giveBackAttempt, takeAttempt } from './store-attempts.ts';
import { hashToken } from './tokens.ts';

const WINDOW_MS = 15 * 60 * 1000;
const MOST_PER_SUBJECT = 10;
const MOST_PER_ADDRESS = 100;

export function createLimits({ db, clock }: { db: Db; clock: () => number }) {
  return {
    /**
     * Counts an attempt before the password is looked at, so that many at once gain nothing.
     * @throws {AppError} too-many
     */
    async take(what: string, address: string): Promise<{ wasRight: () => Promise<void> }> {
      const perSubject = hashToken(`${what} ${address}`);
      const perAddress = hashToken(`address ${address}`);
      const at = { now: new Date(clock()).toISOString(), windowEndsAt: new Date(clock() + WINDOW_MS).toISOString() };
      await db.write(async (tx) => {
        const isAllowed =
          (await takeAttempt(tx, { subject: perSubject, most: MOST_PER_SUBJECT }, at)) &&
          (await takeAttempt(tx, { subject: perAddress, most: MOST_PER_ADDRESS }, at));
        if (!isAllowed) throw new AppError('too-many', 'tooManyAttempts', { values: { minutes: WINDOW_MS / 60_000 } });
      });
      return {
        wasRight: () =>
          db.write(async (tx) => {
            await forgetAttempts(tx, perSubject);
            await giveBackAttempt(tx, perAddress);
          }),
      };
    },
  };
}

export type Limits = ReturnType<typeof createLimits>;
