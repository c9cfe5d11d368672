/** Too many sentences that begin with And, as Arabic ones do with و. */
import type { DocumentCheck, FoundInSegment } from './document.ts';

const AND = /^["“‘'([]*(And)\b/;
const LEAST_SEGMENTS = 10;
const LEAST_ANDS = 3;
/** Good translations of speech reach this share, of news a tenth of it. */
const MOST = 0.15;

export const andOveruse: DocumentCheck = {
  id: 'and-overuse',
  severity: 'info',
  run(segments) {
    const found = segments.flatMap(({ id, pair }): FoundInSegment[] => {
      const match = AND.exec(pair.target.text);
      if (!match) return [];
      const start = match[0].length - match[1]!.length;
      return [{ segmentId: id, message: 'and-overuse', target: { start, end: start + match[1]!.length } }];
    });
    if (segments.length < LEAST_SEGMENTS || found.length < LEAST_ANDS || found.length / segments.length <= MOST) return [];
    const percent = Math.round((100 * found.length) / segments.length);
    return found.map((one) => ({ ...one, values: { percent, count: found.length } }));
  },
};
