/** GET /events: the change log as a stream, for whoever is signed in and only of their projects. */
import type { Request, RequestHandler, Response } from 'express';
import type { ChangeEvent } from '../core/api.ts';
import { actorOf } from './locals.ts';

/** The change log as the stream needs it; wired in context.ts. */
export interface ChangeFeed {
  /** Calls back after new changes; returns what ends that. */
  onChange(listener: () => void): () => void;
  /** Changes after `seq` that this person may see now, oldest first. Membership is looked up each time. */
  since(personId: string, seq: number): Promise<(ChangeEvent & { position: string })[]>;
  /** The place of the newest change: its number and what follows. */
  latest(): Promise<string>;
  /** Whether the log ever was at a place; not after a backup was put in place. */
  wasAt(position: string): Promise<boolean>;
  isSessionAlive(idHash: string): Promise<boolean>;
  /** Whether this person may see what happens in a project now. */
  maySee(personId: string, projectId: string): Promise<boolean>;
}

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

export function createEventStream(feed: ChangeFeed) {
  /** Who listens on which stream. */
  const open = new Map<Response, string>();

  const handler: RequestHandler = async (req, res) => {
    const { personId } = actorOf(res);
    const asked = startOf(req);
    const isKnown = asked === null || (await feed.wasAt(asked));
    const start = isKnown && asked !== null ? asked : await feed.latest();
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    res.write(`retry: ${RETRY_MS}\nid: ${start}\n\n`);
    // What this browser has seen is no part of the log: its pages look at everything anew.
    if (!isKnown) res.write(`event: set-back\nid: ${start}\ndata: {}\n\n`);
    const send = sender(feed, res, { personId, idHash: res.locals.session!.idHash, seq: Number.parseInt(start, 10) });
    open.set(res, personId);
    const stopListening = feed.onChange(() => void send());
    const heartbeat = setInterval(() => {
      write(res, ': still here\n\n');
      void send();
    }, HEARTBEAT_MS);
    res.on('close', () => {
      clearInterval(heartbeat);
      stopListening();
      open.delete(res);
    });
    await send();
  };

  /** Passes on what is not in the log and not worth keeping: it has no number, and who is not listening misses it. */
  async function passOn(change: ChangeEvent): Promise<void> {
    for (const [res, personId] of open)
      if (await feed.maySee(personId, change.projectId)) write(res, `event: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`);
  }

  return {
    handler,
    passOn,
    /** Ends every stream; browsers reconnect when a server answers again. */
    closeAll(): void {
      for (const res of open.keys()) res.end();
    },
  };
}

/** Sends what is new whenever it is called; calls while it is at work make it look once more. */
function sender(feed: ChangeFeed, res: Response, { personId, idHash, seq: start }: { personId: string; idHash: string; seq: number }): () => Promise<void> {
  let seq = start;
  let isSending = false;
  let isAskedAgain = false;

  async function sendNew(): Promise<void> {
    if (!(await feed.isSessionAlive(idHash))) return void res.end();
    const changes = await feed.since(personId, seq);
    for (const { position, ...change } of changes) write(res, `id: ${position}\nevent: ${change.kind}\ndata: ${JSON.stringify(change)}\n\n`);
    seq = changes.at(-1)?.seq ?? seq;
    isAskedAgain ||= changes.length > 0;
  }

  return async () => {
    isAskedAgain = true;
    if (isSending) return;
    isSending = true;
    try {
      while (isAskedAgain && !res.writableEnded) {
        isAskedAgain = false;
        await sendNew();
      }
    } catch {
      // The browser comes back by itself and says where it was.
      res.end();
    } finally {
      isSending = false;
    }
  };
}

/** The stream may have ended while the log was being read. */
function write(res: Response, text: string): void {
  if (!res.writableEnded) res.write(text);
}

function startOf(req: Request): string | null {
  const asked = req.get('last-event-id') ?? req.query['since'];
  return typeof asked === 'string' && /^\d{1,15}(-\d{1,15})?$/.test(asked) ? asked : null;
}
