/** What the server says yes to while people write in a browser. */
import type { BrowserContext, Response } from 'playwright-core';
import type { TargetView } from '../../server/core/api.ts';
import type { Acknowledged } from './oracle.ts';

export interface BrowserSaves {
  watch(context: BrowserContext): void;
  /** Every acknowledged save, once its answer was read. */
  acknowledged(): Promise<Acknowledged[]>;
  /** From the first byte sent to the last received, the slowest of all, in ms. */
  slowestMs(): number;
}

/** Watches all pages of the browsers it is told of. */
export function watchSaves(): BrowserSaves {
  const answers: Promise<Acknowledged | null>[] = [];
  let slowest = 0;
  const take = (response: Response): void => {
    const request = response.request();
    if (request.method() !== 'PUT' || !response.url().endsWith('/target') || response.status() !== 200) return;
    answers.push(
      response
        .json()
        .then((target: TargetView) => {
          const { requestStart, responseEnd } = request.timing();
          slowest = Math.max(slowest, responseEnd - requestStart);
          return { segmentId: target.segmentId, revisionId: target.revisionId!, revisionNumber: target.revisionNumber, text: target.text };
        })
        // The page went before its answer was read.
        .catch(() => null),
    );
  };
  return {
    watch: (context) => void context.on('response', take),
    acknowledged: async () => (await Promise.all(answers)).filter((answer) => answer !== null),
    slowestMs: () => slowest,
  };
}
