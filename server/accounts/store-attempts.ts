/** Attempts at a password per subject; kept here so that a restart does not forget them. */
import type { Tx } from '../db/connect.ts';

export interface Limit {
  subject: string;
  most: number;
}

/** Counts one attempt. False when this subject has had its share of the running window. */
export async function takeAttempt(tx: Tx, { subject, most }: Limit, at: { now: string; windowEndsAt: string }): Promise<boolean> {
  const row = await tx.selectFrom('sign_in_attempt').selectAll().where('subject', '=', subject).executeTakeFirst();
  const isRunning = row !== undefined && row.window_ends_at > at.now;
  if (isRunning && row.failures >= most) return false;
  const counted = isRunning ? { failures: row.failures + 1, window_ends_at: row.window_ends_at } : { failures: 1, window_ends_at: at.windowEndsAt };
  await tx
    .insertInto('sign_in_attempt')
    .values({ subject, ...counted })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet(counted))
    .execute();
  return true;
}

/** The attempt was a right one: it does not count. */
export async function giveBackAttempt(tx: Tx, subject: string): Promise<void> {
  await tx
    .updateTable('sign_in_attempt')
    .set((eb) => ({ failures: eb('failures', '-', 1) }))
    .where('subject', '=', subject)
    .where('failures', '>', 0)
    .execute();
}

export async function forgetAttempts(tx: Tx, subject: string): Promise<void> {
  await tx.deleteFrom('sign_in_attempt').where('subject', '=', subject).execute();
}
