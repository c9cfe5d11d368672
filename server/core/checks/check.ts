/** What every check is. The list of them is in list.ts, what each fires on and keeps silent about in docs/checks.md. */
import type { Span } from '../model.ts';
import type { PairText } from './pair-text.ts';

/** In the order of docs/checks.md. */
export const CHECK_IDS = [
  'empty',
  'identical',
  'number',
  'percent',
  'currency',
  'date',
  'month',
  'weekday',
  'question-mark',
  'negation',
  'name',
  'omission',
  'addition',
  'length',
  'loop',
  'repeated-word',
  'tags',
  'url',
  'arabic-letters',
  'arabic-punctuation',
  'bidi-control',
  'quotes',
  'brackets',
  'spaces',
  'space-before-punctuation',
  'capital',
  'untouched-draft',
  'name-consistency',
  'same-source-different-target',
  'same-target-different-source',
  'and-overuse',
] as const;
export type CheckId = (typeof CHECK_IDS)[number];

/** high: almost surely wrong · medium: probably · low: a blemish · info: worth knowing, nothing to do. */
export const CHECK_SEVERITIES = ['high', 'medium', 'low', 'info'] as const;
export type CheckSeverity = (typeof CHECK_SEVERITIES)[number];

/** Replaces the span of the target, which may be empty, by the text. */
export interface Edit {
  span: Span;
  text: string;
}

/** What a check says about one pair. Spans are of the texts as they were given, inline codes included. */
export interface Finding {
  check: CheckId;
  severity: CheckSeverity;
  /** The sentence is at `client.check.<message>` in the words of the interface. */
  message: string;
  values: Readonly<Record<string, string | number>>;
  /** Where in the source; null when it is about the whole, or not about the source. */
  source: Span | null;
  /** Where in the target; null when it is about the whole, or something is missing from it. */
  target: Span | null;
  /** Only where the fix is safe: edits in ascending order that do not overlap. */
  fix?: readonly Edit[];
}

/** A finding before the list adds whose it is. */
export type Found = Omit<Finding, 'check' | 'severity' | 'values' | 'source' | 'target'> & Partial<Pick<Finding, 'severity' | 'values' | 'source' | 'target'>>;

/** What a check found, and of how many things it saw that both texts agree. */
export interface Outcome {
  found: readonly Found[];
  agreed?: number;
}

export interface Check {
  id: CheckId;
  /** Of findings that do not say their own. */
  severity: CheckSeverity;
  /** Spans it returns are of the texts without codes and format characters (`pair.source.text`), unless `readsRaw`. Linear time. */
  run(pair: PairText): Outcome;
  /** Spans it returns are of the texts as they were given. */
  readsRaw?: true;
  /** When it fires, no other check is asked: each would say the same in other words. */
  standsAlone?: true;
}

export const SILENT: Outcome = { found: [] };
