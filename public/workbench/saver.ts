/**
 * The way of one segment's text to the server: first into this browser's storage, then in order, one request at a time, each version under its
 * own key until it is answered. Nothing is given up before the server said yes to exactly this text.
 */
import type { Problem, TargetSave, TargetView, Used } from '../../server/core/api.ts';
import { keepPending, removePending } from '../data/pending.ts';
import type { PendingEntry, SentBody } from '../data/shapes.ts';
import { askJson, isWorthRetrying, NoAnswer, Refusal } from '../net/api.ts';
import type { SaveState } from './events.ts';

const KEEP_AFTER_MS = 200;
const SEND_AFTER_MS = 1500;
const RETRY_FIRST_MS = 2000;
const RETRY_MOST_MS = 60_000;

export interface SaverHost {
  state(segmentId: string, state: SaveState, problem: Problem | null): void;
  saved(target: TargetView): void;
  /** Another text is newer; ours waits until a person decides. */
  stale(segmentId: string, current: TargetView): void;
  /** The segment was split or joined; the text waits until a person decides. */
  gone(entry: PendingEntry, successors: string[]): void;
}

export class SegmentSaver {
  readonly segmentId: string;
  #host: SaverHost;
  #entry: PendingEntry | null;
  #sending: Promise<void> | null = null;
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #sendTimer: ReturnType<typeof setTimeout> | undefined;
  #retryMs = RETRY_FIRST_MS;
  #isKept = true;

  constructor(segmentId: string, host: SaverHost, entry: PendingEntry | null = null) {
    this.segmentId = segmentId;
    this.#host = host;
    this.#entry = entry;
  }

  /** What the server does not have yet. */
  get entry(): PendingEntry | null {
    return this.#entry;
  }

  get isSending(): boolean {
    return this.#sending !== null;
  }

