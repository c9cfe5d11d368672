/**
 * Without a connection: serves our own files and the documents that were opened in this browser, as they were when last fetched. It never answers
 * for anything but whole pages and `/assets/`; what is saved goes to the server or waits in the page's own store. A form that cannot be sent leaves
 * its page as it is. A proxy that answers in place of the server is no connection.
 */
import { ANSWERED_BY } from '../../server/core/api.ts';
import { isKeptPage, OFFLINE_PAGE, PAGES, pagesOf, type FromWorker, type ToWorker } from '../data/kept-pages.ts';

declare const self: ServiceWorkerGlobalScope;
/** The names under /assets/ that a page may need; filled in by the build. */
declare const SHELL_FILES: readonly string[];

const SHELL = `shell-${SHELL_FILES.join().length}-${hash(SHELL_FILES.join())}`;
/** How long the server may take when this device has the page. */
const PATIENCE_MS = 8000;
const MOST_PAGES = 30;

self.addEventListener('install', (event) => {
  event.waitUntil(fillShell().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && request.mode === 'navigate') event.respondWith(sendForm(request));
  if (request.method !== 'GET') return;
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromShell(request));
  else if (request.mode === 'navigate') event.respondWith(navigate(request, url));
});

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker;
  event.waitUntil(keep(message).catch(() => undefined));
});

async function fillShell(): Promise<void> {
  const shell = await caches.open(SHELL);
  await shell.addAll(SHELL_FILES.map((name) => `/assets/${name}`));
}

/** A page that was kept before an update needs the files it names, until it is kept anew. */
async function dropOldShells(): Promise<void> {
  const pages = await htmlOfKept();
  const ours = new Set(SHELL_FILES);
  for (const name of (await caches.keys()).filter((each) => each.startsWith('shell-') && each !== SHELL)) {
    const files = (await (await caches.open(name)).keys()).map(({ url }) => url.split('/').at(-1)!).filter((file) => !ours.has(file));
    if (!pages.some((html) => files.some((file) => html.includes(`/assets/${file}`)))) await caches.delete(name);
  }
}

async function htmlOfKept(): Promise<string[]> {
  const kept: Promise<string>[] = [];
  for (const name of (await caches.keys()).filter((each) => each.startsWith(PAGES)))
    kept.push(...(await (await caches.open(name)).matchAll()).map((page) => page.text()));
  return Promise.all(kept);
}

/** File names carry the hash of their content: what is there is right. */
async function fromShell(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The server's page, and a copy of it kept; this device's copy when the server does not answer. */
async function navigate(request: Request, url: URL): Promise<Response> {
  const kept = await keptPage(url);
  try {
    const answer = await (kept ? withPatience(ask(request)) : ask(request));
    if (answer.ok && isKeptPage(url.pathname)) void replaceKept(url, answer.clone()).catch(() => undefined);
    return answer;
  } catch (error) {
    if (kept) return asKept(kept);
    const offline = await caches.match(OFFLINE_PAGE);
    if (offline) return offline;
    throw error;
  }
}

/** What the server says. @throws when nobody answers, or only what stands before the server. */
async function ask(request: Request): Promise<Response> {
  const answer = await fetch(request);
  if (answer.status >= 502 && !answer.headers.has(ANSWERED_BY)) throw new Error(`the server did not answer: ${answer.status}`);
  return answer;
}

/** An answer without content leaves the browser on the page, where all that was written still stands. */
async function sendForm(request: Request): Promise<Response> {
  try {
    return await ask(request);
  } catch {
    const windows = await self.clients.matchAll({ type: 'window' });
    const focused = windows.filter((page) => page.focused);
    for (const page of focused.length > 0 ? focused : windows) page.postMessage({ type: 'not-sent' } satisfies FromWorker);
    return new Response(null, { status: 204 });
  }
}

function withPatience(answer: Promise<Response>): Promise<Response> {
  return Promise.race([answer, new Promise<never>((_, reject) => setTimeout(() => reject(new Error('too slow')), PATIENCE_MS))]);
}

async function keptPage(url: URL): Promise<Response | undefined> {
  for (const name of await caches.keys()) {
    const found = name.startsWith(PAGES) ? await (await caches.open(name)).match(url.pathname) : undefined;
    if (found) return found;
  }
  return undefined;
}

/** Only a page that its person has kept already is replaced. */
async function replaceKept(url: URL, answer: Response): Promise<void> {
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const pages = await caches.open(name);
    if (await pages.match(url.pathname)) await putOwn(pages, { address: url.pathname, answer, personId: name.slice(PAGES.length) });
  }
}

/** Keeps a page if it was made for this person, not for whoever signed in since or for nobody. */
async function putOwn(pages: Cache, { address, answer, personId }: { address: string; answer: Response; personId: string }): Promise<void> {
  const html = await answer.clone().text();
  if (html.includes(`<meta name="person" content="${personId}">`)) await pages.put(address, answer);
}

/** The page says of itself that it comes from this device, and of when it is. */
async function asKept(kept: Response): Promise<Response> {
  const html = (await kept.text()).replace('<html ', `<html data-from-device="${kept.headers.get('date') ?? ''}" `);
  const headers = new Headers(kept.headers);
  headers.delete('content-length');
  headers.delete('content-encoding');
  return new Response(html, { status: 200, headers });
}

/** Keeps the page a person has open, and the page for what is not kept. Other people's pages leave this browser. */
async function keep({ personId, pathname }: ToWorker): Promise<void> {
  const mine = pagesOf(personId);
  for (const name of await caches.keys()) if (name.startsWith(PAGES) && name !== mine) await caches.delete(name);
  const pages = await caches.open(mine);
  const wanted = [OFFLINE_PAGE, '/', ...((await pages.match(pathname)) ? [] : [pathname])];
  for (const address of wanted) {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (answer.ok) await putOwn(pages, { address, answer, personId });
  }
  const documents = (await pages.keys()).filter(({ url }) => isKeptPage(new URL(url).pathname) && new URL(url).pathname !== '/');
  for (const oldest of documents.slice(0, Math.max(0, documents.length - MOST_PAGES))) await pages.delete(oldest);
}

/** FNV-1a, to tell one build's files from another's. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return (value >>> 0).toString(36);
}
