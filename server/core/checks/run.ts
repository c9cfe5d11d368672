/** Runs the checks, over one pair or over a document: in the browser while somebody types, on the server when a text is saved, on the command line. */
import { isBlank } from '../language/direction.ts';
import type { Span } from '../model.ts';
import type { CheckId, CheckSeverity, Finding, Found } from './check.ts';
import type { SegmentPair } from './document.ts';
import { CHECKS, DOCUMENT_CHECKS } from './list.ts';
import { PairText, type CheckContext, type Pair } from './pair-text.ts';
import type { ReadText } from './read-text.ts';

/** Of how many things a check saw that source and target agree: 4 names, 1 day. `check` gives the word, at `client.check.agreed.<check>`. */
export interface Agreement {
  check: CheckId;
  count: number;
}

export interface CheckResult {
  findings: readonly Finding[];
  agreements: readonly Agreement[];
}

/**
 * Everything the checks have to say about a pair, in the order of the list and of the text. Pure and deterministic; time grows linearly
 * with the length of the texts. A blank target of a source with something to read is one finding, `empty`: ask only about what somebody signs for.
 */
export function runChecks(pair: Pair, context: CheckContext = {}): CheckResult {
  const read = new PairText(pair, context);
  const findings: Finding[] = [];
  const agreements: Agreement[] = [];
  for (const check of CHECKS) {
    const { found, agreed = 0 } = check.run(read);
    findings.push(...found.map((one) => asFinding(one, check, read)));
    if (agreed > 0) agreements.push({ check: check.id, count: agreed });
    if (check.standsAlone && found.length > 0) return { findings, agreements: [] };
  }
  return { findings, agreements };
}

/** A finding of a check of the whole document. */
export interface DocumentFinding extends Finding {
  segmentId: string;
  /** Other segments it is about, in the order of the document. */
  others: readonly string[];
}

/** What only a whole document shows. Segments are in its order; those with a blank target are passed over. Fixes are of the named segment's target. */
export function runDocumentChecks(segments: readonly SegmentPair[], context: CheckContext = {}): { findings: readonly DocumentFinding[] } {
  const translated = segments.filter(({ target }) => !isBlank(target)).map((segment) => ({ id: segment.id, pair: new PairText(segment, context) }));
  const pairs = new Map(translated.map(({ id, pair }) => [id, pair]));
  const findings = DOCUMENT_CHECKS.flatMap((check) =>
    check.run(translated).map((found) => ({ ...asFinding(found, check, pairs.get(found.segmentId)!), segmentId: found.segmentId, others: found.others ?? [] })),
  );
  return { findings };
}

function asFinding(found: Found, check: { id: CheckId; severity: CheckSeverity; readsRaw?: true }, pair: PairText): Finding {
  const place = (span: Span | null | undefined, text: ReadText): Span | null => (!span ? null : check.readsRaw ? span : text.toRaw(span));
  const fix = found.fix?.map(({ span, text }) => ({ span: check.readsRaw ? span : pair.target.toRaw(span), text }));
  return {
    check: check.id,
    severity: found.severity ?? check.severity,
    message: found.message,
    values: found.values ?? {},
    source: place(found.source, pair.source),
    target: place(found.target, pair.target),
    ...(fix && { fix }),
  };
}
