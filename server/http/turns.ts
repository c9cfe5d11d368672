/** Long work that lets everybody else in between its steps: one event loop serves them all. */
import { setImmediate } from 'node:timers/promises';

/** A wait of this length goes unnoticed. */
const LONGEST_TURN_MS = 15;

/** To be awaited between two steps of long work. */
export type GiveWay = () => Promise<void>;

/** Resolves at once until the turn has lasted long enough; then whatever else is waiting goes first. */
export function takeTurns(): GiveWay {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < LONGEST_TURN_MS) return;
    await setImmediate();
    began = performance.now();
  };
}

/** Runs steps to their end, giving way between them. */
export async function runInTurns<T>(steps: Iterator<undefined, T>): Promise<T> {
  const giveWay = takeTurns();
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await giveWay();
  }
}
