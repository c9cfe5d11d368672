/** Splitting a segment at the caret and joining it with the next one of its block. Both retire segments and name successors. */
import type { Actor } from '../core/permissions.ts';
import { after, isLegal } from '../core/states.ts';
import { appendChange, type ChangeKind } from '../db/changes.ts';
import type { Db, Tx } from '../db/connect.ts';
import { newId, sha256 } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import { targetView, type SegmentAccess } from './access.ts';
import { moveComments } from './comments-store.ts';
import { carryDrafts } from './drafts-store.ts';
import { carryWaivers } from './findings.ts';
import { appendRevision, insertSegment, nextInBlock, retireSegments, type SegmentRow } from './store.ts';

export interface SplitRequest {
  segmentId: string;
  ifMatch: string | null;
  /** Where the source is cut, in UTF-16 units from the segment's start. White space at the cut belongs to neither half. */
  sourceOffset: number;
  /** Where the target is cut; ignored while nothing was saved. */
  targetOffset: number;
}

/** A part of a segment on its way to become one: its range in the block and its target text. */
interface Part {
  start: number;
  end: number;
  source: string;
  text: string;
}

export function createSplitJoin({ db, access }: { db: Db; access: SegmentAccess }) {
  return {
    /** Returns the two new segments in order. @throws {AppError} stale, invalid (`segment.split`), gone, forbidden, conflict (locked). */
    split(actor: Actor, request: SplitRequest): Promise<{ segments: string[] }> {
      return db.write(async (tx) => {
        const segment = await access.findActive(tx, actor, request.segmentId, 'segment.split');
        requireHead(segment, request.ifMatch);
        const parts = cut(segment, request.sourceOffset, request.targetOffset);
        const ids: string[] = [];
        for (const part of parts) ids.push(await create(tx, actor, { segment, part, origin: 'split', hasText: segment.headId !== null }));
        for (const [index, part] of parts.entries()) {
          const range = { start: part.start - segment.start, end: part.end - segment.start };
          await carryDrafts(tx, { hash: segment.sourceHash, range }, { hash: sha256(part.source), shift: -range.start });
          if (index === 1)
            await moveComments(tx, { from: segment.id, to: ids[1]!, sourceFrom: range.start, targetFrom: targetStart(segment.text, parts[1].text) });
        }
        await moveComments(tx, { from: segment.id, to: ids[0]!, sourceFrom: 0, targetFrom: 0 });
        return finish(tx, actor, { kind: 'segment.split', old: [segment], ids });
      });
    },

    /** Returns the one new segment. @throws {AppError} also invalid (`segment.joinLast`) when no segment of the same paragraph follows. */
    join(actor: Actor, request: { segmentId: string; ifMatch: string | null }): Promise<{ segments: string[] }> {
      return db.write(async (tx) => {
        const first = await access.findActive(tx, actor, request.segmentId, 'segment.split');
        requireHead(first, request.ifMatch);
        const second = await nextInBlock(tx, first);
        if (!second) throw new AppError('invalid', 'segment.joinLast');
        requireEditable(second);
        const part = merge(first, second);
        const id = await create(tx, actor, { segment: first, part, origin: 'join', hasText: first.headId !== null || second.headId !== null });
        for (const old of [first, second]) {
          const shift = old.start - first.start;
          await carryDrafts(tx, { hash: old.sourceHash, range: { start: 0, end: old.end - old.start } }, { hash: sha256(part.source), shift });
          await moveComments(tx, { from: old.id, to: id, sourceFrom: -shift, targetFrom: old === first ? 0 : -(part.text.length - second.text.length) });
        }
        return finish(tx, actor, { kind: 'segment.joined', old: [first, second], ids: [id] });
      });
    },
  };
}

function requireHead(segment: SegmentRow, ifMatch: string | null): void {
  if (segment.headId !== ifMatch) throw new AppError('stale', 'segment.stale', { details: { current: targetView(segment) } });
  requireEditable(segment);
}

function requireEditable(segment: SegmentRow): void {
  if (!isLegal(segment.state, 'edit')) throw new AppError('conflict', 'segment.locked', { details: { current: targetView(segment) } });
}

function cut(segment: SegmentRow, sourceOffset: number, targetOffset: number): [Part, Part] {
  const { source, text } = segment;
  const left = source.slice(0, sourceOffset).trimEnd();
  const right = source.slice(sourceOffset).trimStart();
  if (left === '' || right === '' || cutsCharacter(source, sourceOffset))
    throw new AppError('invalid', 'segment.split', { details: { field: 'sourceOffset' } });
  if (targetOffset > text.length || cutsCharacter(text, targetOffset)) throw new AppError('invalid', 'segment.split', { details: { field: 'targetOffset' } });
  return [
    { start: segment.start, end: segment.start + left.length, source: left, text: text.slice(0, targetOffset).trimEnd() },
    { start: segment.end - right.length, end: segment.end, source: right, text: text.slice(targetOffset).trimStart() },
  ];
}

function cutsCharacter(text: string, offset: number): boolean {
  return offset > 0 && offset < text.length && !text.slice(0, offset).isWellFormed();
}

function merge(first: SegmentRow, second: SegmentRow): Part {
  const between = first.blockText.slice(first.end, second.start) || (first.text && second.text ? ' ' : '');
  const text = first.text && second.text ? first.text + between + second.text : first.text + second.text;
  return { start: first.start, end: second.end, source: first.blockText.slice(first.start, second.end), text };
}

function targetStart(whole: string, lastPart: string): number {
  return whole.length - lastPart.length;
}

async function create(tx: Tx, actor: Actor, from: { segment: SegmentRow; part: Part; origin: 'split' | 'join'; hasText: boolean }): Promise<string> {
  const { segment, part } = from;
  const id = await insertSegment(tx, { documentId: segment.documentId, blockId: segment.blockId, start: part.start, end: part.end, source: part.source });
  if (!from.hasText) return id;
  const { state, subState } = after('edit');
  const revision = {
    author_kind: 'person' as const,
    author_id: actor.personId,
    origin: from.origin,
    text: part.text,
    state,
    sub_state: subState,
    edit_group: newId(),
    source_hash: sha256(part.source),
    used: '[]',
    accepted_as_is: 0 as const,
  };
  await appendRevision(tx, { id, headId: null, headNumber: 0 }, revision, segment.headId);
  return id;
}

async function finish(tx: Tx, actor: Actor, done: { kind: ChangeKind; old: SegmentRow[]; ids: string[] }): Promise<{ segments: string[] }> {
  await retireSegments(
    tx,
    done.old.map((segment) => segment.id),
    done.ids,
  );
  await carryWaivers(tx, done.old, done.ids);
  const { projectId, documentId } = done.old[0]!;
  await appendChange(tx, {
    projectId,
    documentId,
    segmentId: done.old[0]!.id,
    kind: done.kind,
    personId: actor.personId,
    data: { retired: done.old.map((segment) => segment.id), successors: done.ids },
  });
  return { segments: done.ids };
}
