/** Find and replace over a document's targets, and several targets changed as one step. */
import type { BatchEdit, BatchOutcome, ReplacementPreview, TargetView } from '../core/api.ts';
import type { Actor } from '../core/permissions.ts';
import { replaceAll } from '../core/search/replace.ts';
import { after, isLegal } from '../core/states.ts';
import type { Db, Tx } from '../db/connect.ts';
import { answerOnce } from '../db/idempotency.ts';
import { newId } from '../db/ids.ts';
import type { RequireMember } from './access.ts';
import { requireGoodText, storeRevision } from './commit-target.ts';
import { findSegment, listSegments, type SegmentRow } from './store.ts';
import type { RequireDocument } from '../documents/service.ts';

export interface ReplacementQuery {
  find: string;
  replace: string;
  matchCase: boolean;
  wholeWord: boolean;
}

export function createEditBatch({ db, requireDocument, requireMember }: { db: Db; requireDocument: RequireDocument; requireMember: RequireMember }) {
  return {
    /** What replacing would do to each target that somebody has written. Nothing is changed. */
    async previewReplacement(actor: Actor, documentId: string, query: ReplacementQuery): Promise<ReplacementPreview> {
      await requireDocument(db.read, actor, documentId, 'segment.edit');
      const segments = await listSegments(db.read, documentId);
      const rows = segments.flatMap((segment, index) => {
        const result = segment.headId === null ? { text: '', count: 0 } : replaceAll(segment.text, query);
        return result.count === 0
          ? []
          : [{ segmentId: segment.id, number: index + 1, revisionId: segment.headId, before: segment.text, after: result.text, count: result.count }];
      });
      return { total: rows.reduce((sum, row) => sum + row.count, 0), rows };
    },

    /** Applies each edit whose head is still what the person saw; says which were left alone and why. One transaction, one key. */
    async applyEdits(actor: Actor, documentId: string, request: { idempotencyKey: string; batch: BatchEdit }): Promise<BatchOutcome> {
      for (const edit of request.batch.edits) requireGoodText(edit.text);
      const answer = await db.write((tx) =>
        answerOnce(tx, { personId: actor.personId, key: request.idempotencyKey, content: [documentId, request.batch] }, async () => {
          const document = await requireDocument(tx, actor, documentId, 'segment.edit');
          await requireMember(tx, actor, document.projectId, 'segment.edit');
          return { status: 200, body: await applyAll(tx, actor, documentId, request.batch) };
        }),
      );
      return answer.body;
    },
  };
}

async function applyAll(tx: Tx, actor: Actor, documentId: string, batch: BatchEdit): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { saved: [], refused: [] };
  const editGroup = newId();
  for (const edit of batch.edits) {
    const segment = await findSegment(tx, edit.segmentId);
    const reason = reasonToRefuse(segment, documentId, edit.ifMatch);
    if (reason) outcome.refused.push({ segmentId: edit.segmentId, reason });
    else outcome.saved.push(await applyOne(tx, actor, segment!, { origin: batch.origin, text: edit.text, editGroup }));
  }
  return outcome;
}

function reasonToRefuse(segment: SegmentRow | null, documentId: string, ifMatch: string | null): BatchOutcome['refused'][number]['reason'] | null {
  if (!segment || segment.documentId !== documentId || segment.retiredAt) return 'gone';
  if (segment.headId !== ifMatch) return 'stale';
  return isLegal(segment.state, 'edit') ? null : 'locked';
}

function applyOne(tx: Tx, actor: Actor, segment: SegmentRow, edit: { origin: BatchEdit['origin']; text: string; editGroup: string }): Promise<TargetView> {
  const { state, subState } = after('edit');
  return storeRevision(tx, actor, segment, {
    author_kind: 'person',
    author_id: actor.personId,
    origin: edit.origin,
    text: edit.text,
    state,
    sub_state: subState,
    edit_group: edit.editGroup,
    source_hash: segment.sourceHash,
    used: '[]',
    accepted_as_is: 0,
  });
}
