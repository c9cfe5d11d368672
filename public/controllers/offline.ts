/** Pages without a connection: has the service worker keep what is open, and says of a kept page that it is one. */
import { isKeptPage } from '../data/kept-pages.ts';
import type { ToWorker } from '../data/kept-pages.ts';
import { workerUrl } from '../fragments.ts';
import { moment, part } from '../nodes.ts';
import { word } from '../words.ts';

/** The page itself comes first. */
const AFTER_MS = 2000;
const ASK_EVERY_MS = 5000;

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
  whenServerAnswers(() => (location.pathname === '/' ? location.reload() : (note.hidden = true)));
}

/** That the browser is online says nothing of the server, and a server that was down tells no browser that it is back: it is asked. */
function whenServerAnswers(then: () => void): void {
  const ask = async (): Promise<void> => {
    const answer = await fetch('/healthz').catch(() => null);
    if (!answer?.ok) return;
    clearInterval(asking);
    removeEventListener('online', askNow);
    then();
  };
  const askNow = (): void => void ask();
  const asking = setInterval(askNow, ASK_EVERY_MS);
  addEventListener('online', askNow);
}
