/** Requests waiting for the engine, sentence by sentence: people before background work, and everybody in turn. */
import type { EngineLostError, TranslateOptions, Translation } from './engine.ts';

interface Request {
  sentences: readonly string[];
  options: TranslateOptions;
  translations: Translation[];
  /** The first sentence that was not handed out yet. */
  next: number;
  /** Sentences without a translation. */
  missing: number;
  resolve(translations: Translation[]): void;
  reject(error: unknown): void;
  onAbort(): void;
}

/** A sentence that was handed out. */
export interface Task {
  id: number;
  request: Request;
  index: number;
  sentence: string;
  /** How many processes were lost while they had it. */
  losses: number;
}

/** A sentence that so many processes died of is not given to another. */
const MOST_LOSSES = 2;

export class RequestQueue {
  /** In the order they came. */
  readonly #waiting = new Set<Request>();
  /** When each caller was served last, as the number of a task. */
  readonly #served = new Map<string | Request, number>();
  /** What a lost process had. One of them may have been the reason: each is tried again alone. */
  #suspects: Task[] = [];
  #lastId = 0;

  /** Resolves when every sentence has its translation; rejects with the signal's reason, or with the error of the first that fails. */
  add(sentences: readonly string[], options: TranslateOptions): Promise<Translation[]> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (sentences.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#fail(request, signal?.reason);
      const request: Request = { sentences, options, translations: [], next: 0, missing: sentences.length, resolve, reject, onAbort };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(request);
    });
  }

  get isEmpty(): boolean {
    return this.#open().length === 0 && this.#liveSuspects().length === 0;
  }

  /** The sentences that come next: as many as there is room for beside those under way, and all that people wait for. */
  take(underWay: readonly Task[], room: number): Task[] {
    this.#suspects = this.#liveSuspects();
    if (underWay.some(({ losses }) => losses > 0)) return [];
    if (this.#suspects.length > 0) return underWay.length === 0 ? [this.#suspects.shift()!] : [];
    const taken: Task[] = [];
    for (let task = this.#next(room); task; task = this.#next(room - taken.length)) taken.push(task);
    return taken;
  }

  finish({ request, index }: Task, translation: Translation): void {
    request.translations[index] = translation;
    request.missing -= 1;
    if (request.missing === 0) this.#settle(request, () => request.resolve(request.translations));
  }

  fail({ request }: Task, error: unknown): void {
    this.#fail(request, error);
  }

  /** The process that had these was lost. */
  takeBack(tasks: readonly Task[], error: EngineLostError): void {
    for (const task of tasks) {
      task.losses += 1;
      if (task.losses >= MOST_LOSSES) this.#fail(task.request, error);
      else this.#suspects.push(task);
    }
    this.#suspects.sort((a, b) => Number(isUrgent(b.request)) - Number(isUrgent(a.request)));
  }

  failAll(error: unknown): void {
    for (const request of [...this.#waiting]) this.#fail(request, error);
  }

  #next(room: number): Task | null {
    const open = this.#open();
    const urgent = open.filter(isUrgent);
    const request = urgent.length > 0 ? this.#longestUnserved(urgent) : room > 0 ? this.#longestUnserved(open) : undefined;
    if (!request) return null;
    const index = request.next++;
    this.#served.set(callerOf(request), ++this.#lastId);
    return { id: this.#lastId, request, index, sentence: request.sentences[index]!, losses: 0 };
  }

  /** The first of those who were never served since the queue was empty last, or else whoever was served before the others. */
  #longestUnserved(requests: readonly Request[]): Request | undefined {
    const servedAt = (request: Request) => this.#served.get(callerOf(request)) ?? 0;
    return requests.reduce<Request | undefined>((best, request) => (best && servedAt(best) <= servedAt(request) ? best : request), undefined);
  }

  #open(): Request[] {
    return [...this.#waiting].filter((request) => request.next < request.sentences.length);
  }

  #liveSuspects(): Task[] {
    return this.#suspects.filter(({ request }) => this.#waiting.has(request));
  }

  #fail(request: Request, error: unknown): void {
    this.#settle(request, () => request.reject(error));
  }

  #settle(request: Request, tell: () => void): void {
    if (!this.#waiting.delete(request)) return;
    this.#served.delete(request);
    if (this.#waiting.size === 0) this.#served.clear();
    request.options.signal?.removeEventListener('abort', request.onAbort);
    tell();
  }
}

function callerOf(request: Request): string | Request {
  return request.options.caller ?? request;
}

function isUrgent({ options }: Request): boolean {
  return options.urgency === 'interactive';
}
