/** What the checks say of the texts as they are saved, what of it somebody decided to leave, and why. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DraftView, NewWaiver, WaiverView } from '../core/api.ts';
import { CHECK_SEVERITIES, type CheckSeverity, type Finding } from '../core/checks/check.ts';
import { findingKey } from '../core/checks/key.ts';
import { DOCUMENT_CHECKS } from '../core/checks/list.ts';
import type { Pair } from '../core/checks/pair-text.ts';
import { runChecks, runDocumentChecks } from '../core/checks/run.ts';
import type { Actor } from '../core/permissions.ts';
import { appendChange } from '../db/changes.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import type { RequireDocument } from '../documents/service.ts';
import { AppError } from '../errors.ts';
import { targetView, type SegmentAccess } from './access.ts';
import { newestDrafts } from './drafts-store.ts';
import { findSegment, listSegments, type SegmentRow } from './store.ts';
import { draftView } from './view.ts';
import { findWaiver, insertWaiver, listDecisions, listWaivers, listWaiversOf, withdrawWaiver } from './waivers-store.ts';

/** So many segments are checked before others get their turn. */
const AT_ONCE = 20;
/** Findings of so many versions are remembered. */
const MOST_REMEMBERED = 20_000;

export interface OpenFinding {
  segmentId: string;
  /** 1-based place of the segment in the document. */
  number: number;
  finding: Finding;
}

export interface WaiverRequest extends NewWaiver {
  segmentId: string;
  ifMatch: string | null;
}

export type Findings = ReturnType<typeof createFindings>;

export function createFindings({ db, access, requireDocument }: { db: Db; access: SegmentAccess; requireDocument: RequireDocument }) {
  /** A version of a text never changes, nor does what the checks say of it. */
  const remembered = new Map<string, readonly Finding[]>();

  function findingsOf({ headId, sourceHash }: SegmentRow, pair: Pair): readonly Finding[] {
    const name = `${headId} ${sourceHash} ${pair.draft ?? ''}`;
    const known = remembered.get(name);
    if (known) return known;
    const { findings } = runChecks(pair);
    if (remembered.size >= MOST_REMEMBERED) remembered.delete(remembered.keys().next().value!);
    remembered.set(name, findings);
    return findings;
  }

  async function findOpen(documentId: string): Promise<OpenFinding[]> {
    const all = await listSegments(db.read, documentId);
    const numbers = new Map(all.map(({ id }, index) => [id, index + 1]));
    const segments = all.filter(({ headId }) => headId !== null);
    const waivers = await listWaiversOf(db.read, documentId);
    const pairs = await readPairs(db.read, segments);
    const found: Omit<OpenFinding, 'number'>[] = [];
    for (const [index, segment] of segments.entries()) {
      if (index % AT_ONCE === 0) await nextTurn();
      for (const finding of findingsOf(segment, pairs.get(segment.id)!)) found.push({ segmentId: segment.id, finding });
    }
    const whole = runDocumentChecks(segments.map(({ id }) => ({ id, ...pairs.get(id)! }))).findings;
    for (const finding of whole) found.push({ segmentId: finding.segmentId, finding });
    return found
      .filter(({ segmentId, finding }) => !isWaived(waivers.get(segmentId), findingKey(finding, pairs.get(segmentId)!)))
      .map((each) => ({ ...each, number: numbers.get(each.segmentId)! }))
      .sort((a, b) => a.number - b.number);
  }

  return {
    /** What nobody decided to leave, in the order of the document: of every segment with a text. */
    async open(actor: Actor, documentId: string): Promise<OpenFinding[]> {
      await requireDocument(db.read, actor, documentId, 'document.read');
      return findOpen(documentId);
    },

    /** Checks what was just saved, so that whoever asks for a whole document finds it done. */
    async check(segmentId: string): Promise<void> {
      const segment = await findSegment(db.read, segmentId);
      if (!segment?.headId) return;
      findingsOf(segment, (await readPairs(db.read, [segment])).get(segmentId)!);
    },

    ...createWaivers({ db, access }),
  };
}

