const REMEMBERED = 20;

/** How fast a job gets on, measured from its last results. Times in milliseconds of any steady clock. */
export class Pace {
  readonly #moments: number[];

  constructor(start: number) {
    this.#moments = [start];
  }

  step(at: number): void {
    this.#moments.push(at);
    if (this.#moments.length > REMEMBERED) this.#moments.shift();
  }

  /** null before the first result. */
  secondsFor(steps: number): number | null {
    const count = this.#moments.length - 1;
    if (count === 0) return null;
    const perStepMs = (this.#moments.at(-1)! - this.#moments[0]!) / count;
    return Math.ceil((Math.max(0, steps) * perStepMs) / 1000);
  }
}
