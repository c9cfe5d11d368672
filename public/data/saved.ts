/** What the server acknowledged since a page was kept, so that the kept page can be shown as of the last save. */
import type { TargetView } from '../../server/core/api.ts';
import { database } from './database.ts';

type Whose = { personId: string; documentId: string };

export async function keepSaved(whose: Whose, target: TargetView): Promise<void> {
  await (await database()).put('saved', { ...whose, target });
}

/** The newest acknowledged texts of a document, in no order. */
export async function savedIn({ personId, documentId }: Whose): Promise<TargetView[]> {
  const entries = await (await database()).getAll('saved', rangeOf(personId, documentId));
  return entries.map(({ target }) => target);
}

/** The page came from the server: it has them all. */
export async function forgetSaved({ personId, documentId }: Whose): Promise<void> {
  await (await database()).delete('saved', rangeOf(personId, documentId));
}

/** The pages they belong to leave this browser: somebody signed out. */
export async function forgetAllSaved(): Promise<void> {
  await (await database()).clear('saved');
}

function rangeOf(personId: string, documentId: string): IDBKeyRange {
  return IDBKeyRange.bound([personId, documentId, ''], [personId, documentId, '\uffff']);
}
