/** One timer that is set, set again and cleared; never keeps the process alive. */
export class Timer {
  #handle: NodeJS.Timeout | undefined;

  set(ms: number, ring: () => void): void {
    this.clear();
    this.#handle = setTimeout(ring, ms);
    this.#handle.unref();
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
