/** Requests waiting for the engine: sentence by sentence, people before background work. */
import type { TranslateOptions, Translation } from './engine.ts';

interface Request {
  sentences: readonly string[];
  options: TranslateOptions;
  translations: Translation[];
  /** The first sentence that was not handed out yet. */
  next: number;
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
}

export class RequestQueue {
  readonly #waiting = new Set<Request>();
  #lastId = 0;

  /** Resolves when every sentence has its translation; rejects with the signal's reason, or with the error of the first that fails. */
  add(sentences: readonly string[], options: TranslateOptions): Promise<Translation[]> {
    const { signal } = options;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    if (sentences.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#fail(request, signal?.reason);
      const request: Request = { sentences, options, translations: [], next: 0, resolve, reject, onAbort };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(request);
    });
  }

  get isEmpty(): boolean {
    return this.#open().length === 0;
  }

  /** The sentence that comes next, if any. */
  take(): Task | null {
    const open = this.#open();
    const request = open.find(({ options }) => options.urgency === 'interactive') ?? open[0];
    if (!request) return null;
    const index = request.next++;
    return { id: ++this.#lastId, request, index, sentence: request.sentences[index]! };
  }

  finish({ request, index }: Task, translation: Translation): void {
    request.translations[index] = translation;
    if (index === request.sentences.length - 1) this.#settle(request, () => request.resolve(request.translations));
  }

  fail({ request }: Task, error: unknown): void {
    this.#fail(request, error);
  }

  failAll(error: unknown): void {
    for (const request of [...this.#waiting]) this.#fail(request, error);
  }

  #open(): Request[] {
    return [...this.#waiting].filter((request) => request.next < request.sentences.length);
  }

  #fail(request: Request, error: unknown): void {
    this.#settle(request, () => request.reject(error));
  }

  #settle(request: Request, tell: () => void): void {
    this.#waiting.delete(request);
    request.options.signal?.removeEventListener('abort', request.onAbort);
    tell();
  }
}
