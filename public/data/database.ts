/** What this browser keeps: texts the server has not acknowledged yet, and the steps of undo. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { PendingEntry, UndoRecord } from './shapes.ts';

interface Kept extends DBSchema {
  pending: { key: [person: string, segment: string, tab: string]; value: PendingEntry; indexes: { person: string } };
  undo: { key: [person: string, document: string]; value: UndoRecord };
}

let opening: Promise<IDBPDatabase<Kept>> | null = null;

function open(): Promise<IDBPDatabase<Kept>> {
  return openDB<Kept>('dragoman', 1, {
    upgrade(db) {
      db.createObjectStore('pending', { keyPath: ['personId', 'segmentId', 'tabId'] }).createIndex('person', 'personId');
      db.createObjectStore('undo', { keyPath: ['personId', 'documentId'] });
    },
    terminated() {
      opening = null;
    },
  });
}

/** The database of this browser, opened once. Rejects where the browser keeps nothing (private windows of some). */
export function database(): Promise<IDBPDatabase<Kept>> {
  opening ??= open().catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Asks the browser not to clear our storage when the disk gets tight. It may say no; nothing depends on the answer. */
export async function askToPersist(): Promise<void> {
  await navigator.storage?.persist?.();
}
