/** Signed-in visits: eight hours without a request, or seven days in all, and they are over. */
import type { Db, Tx } from '../db/connect.ts';
import type { LiveSession } from '../http/session.ts';
import { deleteSession, deleteSessionsBefore, findSession, insertSession, touchSession } from './store-sessions.ts';
import { hashToken, newToken } from './tokens.ts';

const HOUR_MS = 60 * 60 * 1000;
const IDLE_MS = 8 * HOUR_MS;
const ABSOLUTE_MS = 7 * 24 * HOUR_MS;
/** "Seen" is written at most this often. */
const TOUCH_MS = 60_000;

export function createSessions({ db, clock = Date.now }: { db: Db; clock?: () => number }) {
  const at = (ms: number) => new Date(ms).toISOString();

  async function findLive(idHash: string) {
    const row = await findSession(db.read, idHash);
    return row && row.expires_at > at(clock()) && row.seen_at > at(clock() - IDLE_MS) ? row : null;
  }

  async function touch(idHash: string, seenAt: string): Promise<void> {
    if (seenAt > at(clock() - TOUCH_MS)) return;
    // A full disk must not keep anybody from reading.
    await db.write((tx) => touchSession(tx, idHash, at(clock()))).catch(() => undefined);
  }

  return {
    /** A new session, always with a new id; returns the id, which is kept nowhere. */
    async begin(tx: Tx, personId: string, userAgent: string): Promise<string> {
      const id = newToken();
      const started = clock();
      await deleteSessionsBefore(tx, { expiresAt: at(started), seenAt: at(started - IDLE_MS) });
      await insertSession(tx, {
        id_hash: hashToken(id),
        person_id: personId,
        user_agent: userAgent.slice(0, 200),
        created_at: at(started),
        seen_at: at(started),
        expires_at: at(started + ABSOLUTE_MS),
      });
      return id;
    },

    async find(id: string): Promise<Omit<LiveSession, 'preferences'> | null> {
      const idHash = hashToken(id);
      const row = await findLive(idHash);
      if (!row) return null;
      await touch(idHash, row.seen_at);
      return { idHash, person: { id: row.id, name: row.name, isAdmin: row.is_admin === 1 } };
    },

    async isAlive(idHash: string): Promise<boolean> {
      return (await findLive(idHash)) !== null;
    },

    end: (idHash: string): Promise<void> => db.write((tx) => deleteSession(tx, idHash)),
  };
}

export type Sessions = ReturnType<typeof createSessions>;
