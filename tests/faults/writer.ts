/** A translator that types on and on in one segment, keeps count of what was acknowledged, and sends a text again until it is answered. */
import { randomUUID } from 'node:crypto';
import type { Problem, TargetView } from '../../server/core/api.ts';
import type { Client } from '../support/built-server.ts';
import type { Acknowledged } from './oracle.ts';

export class Writer {
  readonly segmentId: string;
  readonly acknowledged: Acknowledged[] = [];
  /** How often a text was sent again because no answer came. */
  resent = 0;
  #head: string | null = null;
  #count = 0;
  #pending: { text: string; key: string } | null = null;
  readonly #name: string;

  constructor(segmentId: string, name: string) {
    this.segmentId = segmentId;
    this.#name = name;
  }

  /** Sends the next text, or the one without an answer again with its key. Throws when the server is gone. */
  async writeOnce(client: Client): Promise<void> {
    if (this.#pending) this.resent += 1;
    this.#pending ??= { text: `${this.#name} wrote ${(this.#count += 1)}`, key: randomUUID() };
    const { text, key } = this.#pending;
    const answer = await client.send('PUT', `/segments/${this.segmentId}/target`, {
      json: { text, confirm: false, used: [], editGroup: this.#name.replaceAll(' ', '-') },
      headers: { 'If-Match': `"${this.#head ?? 'none'}"`, 'Idempotency-Key': key },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`${answer.status} ${((await answer.json()) as Problem).message}`);
    const saved = (await answer.json()) as TargetView;
    this.#head = saved.revisionId;
    this.#pending = null;
    this.acknowledged.push({ segmentId: this.segmentId, revisionId: saved.revisionId!, revisionNumber: saved.revisionNumber, text });
  }

  /** As after a page was loaded from a server that lost some of it: this is the head now, and nothing is under way. */
  continueFrom(head: string | null): void {
    this.#head = head;
    this.#pending = null;
    this.acknowledged.length = 0;
  }

  /** Writes until the signal, or until the server is gone. */
  async writeUntil(client: Client, signal: AbortSignal): Promise<void> {
    while (!signal.aborted)
      try {
        await this.writeOnce(client);
      } catch (error) {
        if (isGone(error)) return;
        throw error;
      }
  }
}

/** Whether an error means that no answer came, rather than a refusal. */
export function isGone(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError'));
}
