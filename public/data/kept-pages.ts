/** Pages that this browser keeps for times without a connection: one cache per person, filled by the service worker. */

/** What a page asks of the service worker: keep this page, it is this person's. */
export interface ToWorker {
  personId: string;
  pathname: string;
}

/** What the service worker tells a page: a form of it could not be sent. */
export interface FromWorker {
  type: 'not-sent';
}

export const PAGES = 'pages-';
/** Shown for addresses that are not kept. */
export const OFFLINE_PAGE = '/offline';

export function pagesOf(personId: string): string {
  return PAGES + personId;
}

/** Whether pages of this address are kept: the documents' list and workbenches. */
export function isKeptPage(pathname: string): boolean {
  return pathname === '/' || /^\/documents\/[\w-]+$/.test(pathname);
}

/** Takes all kept pages out of this browser: somebody signed out. Unsent texts are not pages and stay. */
export async function forgetPages(): Promise<void> {
  if (!('caches' in globalThis)) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PAGES)).map((name) => caches.delete(name)));
}