  /** The text changed. `fresh` makes the entry when there is none. */
  change(text: string, used: readonly Used[], fresh: () => PendingEntry): void {
    const entry = (this.#entry ??= fresh());
    if (entry.sent?.key === entry.key) entry.key = crypto.randomUUID();
    Object.assign(entry, { text, used: [...entry.used, ...used], confirm: false, acceptedAsIs: false, at: new Date().toISOString() });
    if (!this.#isConflict) entry.isHeld = false;
    this.#keepTimer ??= setTimeout(() => void this.#keep(), KEEP_AFTER_MS);
    if (entry.isHeld) return;
    this.#host.state(this.segmentId, 'saving', null);
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void this.flush(), SEND_AFTER_MS);
  }

  /** Somebody signs for the text as it stands. */
  confirm(how: { acceptedAsIs: boolean }, fresh: () => PendingEntry): void {
    const entry = (this.#entry ??= fresh());
    if (entry.sent?.key === entry.key) entry.key = crypto.randomUUID();
    Object.assign(entry, { confirm: true, acceptedAsIs: how.acceptedAsIs, at: new Date().toISOString() });
    if (!this.#isConflict) entry.isHeld = false;
    void this.flush();
  }

  /** Sends now what is there. Resolves when it was sent or could not be; never rejects. */
  flush({ outlivesPage = false } = {}): Promise<void> {
    clearTimeout(this.#sendTimer);
    if (!this.#entry || this.#entry.isHeld) return this.#sending ?? Promise.resolve();
    this.#sending ??= this.#sendAll(outlivesPage).finally(() => (this.#sending = null));
    return this.#sending;
  }

  /** Mine stays: it is saved on top of `current`. */
  keepMine(current: TargetView): void {
    const entry = this.#entry;
    if (!entry) return;
    Object.assign(entry, { base: current.revisionId, baseText: current.text, key: crypto.randomUUID(), sent: null, isHeld: false, wasAcknowledged: false });
    this.#isConflict = false;
    void this.flush();
  }

  /** The server was set back to an older text than this one was written on: that is what it is compared with. Resolves when both have met. */
  meetOlder(current: TargetView): Promise<void> {
    const entry = this.#entry;
    if (!entry) return Promise.resolve();
    Object.assign(entry, { baseText: current.text, wasAcknowledged: true });
    if (!entry.isHeld) return this.flush();
    this.hold(current);
    return this.#keep();
  }

  /** The waiting text is given up, by a person's decision. */
  async letGo(): Promise<void> {
    const entry = this.#entry;
    this.#entry = null;
    this.#isConflict = false;
    clearTimeout(this.#sendTimer);
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    if (entry) await removePending(entry).catch(() => undefined);
    this.#host.state(this.segmentId, 'saved', null);
  }

  #isConflict = false;

  async #keep(): Promise<void> {
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    if (!this.#entry) return;
    try {
      await keepPending(structuredClone(this.#entry));
      this.#isKept = true;
    } catch (error) {
      this.#isKept = false;
      console.warn('the text is only in this page', error);
    }
  }

  async #sendAll(outlivesPage: boolean): Promise<void> {
    while (this.#entry && !this.#entry.isHeld) {
      const entry = this.#entry;
      const body = (entry.sent ??= bodyOf(entry));
      if (body.key === entry.key) entry.used = [];
      const kept = this.#keep();
      if (!outlivesPage) await kept;
      this.#host.state(this.segmentId, 'saving', null);
      try {
        await this.#acknowledge(body, await send(entry, body, outlivesPage));
      } catch (error) {
        if (!(await this.#isMended(entry, body, error))) return;
      }
    }
  }

  async #acknowledge(body: SentBody, target: TargetView): Promise<void> {
    const entry = this.#entry!;
    this.#retryMs = RETRY_FIRST_MS;
    entry.base = target.revisionId;
    entry.baseText = target.text;
    entry.sent = null;
    if (body.key === entry.key) {
      this.#entry = null;
      clearTimeout(this.#keepTimer);
      this.#keepTimer = undefined;
      await removePending(entry).catch(() => undefined);
    }
    this.#host.saved(target);
    if (!this.#entry) this.#host.state(this.segmentId, 'saved', null);
  }

  /** What a failed request means. Returns whether sending goes on at once. */
  async #isMended(entry: PendingEntry, body: SentBody, error: unknown): Promise<boolean> {
    if (!(error instanceof Refusal)) {
      if (!(error instanceof NoAnswer)) reportError(error);
      return this.#waitAndRetry(null);
    }
    if (isWorthRetrying(error) || error.status === 401) return this.#waitAndRetry(error.problem);
    entry.sent = null;
    entry.used = [...body.used, ...entry.used];
    const goesOn = this.#takeRefusal(entry, body, error);
    await this.#keep();
    return goesOn;
  }

  #takeRefusal(entry: PendingEntry, body: SentBody, { status, problem }: Refusal): boolean {
    if (status === 412 && problem.current) return this.#meetNewer(entry, body, problem.current);
    if (status === 410) {
      entry.isHeld = true;
      this.#host.gone(entry, problem.successors ?? []);
      return false;
    }
    // What was typed since may well be accepted.
    if (body.key !== entry.key) return true;
    entry.key = crypto.randomUUID();
    this.#host.state(this.segmentId, 'refused', problem);
    if (status !== 422 || !body.confirm) {
      entry.isHeld = true;
      return false;
    }
    // Not fit to be signed for; what was written is kept all the same.
    Object.assign(entry, { confirm: false, acceptedAsIs: false });
    return entry.text !== '' || entry.base !== null;
  }

  #waitAndRetry(problem: Problem | null): false {
    this.#host.state(this.segmentId, this.#isKept ? 'device' : 'page', problem);
    clearTimeout(this.#sendTimer);
    this.#sendTimer = setTimeout(() => void this.flush(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MOST_MS);
    return false;
  }

  #meetNewer(entry: PendingEntry, body: SentBody, current: TargetView): boolean {
    if (body.key === entry.key) entry.key = crypto.randomUUID();
    if (current.text === entry.text) {
      Object.assign(entry, { base: current.revisionId, baseText: current.text });
      return true;
    }
    entry.isHeld = true;
    this.#isConflict = true;
    this.#host.stale(this.segmentId, current);
    this.#host.state(this.segmentId, 'conflict', null);
    return false;
  }

  /** An entry that was held when the page closed waits again. */
  hold(current: TargetView): void {
    if (!this.#entry) return;
    this.#isConflict = true;
    this.#host.stale(this.segmentId, current);
    this.#host.state(this.segmentId, 'conflict', null);
  }
}

function bodyOf({ key, base, text, used, confirm, acceptedAsIs }: PendingEntry): SentBody {
  return { key, base, text, used, confirm, acceptedAsIs };
}

function send(entry: PendingEntry, body: SentBody, outlivesPage: boolean): Promise<TargetView> {
  const save: TargetSave = { text: body.text, confirm: body.confirm, used: body.used.slice(-200), editGroup: entry.editGroup };
  if (body.acceptedAsIs) save.acceptedAsIs = true;
  return askJson<TargetView>(`/segments/${encodeURIComponent(entry.segmentId)}/target`, {
    method: 'PUT',
    body: save,
    ifMatch: body.base,
    idempotencyKey: body.key,
    outlivesPage,
  });
}
