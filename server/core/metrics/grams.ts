/** Runs of neighbours and how often they occur: what BLEU and chrF count. */

/** How often each run of `length` items occurs; items are joined with `separator`, which must not occur inside them. */
export function countRuns(items: readonly string[], length: number, separator: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + length <= items.length; at++) {
    const run = items.slice(at, at + length).join(separator);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

/** How many runs both have, each counted at most as often as in either. */
export function countShared(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [run, count] of one) shared += Math.min(count, other.get(run) ?? 0);
  return shared;
}
