/** Signed-in visits: after a time without a request, or a time in all, they are over. */
import type { Db, Tx } from '../db/connect.ts';
import type { LiveSession } from '../http/session.ts';
import { deleteSession, deleteExpiredSessions, findSession, insertSession, listSessions, touchSession } from './store-sessions.ts';
import { hashToken, newToken } from './tokens.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Who can come back with a password. */
const WITH_PASSWORD = { idleMs: 8 * HOUR_MS, absoluteMs: 7 * DAY_MS };
/** "Just me on this computer" comes back by a link from the terminal only, and nobody else reaches the server: being shut out every night helps no one. */
const WITHOUT_PASSWORD = { idleMs: 60 * DAY_MS, absoluteMs: 180 * DAY_MS };
/** "Seen" is written at most this often. */
const TOUCH_MS = 60_000;

export interface SessionOptions {
  db: Db;
  clock: () => number;
  /** Whether others than this computer reach the server: then nobody stays signed in for long. */
  isExposed: boolean;
}

export function createSessions({ db, clock, isExposed }: SessionOptions) {
  const at = (ms: number) => new Date(ms).toISOString();

  async function findLive(idHash: string) {
    const row = await findSession(db.read, idHash);
    return row && isLive(row) ? row : null;
  }

  function isLive(row: { expires_at: string; seen_at: string; idle_ms: number }): boolean {
    return row.expires_at > at(clock()) && row.seen_at > at(clock() - row.idle_ms);
  }

  async function touch(idHash: string, seenAt: string): Promise<void> {
    if (seenAt > at(clock() - TOUCH_MS)) return;
    // A full disk must not keep anybody from reading.
    await db.write((tx) => touchSession(tx, idHash, at(clock()))).catch(() => undefined);
  }

  return {
    /** A new session, always with a new id; returns the id, which is kept nowhere. */
    async begin(tx: Tx, person: { id: string; hasPassword: boolean }, userAgent: string): Promise<string> {
      const id = newToken();
      const started = clock();
      const { idleMs, absoluteMs } = person.hasPassword || isExposed ? WITH_PASSWORD : WITHOUT_PASSWORD;
      await deleteExpiredSessions(tx, at(started));
      await insertSession(tx, {
        id_hash: hashToken(id),
        person_id: person.id,
        user_agent: userAgent.slice(0, 200),
        created_at: at(started),
        seen_at: at(started),
        idle_ms: idleMs,
        expires_at: at(started + absoluteMs),
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

    /** The living sessions of a person, the one used last first. */
    async list(personId: string) {
      const rows = (await listSessions(db.read, personId)).filter(isLive);
      return rows.map((row) => ({ idHash: row.id_hash, userAgent: row.user_agent, createdAt: row.created_at, seenAt: row.seen_at }));
    },

    async isAlive(idHash: string): Promise<boolean> {
      return (await findLive(idHash)) !== null;
    },

    end: (idHash: string): Promise<void> => db.write((tx) => deleteSession(tx, idHash)),
  };
}

export type Sessions = ReturnType<typeof createSessions>;
