/**
 * Changes as they happen, through one connection for all tabs: browsers allow six per host, and saving needs one of them.
 * The tab that holds a Web Lock has the EventSource and passes events on by BroadcastChannel. When it closes, another gets the lock; when it
 * sleeps (no beat for a while), a tab that is awake takes the lock away from it. Every tab counts for itself what it has seen, and asks for
 * what it missed: the server can replay from any change.
 */
import type { ChangeEvent } from '../../server/core/api.ts';

const LOCK = 'dragoman-stream';
const BEAT_MS = 5_000;
const SILENCE_MS = 15_000;
const RETRY_MS = 3_000;
export const KINDS = [
  'document.imported',
  'segment.drafted',
  'segment.saved',
  'segment.split',
  'segment.joined',
  'segment.commented',
  'segment.waived',
  'segment.source-corrected',
  'job.progress',
  'presence',
] as const;

type Message = { type: 'change'; change: ChangeEvent } | { type: 'beat' } | { type: 'need'; after: number };
type Listener = (change: ChangeEvent) => void;

const listeners = new Set<Listener>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(LOCK) : null;
let seen = 0;
let heardAt = performance.now();
let source: EventSource | null = null;
let isStarted = false;

function take(change: ChangeEvent): void {
  heardAt = performance.now();
  if (change.seq > 0) {
    if (change.seq <= seen) return;
    seen = change.seq;
  }
  for (const listener of listeners) {
    try {
      listener(change);
    } catch (error) {
      reportError(error);
    }
  }
}

function pass(event: MessageEvent<string>): void {
  const change = JSON.parse(event.data) as ChangeEvent;
  take(change);
  channel?.postMessage({ type: 'change', change } satisfies Message);
}

function open(after: number): void {
  source?.close();
  const opened = new EventSource(`/events?since=${after}`);
  for (const kind of KINDS) opened.addEventListener(kind, pass);
  opened.addEventListener('error', () => {
    if (opened.readyState === EventSource.CLOSED && source === opened) setTimeout(() => source === opened && open(seen), RETRY_MS);
  });
  source = opened;
}

function close(): void {
  source?.close();
  source = null;
}

/** Holds the stream until the lock is taken away or the page goes. */
async function lead(): Promise<void> {
  open(seen);
  const beat = setInterval(() => channel?.postMessage({ type: 'beat' } satisfies Message), BEAT_MS);
  channel?.postMessage({ type: 'beat' } satisfies Message);
  await new Promise(() => undefined).finally(() => clearInterval(beat));
}

function queueForLead(isTakingOver: boolean): void {
  navigator.locks
    .request(LOCK, { steal: isTakingOver }, lead)
    .catch((error: unknown) => {
      close();
      const wasTaken = error instanceof DOMException && error.name === 'AbortError';
      if (wasTaken) queueForLead(false);
      else open(seen); // no locks in this browser: each tab for itself
    })
    .catch(reportError);
}

function catchUp(): void {
  if (source) {
    if (source.readyState === EventSource.CLOSED) open(seen);
    return;
  }
  channel?.postMessage({ type: 'need', after: seen } satisfies Message);
  if (performance.now() - heardAt > SILENCE_MS) queueForLead(true);
}

function hear({ data }: MessageEvent<Message>): void {
  heardAt = performance.now();
  if (data.type === 'change') take(data.change);
  if (data.type === 'need' && source && data.after < seen) open(data.after);
}

function start(): void {
  isStarted = true;
  channel?.addEventListener('message', hear);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && catchUp());
  window.addEventListener('pageshow', catchUp);
  window.addEventListener('online', catchUp);
  setInterval(() => document.visibilityState === 'visible' && performance.now() - heardAt > SILENCE_MS && catchUp(), BEAT_MS);
  if ('locks' in navigator && channel) queueForLead(false);
  else open(seen);
  catchUp();
}

/** Listens to changes after number `after` (what the page already shows). Returns how to stop. */
export function listenToChanges(after: number, listener: Listener): () => void {
  seen = Math.max(seen, after);
  listeners.add(listener);
  if (!isStarted) start();
  return () => void listeners.delete(listener);
}
