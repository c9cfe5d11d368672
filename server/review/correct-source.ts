/** A typo in the source: the block gets a new version, translations stay, and drafts are offered anew only where words changed. */
import { checkCodes } from '../core/inline/codes.ts';
import type { Actor } from '../core/permissions.ts';
import { appendChange } from '../db/changes.ts';
import type { Db } from '../db/connect.ts';
import { answerOnce, type Answer } from '../db/idempotency.ts';
import { sha256 } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import { carryDrafts, requireGoodText, type SegmentAccess, type SegmentRow } from '../segments/service.ts';
import { moveSegments, moveSourceComments, replaceBlockText, type Difference } from './store-source.ts';

export interface SourceCorrection {
  segmentId: string;
  /** The source the person saw. */
  sourceHash: string;
  text: string;
  idempotencyKey: string;
}

export interface CorrectedSource {
  source: string;
  sourceHash: string;
}

export function createCorrectSource({ db, access }: { db: Db; access: SegmentAccess }) {
  /** @throws {AppError} stale when the source was corrected meanwhile; invalid (empty, codes or line breaks changed), gone, forbidden, not-found. */
  return function correctSource(actor: Actor, request: SourceCorrection): Promise<Answer<CorrectedSource>> {
    requireGoodText(request.text);
    const keyed = { personId: actor.personId, key: request.idempotencyKey, content: ['source', request.segmentId, request.sourceHash, request.text] };
    return db.write((tx) =>
      answerOnce(tx, keyed, async () => {
        const segment = await access.findActive(tx, actor, request.segmentId, 'source.correct');
        if (segment.sourceHash !== request.sourceHash) throw new AppError('stale', 'review.sourceStale');
        const source = request.text;
        requireSameFrame(segment, source);
        const body = { source, sourceHash: sha256(source) };
        if (source === segment.source) return { status: 200, body };
        const inSegment = differenceOf(segment.source, source);
        const after = segment.blockText.slice(0, segment.start) + source + segment.blockText.slice(segment.end);
        await replaceBlockText(tx, { blockId: segment.blockId, segmentId: segment.id, personId: actor.personId, before: segment.blockText, after });
        await moveSegments(tx, { ...segment, sourceHash: body.sourceHash }, shifted(inSegment, segment.start));
        await moveSourceComments(tx, segment.id, inSegment);
        await carryDrafts(tx, { hash: segment.sourceHash, range: { start: 0, end: inSegment.from.start } }, { hash: body.sourceHash, shift: 0 });
        const rest = { start: inSegment.from.end, end: segment.source.length };
        await carryDrafts(tx, { hash: segment.sourceHash, range: rest }, { hash: body.sourceHash, shift: source.length - segment.source.length });
        const { projectId, documentId, id: segmentId } = segment;
        await appendChange(tx, { projectId, documentId, segmentId, kind: 'segment.source-corrected', personId: actor.personId, data: {} });
        return { status: 200, body };
      }),
    );
  };
}

/** A correction changes words. What the file is made of stays: inline codes, line breaks, and white space around the text. */
function requireSameFrame({ source, codes }: SegmentRow, text: string): void {
  const edges = (of: string) => [/^\s*/.exec(of)![0], /\s*$/.exec(of)![0], of.split('\n').length].join('|');
  if (text.trim() === '' || edges(text) !== edges(source) || checkCodes(source, text, codes).length > 0)
    throw new AppError('invalid', 'review.sourceFrame', { details: { field: 'source' } });
}

/** The one range that holds every difference. */
function differenceOf(before: string, after: string): Difference {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return { from: { start, end: before.length - tail }, to: { start, end: after.length - tail } };
}

function shifted({ from, to }: Difference, by: number): Difference {
  return { from: { start: from.start + by, end: from.end + by }, to: { start: to.start + by, end: to.end + by } };
}
