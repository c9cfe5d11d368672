import { AppError } from '../errors.ts';
import type { Tx } from './connect.ts';
import { now, sha256 } from './ids.ts';

/** An answer that can be given again word for word. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body;
}

export interface KeyedRequest {
  personId: string;
  /** The Idempotency-Key the device sent. */
  key: string;
  /** Everything that makes the request what it is; compared by hash. */
  content: unknown;
}

/**
 * Does a person's write at most once per key: a repeated request gets the first answer, and nothing is done again.
 * @throws {AppError} `invalid` (`request.keyReused`) when the key came with another content before.
 */
export async function answerOnce<Body>(tx: Tx, request: KeyedRequest, work: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  const bodyHash = sha256(JSON.stringify(request.content));
  const given = await tx.selectFrom('idempotency').selectAll().where('person_id', '=', request.personId).where('key', '=', request.key).executeTakeFirst();
  if (given) {
    if (given.body_hash !== bodyHash) throw new AppError('invalid', 'request.keyReused');
    return { status: given.status, body: JSON.parse(given.answer) as Body };
  }
  const answer = await work();
  await tx
    .insertInto('idempotency')
    .values({
      person_id: request.personId,
      key: request.key,
      body_hash: bodyHash,
      status: answer.status,
      answer: JSON.stringify(answer.body),
      created_at: now(),
    })
    .execute();
  return answer;
}

/** Forgets answers older than 60 days: no device comes back later than that. Returns how many. */
export async function forgetOldAnswers(tx: Tx): Promise<number> {
  const limit = new Date(Date.now() - 60 * 24 * 3600 * 1000).toISOString();
  const result = await tx.deleteFrom('idempotency').where('created_at', '<', limit).executeTakeFirst();
  return Number(result.numDeletedRows);
}
