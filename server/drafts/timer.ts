/** One timer that is set, set again and cleared. */
export class Timer {
  #handle: NodeJS.Timeout | undefined;
  readonly #keepsAlive: boolean;

  /** `keepsAlive`: the process may not end while it is set. */
  constructor({ keepsAlive = false }: { keepsAlive?: boolean } = {}) {
    this.#keepsAlive = keepsAlive;
  }

  set(ms: number, ring: () => void): void {
    this.clear();
    this.#handle = setTimeout(ring, ms);
    if (!this.#keepsAlive) this.#handle.unref();
  }

  /** Starts the time over. */
  again(): void {
    this.#handle?.refresh();
  }

  clear(): void {
    clearTimeout(this.#handle);
    this.#handle = undefined;
  }
}
