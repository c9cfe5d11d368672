/**
 * Texts that the server has not acknowledged: one entry per person, segment and tab, written before anything is sent and removed only when the
 * server said yes to exactly this version. Tabs have entries of their own, so that two tabs never overwrite each other's unsent words; the
 * entries of a tab that is gone are adopted by the next one.
 */
import { database } from './database.ts';
import type { PendingEntry } from './shapes.ts';

/** Writes the entry; resolves when it is on the disk. */
export async function keepPending(entry: PendingEntry): Promise<void> {
  const db = await database();
  const tx = db.transaction('pending', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.put(entry), tx.done]);
}

/** Removes the entry unless it has become a newer version meanwhile. */
export async function removePending(entry: Pick<PendingEntry, 'personId' | 'segmentId' | 'tabId' | 'key'>): Promise<void> {
  const db = await database();
  const tx = db.transaction('pending', 'readwrite', { durability: 'strict' });
  const kept = await tx.store.get([entry.personId, entry.segmentId, entry.tabId]);
  if (kept?.key === entry.key) await tx.store.delete([entry.personId, entry.segmentId, entry.tabId]);
  await tx.done;
}

/** Everything of this person that is not acknowledged, oldest first. */
export async function listPending(personId: string): Promise<PendingEntry[]> {
  const db = await database();
  const entries = await db.getAllFromIndex('pending', 'person', personId);
  return entries.sort((a, b) => a.at.localeCompare(b.at));
}

/** Makes the entry of a tab that is gone our own. */
export async function adoptPending(entry: PendingEntry, tabId: string): Promise<PendingEntry> {
  const adopted = { ...entry, tabId };
  const db = await database();
  const tx = db.transaction('pending', 'readwrite', { durability: 'strict' });
  await Promise.all([tx.store.delete([entry.personId, entry.segmentId, entry.tabId]), tx.store.put(adopted), tx.done]);
  return adopted;
}
