/** Pages without a connection: has the service worker keep what is open, and says of a kept page that it is one. */
import { isKeptPage } from '../data/kept-pages.ts';
import type { ToWorker } from '../data/kept-pages.ts';
import { workerUrl } from '../fragments.ts';
import { whenServerAnswers } from '../net/health.ts';
import { moment, part } from '../nodes.ts';
import { word } from '../words.ts';

/** The page itself comes first. */
const AFTER_MS = 2000;

export function connect(note: HTMLElement): void {
  sayAge(note);
  if (!('serviceWorker' in navigator) || !isKeptPage(location.pathname)) return;
  const start = (): void => void setTimeout(() => keepThisPage(note.dataset.person!).catch(() => undefined), AFTER_MS);
  if (document.readyState === 'complete') start();
  else addEventListener('load', start);
}

async function keepThisPage(personId: string): Promise<void> {
  await navigator.serviceWorker.register(workerUrl('/service-worker.js'));
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ personId, pathname: location.pathname } satisfies ToWorker);
}

function sayAge(note: HTMLElement): void {
  const keptAt = document.documentElement.dataset.fromDevice;
  if (keptAt === undefined) return;
  const at = new Date(keptAt);
  if (!Number.isNaN(at.getTime())) part(note, 'age').textContent = word('offline.asOf', { time: moment(at.toISOString()).textContent ?? '' });
  note.hidden = false;
  // What others did meanwhile comes with the stream; a list has none.
  whenServerAnswers(() => {
    if (location.pathname === '/') return location.reload();
    note.hidden = true;
    dispatchEvent(new Event('server-answers'));
  });
}