function createWaivers({ db, access }: { db: Db; access: SegmentAccess }) {
  return {
    /** Keeps a decision to leave a finding with the version it was made for. @throws {AppError} stale when there is a newer one. */
    waive(actor: Actor, { segmentId, ifMatch, ...waiver }: WaiverRequest): Promise<WaiverView[]> {
      return db.write(async (tx) => {
        const segment = await access.findActive(tx, actor, segmentId, 'segment.waive');
        if (segment.headId === null || segment.headId !== ifMatch) throw new AppError('stale', 'segment.stale', { details: { current: targetView(segment) } });
        await insertWaiver(tx, { segmentId, revisionId: segment.headId, personId: actor.personId, ...waiver });
        await tell(tx, actor, segment);
        return listWaivers(tx, segmentId);
      });
    },

    withdraw(actor: Actor, waiverId: string): Promise<WaiverView[]> {
      return db.write(async (tx) => {
        const waiver = await findWaiver(tx, waiverId);
        if (!waiver) throw new AppError('not-found', 'notFound.waiver');
        const segment = await access.findActive(tx, actor, waiver.segmentId, 'segment.waive');
        await withdrawWaiver(tx, waiverId);
        await tell(tx, actor, segment);
        return listWaivers(tx, segment.id);
      });
    },
  };
}

/** Split and join: what somebody decided to leave is left in each segment that took over where the same finding stands, as it was decided. */
export async function carryWaivers(tx: Tx, retired: readonly SegmentRow[], successors: readonly string[]): Promise<void> {
  const decisions = await listDecisions(
    tx,
    retired.map(({ id }) => id),
  );
  if (decisions.length === 0) return;
  const written = (await listSegments(tx, retired[0]!.documentId)).filter(({ headId }) => headId !== null);
  const isOfDocument = decisions.some(({ check }) => DOCUMENT_CHECKS.some(({ id }) => id === check));
  const pairs = await readPairs(tx, isOfDocument ? written : written.filter(({ id }) => successors.includes(id)));
  const whole = isOfDocument ? runDocumentChecks([...pairs].map(([id, pair]) => ({ id, ...pair }))).findings : [];
  for (const segmentId of successors) {
    const pair = pairs.get(segmentId)!;
    const findings = [...runChecks(pair).findings, ...whole.filter((finding) => finding.segmentId === segmentId)];
    const keys = new Set(findings.map((finding) => findingKey(finding, pair)));
    for (const decision of decisions) if (keys.has(decision.key)) await insertWaiver(tx, { ...decision, segmentId });
  }
}

/** How many there are of each severity. */
export function countSeverities(findings: readonly OpenFinding[]): Record<CheckSeverity, number> {
  const counts = Object.fromEntries(CHECK_SEVERITIES.map((severity) => [severity, 0])) as Record<CheckSeverity, number>;
  for (const { finding } of findings) counts[finding.severity] += 1;
  return counts;
}

/** By segment, in the order given. */
async function readPairs(db: Queryable, segments: readonly SegmentRow[]): Promise<Map<string, Pair>> {
  const hashes = segments.map(({ sourceHash }) => sourceHash);
  const drafts = await newestDrafts(db, hashes);
  return new Map(segments.map((segment) => [segment.id, pairOf(segment, draftView(segment, drafts.get(segment.sourceHash)))]));
}

function pairOf({ source, text, codes }: SegmentRow, draft: DraftView | null): Pair {
  return { source, target: text, codes, ...(draft?.isWhole && { draft: draft.text }) };
}

function isWaived(waivers: readonly WaiverView[] | undefined, key: string): boolean {
  return waivers?.some((waiver) => waiver.key === key) ?? false;
}

async function tell(tx: Tx, actor: Actor, segment: SegmentRow): Promise<void> {
  const { projectId, documentId, id } = segment;
  await appendChange(tx, { projectId, documentId, segmentId: id, kind: 'segment.waived', personId: actor.personId, data: {} });
}
