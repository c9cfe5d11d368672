/** What must be true of a database after any fault. */
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';

/** A save the server said yes to. */
export interface Acknowledged {
  segmentId: string;
  revisionId: string;
  revisionNumber: number;
  text: string;
}

export interface Verdict {
  lost: Acknowledged[];
  /** Texts that stand in more than one revision although each was written once. */
  duplicated: string[];
  /** Targets whose revision numbers are not 1, 2, 3, … */
  gaps: string[];
  integrity: string;
  foreignKeys: number;
  withoutAuthor: number;
}

/** Reads the database of a stopped server. */
export function examine(dataDir: string, acknowledged: readonly Acknowledged[]): Verdict {
  const db = new BetterSqlite(path.join(dataDir, 'dragoman.db'));
  try {
    const stored = db.prepare('select id, segment_id, number, text from revision order by segment_id, number').all() as {
      id: string;
      segment_id: string;
      number: number;
      text: string;
    }[];
    const byId = new Map(stored.map((row) => [row.id, row]));
    const isThere = (ack: Acknowledged) => byId.get(ack.revisionId)?.text === ack.text && byId.get(ack.revisionId)?.number === ack.revisionNumber;
    const counts = new Map<string, number>();
    for (const row of stored) counts.set(row.text, (counts.get(row.text) ?? 0) + 1);
    const bySegment = new Map<string, number[]>();
    for (const row of stored) bySegment.set(row.segment_id, [...(bySegment.get(row.segment_id) ?? []), row.number]);
    return {
      lost: acknowledged.filter((ack) => !isThere(ack)),
      duplicated: [...counts].filter(([, count]) => count > 1).map(([text]) => text),
      gaps: [...bySegment].filter(([, list]) => list.some((number, index) => number !== index + 1)).map(([id]) => id),
      integrity: db.pragma('integrity_check', { simple: true }) as string,
      foreignKeys: (db.pragma('foreign_key_check') as unknown[]).length,
      withoutAuthor: (db.prepare('select count(*) as n from revision where author_id not in (select id from person)').get() as { n: number }).n,
    };
  } finally {
    db.close();
  }
}

export const NOTHING_LOST = { lost: [], duplicated: [], gaps: [], integrity: 'ok', foreignKeys: 0, withoutAuthor: 0 };
