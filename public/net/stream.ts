/**
 * Changes as they happen, through one connection for all tabs: browsers allow six per host, and saving needs one of them.
 * The tab that holds a Web Lock has the EventSource and passes events on by BroadcastChannel. When it closes, another gets the lock; when it
 * sleeps (no beat for a while), a tab that is awake takes the lock away from it. Every tab counts for itself what it has seen, and asks for
 * what it missed: the server can replay from any change. When a backup was put in place, what a tab has seen is no part of the log any more; the
 * server says so, and whoever listens looks at everything anew.
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

/** A place in the log as the server names it: a number, and what tells this history from another. */
type Position = string;
type Message = { type: 'change'; change: ChangeEvent; position: Position } | { type: 'beat' } | { type: 'need' | 'set-back'; position: Position };

export interface Listener {
  change(change: ChangeEvent): void;
  /** The server went back to an older state. */
  setBack(): void;
}

const listeners = new Set<Listener>();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(LOCK) : null;
let seen: Position = '0';
let heardAt = performance.now();
let source: EventSource | null = null;
let isStarted = false;

const seqOf = (position: Position): number => Number.parseInt(position, 10);

function tell(say: (listener: Listener) => void): void {
  for (const listener of listeners) {
    try {
      say(listener);
    } catch (error) {
      reportError(error);
    }
  }
}

function take(change: ChangeEvent, position: Position): void {
  heardAt = performance.now();
  if (change.seq > 0) {
    if (change.seq <= seqOf(seen)) return;
    seen = position;
  }
  tell((listener) => listener.change(change));
}

function takeSetBack(position: Position): void {
  heardAt = performance.now();
  seen = position;
  tell((listener) => listener.setBack());
}

function pass({ data, lastEventId: position }: MessageEvent<string>): void {
  const change = JSON.parse(data) as ChangeEvent;
  take(change, position);
  channel?.postMessage({ type: 'change', change, position } satisfies Message);
}

function open(after: Position): void {
  source?.close();
  const opened = new EventSource(`/events?since=${after}`);
  for (const kind of KINDS) opened.addEventListener(kind, pass);
  opened.addEventListener('set-back', ({ lastEventId: position }: MessageEvent) => {
    takeSetBack(position);
    channel?.postMessage({ type: 'set-back', position } satisfies Message);
  });
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
  channel?.postMessage({ type: 'need', position: seen } satisfies Message);
  if (performance.now() - heardAt > SILENCE_MS) queueForLead(true);
}

function hear({ data }: MessageEvent<Message>): void {
  heardAt = performance.now();
  if (data.type === 'change') take(data.change, data.position);
  if (data.type === 'set-back') takeSetBack(data.position);
  if (data.type === 'need' && source && seqOf(data.position) < seqOf(seen)) open(data.position);
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

/** Listens to changes after `after` (what the page already shows). Returns how to stop. */
export function listenToChanges(after: Position, listener: Listener): () => void {
  if (seqOf(after) > seqOf(seen)) seen = after;
  listeners.add(listener);
  if (!isStarted) start();
  return () => void listeners.delete(listener);
}
