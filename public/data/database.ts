/** What this browser keeps: texts the server has not acknowledged yet, those it has since the page was kept, and the steps of undo. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { PendingEntry, SavedEntry, UndoRecord } from './shapes.ts';

interface Kept extends DBSchema {
  pending: { key: [person: string, segment: string, tab: string]; value: PendingEntry; indexes: { person: string } };
  undo: { key: [person: string, document: string]; value: UndoRecord };
  saved: { key: [person: string, document: string, segment: string]; value: SavedEntry };
}

let opening: Promise<IDBPDatabase<Kept>> | null = null;

function open(): Promise<IDBPDatabase<Kept>> {
  return openDB<Kept>('dragoman', 2, {
    upgrade(db, version) {
      db.createObjectStore('saved', { keyPath: ['personId', 'documentId', 'target.segmentId'] });
      if (version > 0) return;
      db.createObjectStore('pending', { keyPath: ['personId', 'segmentId', 'tabId'] }).createIndex('person', 'personId');
      db.createObjectStore('undo', { keyPath: ['personId', 'documentId'] });
    },
    // A newer program in another tab waits for this one to let go.
    blocking(_version, _next, event) {
      (event.target as IDBDatabase).close();
      opening = null;
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
