/**
 * What the server acknowledged lately: a page kept for times without a connection is shown as of the last save, and what a server that was set back to
 * a backup does not have any more is still here.
 */
import type { TargetView } from '../../server/core/api.ts';
import { database } from './database.ts';
import type { PendingEntry } from './shapes.ts';

/** Whoever restores a backup does so within days of the damage. */
const LONGEST_MS = 7 * 24 * 60 * 60 * 1000;

type Whose = { personId: string; documentId: string };

export async function keepSaved(whose: Whose, target: TargetView): Promise<void> {
  await (await database()).put('saved', { ...whose, target });
}

/** The newest acknowledged texts of a document, in no order. */
export async function savedIn({ personId, documentId }: Whose): Promise<TargetView[]> {
  const entries = await (await database()).getAll('saved', rangeOf(personId, documentId));
  return entries.map(({ target }) => target);
}

/** Somebody wrote on from this text, and the server has both. */
export async function forgetSaved({ personId, documentId }: Whose, { segmentId }: TargetView): Promise<void> {
  await (await database()).delete('saved', [personId, documentId, segmentId]);
}

/** Forgets what is old, of any person of this browser. */
export async function forgetOldSaved(): Promise<void> {
  const tx = (await database()).transaction('saved', 'readwrite');
  const isOld = ({ savedAt }: TargetView): boolean => Date.now() - Date.parse(savedAt ?? '') > LONGEST_MS;
  for (let at = await tx.store.openCursor(); at; at = await at.continue()) if (isOld(at.value.target)) await at.delete();
  await tx.done;
}

/** Makes an acknowledged text one that waits for the server again. Returns whether it was still there: two tabs may try. */
export async function makePending({ revisionId, segmentId }: TargetView, entry: PendingEntry): Promise<boolean> {
  const tx = (await database()).transaction(['saved', 'pending'], 'readwrite', { durability: 'strict' });
  const key: [string, string, string] = [entry.personId, entry.documentId, segmentId];
  const isThere = (await tx.objectStore('saved').get(key))?.target.revisionId === revisionId;
  if (isThere) await Promise.all([tx.objectStore('saved').delete(key), tx.objectStore('pending').put(entry)]);
  await tx.done;
  return isThere;
}

/** The pages they belong to leave this browser: somebody signed out. */
export async function forgetAllSaved(): Promise<void> {
  await (await database()).clear('saved');
}

function rangeOf(personId: string, documentId: string): IDBKeyRange {
  return IDBKeyRange.bound([personId, documentId, ''], [personId, documentId, '\uffff']);
}
