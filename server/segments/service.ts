/** The workbench's use cases. Each lives in a file named after it; this one shows them together and reads pages. */
import type { RowView } from '../core/api.ts';
import type { Actor } from '../core/permissions.ts';
import type { Mark } from '../core/states.ts';
import { lastPosition, type Position } from '../db/changes.ts';
import type { Db } from '../db/connect.ts';
import type { DocumentFacts, RequireDocument } from '../documents/service.ts';
import { takeTurns } from '../http/turns.ts';
import { createSegmentAccess, type RequireMember } from './access.ts';
import { createComments } from './comments.ts';
import { createCommitTarget } from './commit-target.ts';
import { newestDrafts } from './drafts-store.ts';
import { createEditBatch } from './edit-batch.ts';
import { createFindings } from './findings.ts';
import { createHasRevision, createHistory } from './history.ts';
import { findCorrection, findOpenReturn, listCorrections, listOpenReturns } from './review-store.ts';
import { createSplitJoin } from './split-join.ts';
import { countNotes, listSegments, nextInBlock, placeOf, type SegmentRow } from './store.ts';
import { countMarks, rowView } from './view.ts';
import { listWaivers, listWaiversOf } from './waivers-store.ts';

export { targetView, type RequireMember, type SegmentAccess } from './access.ts';
export { countSeverities, type Findings, type OpenFinding } from './findings.ts';
export { requireConfirmable, requireGoodText, storeRevision } from './commit-target.ts';
export { carryDrafts, newestDrafts } from './drafts-store.ts';
export { insertSideRevision, listRevisions, listSegments, type SegmentRow } from './store.ts';
export { findCorrection } from './review-store.ts';
export { correctionView, draftView } from './view.ts';

/** Everything the workbench page shows of a document. */
export interface WorkbenchPage {
  document: DocumentFacts;
  rows: RowView[];
  counts: Record<Mark, number>;
  /** Of the newest change these rows are sure to show; the page follows the log from here. */
  position: Position;
}

export type Segments = ReturnType<typeof createSegments>;

export function createSegments({ db, requireMember, requireDocument }: { db: Db; requireMember: RequireMember; requireDocument: RequireDocument }) {
  const access = createSegmentAccess(requireMember);
  return {
    access,
    commitTarget: createCommitTarget({ db, access }),
    history: createHistory({ db, access }),
    hasRevision: createHasRevision({ db, access }),
    ...createSplitJoin({ db, access }),
    ...createComments({ db, access }),
    findings: createFindings({ db, access, requireDocument }),
    ...createEditBatch({ db, requireDocument, requireMember }),

    /** The document with all its rows in order. */
    async workbench(actor: Actor, documentId: string): Promise<WorkbenchPage> {
      const document = await requireDocument(db.read, actor, documentId, 'document.read');
      const position = await lastPosition(db.read);
      const segments = await listSegments(db.read, documentId);
      const drafts = await newestDrafts(
        db.read,
        segments.map((segment) => segment.sourceHash),
      );
      const notes = await countNotes(db.read, documentId);
      const returns = await listOpenReturns(db.read, documentId);
      const corrections = await listCorrections(db.read, documentId);
      const waivers = await listWaiversOf(db.read, documentId);
      const rows: RowView[] = [];
      const giveWay = takeTurns();
      for (const [index, segment] of segments.entries()) {
        const context = {
          number: index + 1,
          drafts: drafts.get(segment.sourceHash),
          openComments: notes.comments.get(segment.id) ?? 0,
          sideRevisions: notes.sides.get(segment.id) ?? 0,
          canJoin: segments[index + 1]?.blockId === segment.blockId,
          returned: returns.get(segment.id) ?? null,
          correction: corrections.get(segment.id) ?? null,
          waivers: waivers.get(segment.id) ?? [],
        };
        rows.push(rowView(segment, context));
        await giveWay();
      }
      return { document, rows, counts: countMarks(rows), position };
    },

    /** One row as it stands now. @throws {AppError} gone for a retired segment, naming its successors. */
    async row(actor: Actor, segmentId: string): Promise<RowView> {
      const segment = await access.findActive(db.read, actor, segmentId, 'document.read');
      return rowView(segment, await rowContext(db, segment));
    },
  };
}

async function rowContext(db: Db, segment: SegmentRow) {
  const drafts = await newestDrafts(db.read, [segment.sourceHash]);
  const notes = await countNotes(db.read, segment.documentId);
  return {
    number: await placeOf(db.read, segment),
    drafts: drafts.get(segment.sourceHash),
    openComments: notes.comments.get(segment.id) ?? 0,
    sideRevisions: notes.sides.get(segment.id) ?? 0,
    canJoin: (await nextInBlock(db.read, segment)) !== null,
    returned: await findOpenReturn(db.read, segment.id),
    correction: await findCorrection(db.read, segment.id),
    waivers: await listWaivers(db.read, segment.id),
  };
}
