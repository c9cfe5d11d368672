/** Checks that see a whole document: the list of them, and what they are given. */
import type { CheckId, CheckSeverity, Found } from './check.ts';
import type { Pair, PairText } from './pair-text.ts';

/** One segment of a document. */
export interface SegmentPair extends Pair {
  id: string;
}

/** What a check of the document found, and in which segment. */
export interface FoundInSegment extends Found {
  segmentId: string;
  /** The other segments it is about, in order; at most a few. */
  others?: readonly string[];
}

export interface DocumentCheck {
  id: CheckId;
  severity: CheckSeverity;
  /** Segments without a target are left out before. Spans are of texts without codes and format characters. Linear time. */
  run(segments: readonly SegmentText[]): readonly FoundInSegment[];
}

export interface SegmentText {
  id: string;
  pair: PairText;
}
