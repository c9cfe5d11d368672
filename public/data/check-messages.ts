/** What the page and the worker that runs the checks say to each other. */
import type { SegmentPair } from '../../server/core/checks/document.ts';
import type { Pair } from '../../server/core/checks/pair-text.ts';
import type { CheckResult, DocumentFinding } from '../../server/core/checks/run.ts';

export type CheckQuestion = { kind: 'segment'; id: string; pair: Pair } | { kind: 'document'; segments: readonly SegmentPair[] };

export type CheckAnswer =
  /** `target` is the text that was looked at; it may have changed since. */
  { kind: 'segment'; id: string; target: string; result: CheckResult } | { kind: 'document'; findings: readonly DocumentFinding[] };
