/** The review of a document → what its template needs. */
import type { Finding } from '../core/checks/check.ts';
import { layersOf, tidyLayers, type LayerPart } from '../core/diff/layers.ts';
import { RETURN_CODES, SEVERITIES } from '../core/review.ts';
import { isLegal, markOf, type Move } from '../core/states.ts';
import { newId } from '../db/ids.ts';
import type { CurrentSegment, ReviewPage } from './page.ts';
import { ORDERS, type Waiting } from './queue.ts';

/** What a form may say it has done; the page that follows says it in words. */
export const DONE = ['approve', 'return', 'take-off-approval', 'sign-off', 'take-off-sign', 'correct-source'] as const;

/** A form that was refused: what was written stays in the page. */
export interface Attempt {
  status: number;
  message: string;
  form: { decision?: string; text?: string; source?: string; code?: string; severity: string; comment: string; spanStart: string; spanEnd: string };
}

interface Shown {
  personId: string;
  attempt?: Attempt;
  done?: (typeof DONE)[number];
  /** The segment that was decided about. */
  of?: string;
}

export function reviewView(page: ReviewPage, shown: Shown) {
  const { document, order, current, all, may, position, hasFourEyes } = page;
  const approved = all.filter(({ segment }) => segment.state === 'reviewed' || segment.state === 'final');
  const decided = all.find(({ segment }) => segment.id === shown.of)?.number;
  const isOwn = ({ confirmation }: Waiting) => hasFourEyes && confirmation?.personId === shown.personId;
  return {
    document,
    order,
    orders: ORDERS,
    queue: page.queue.map((one) => ({
      id: one.segment.id,
      number: one.number,
      isCurrent: one.segment.id === current?.segment.id,
      note: noteOf(one, { isOwn: isOwn(one) }),
      findings: worthALook(page, one.segment.id).length,
    })),
    approved: approved.map(({ segment, number }) => ({
      id: segment.id,
      number,
      mark: markOf(segment.state, segment.subState, false),
      isCurrent: segment.id === current?.segment.id,
    })),
    total: all.length,
    may,
    hasFourEyes,
    position,
    codes: RETURN_CODES,
    severities: SEVERITIES,
    current: current && currentView(current, page, shown),
    attempt: shown.attempt ?? null,
    done: shown.done && decided !== undefined ? { key: `review.done.${shown.done}`, number: decided, id: shown.of } : null,
  };
}

/** The first thing to know about a segment that waits. */
function noteOf({ segment, returns, confirmation, changed }: Waiting, { isOwn }: { isOwn: boolean }) {
  if (isOwn) return { icon: 'lock', key: 'review.note.own', values: {} };
  if (returns.length > 0) return { icon: 'returned', key: 'review.note.returned', values: {} };
  if (confirmation?.isAcceptedAsIs && changed === 0) return { icon: 'draft', key: 'review.note.asDrafted', values: {} };
  if (changed === null && segment.headSourceHash !== segment.sourceHash) return { icon: 'edited', key: 'review.note.sourceCorrected', values: {} };
  if (changed === null) return { icon: 'info', key: 'review.note.noDraft', values: {} };
  return { icon: changed > 0.5 ? 'warn' : 'edited', key: 'review.note.changed', values: { percent: Math.round(changed * 100) } };
}

/** Findings of a segment that are more than information. */
function worthALook({ findings }: ReviewPage, segmentId: string): Finding[] {
  return findings.filter((each) => each.segmentId === segmentId && each.finding.severity !== 'info').map(({ finding }) => finding);
}

function currentView(current: CurrentSegment, page: ReviewPage, { personId, attempt }: Shown) {
  const { segment, translation, draft } = current;
  const { may, queue } = page;
  return {
    id: segment.id,
    number: current.number,
    revisionId: segment.headId ?? '',
    revisionNumber: segment.headNumber,
    key: newId(),
    source: segment.source,
    sourceHash: segment.sourceHash,
    sourceField: attempt?.form.source ?? segment.source,
    correction: current.correction,
    codes: segment.codes,
    mark: current.mark,
    savedAt: segment.savedAt,
    authorName: segment.authorName,
    draft,
    translation: translation.text,
    translatorName: translation.authorName,
    correctorName: translation.text === segment.text ? undefined : nameUnless(segment, personId),
    now: segment.text,
    field: attempt?.form.text ?? segment.text,
    hasText: segment.headId !== null,
    layers: partsOf({ draft: draft ?? translation.text, translation: translation.text, now: segment.text }),
    returns: current.returns,
    findings: worthALook(page, segment.id),
    approval: current.approval,
    isOwn: current.isOwn,
    nextId: current.nextId,
    previousId: before(queue, segment.id),
    ...allowedMoves(current, may),
  };
}

/** null: they wrote it themselves. */
function nameUnless({ authorId, authorName }: CurrentSegment['segment'], personId: string): string | null {
  return authorId === personId ? null : authorName;
}

function allowedMoves({ segment, isOwn }: CurrentSegment, may: ReviewPage['may']) {
  const can = (move: Move) => isLegal(segment.state, move);
  return {
    mayApprove: may.approve && !isOwn && can('approve'),
    mayReturn: may.return && can('return'),
    mayTakeOffApproval: may.approve && can('take-off-approval'),
    maySignOff: may.signOff && can('sign-off'),
    mayTakeOffSign: may.signOff && can('take-off-sign'),
  };
}

function partsOf(texts: { draft: string; translation: string; now: string }): LayerPart[] {
  return tidyLayers(layersOf(texts));
}

function before(queue: readonly Waiting[], id: string): string | null {
  return queue[queue.findIndex(({ segment }) => segment.id === id) - 1]?.segment.id ?? null;
}
