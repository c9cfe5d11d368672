/** Review: who says yes to a translation, who sends it back and why, who closes it. Each use case lives in a file named after it. */
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import type { RequireDocument } from '../documents/service.ts';
import type { Findings, RequireMember, SegmentAccess } from '../segments/service.ts';
import { createApproveSeveral } from './approve-several.ts';
import { createCorrectSource } from './correct-source.ts';
import { createDecide } from './decide.ts';
import { createReadReview } from './page.ts';
import { setFourEyes } from './store.ts';

export type Review = ReturnType<typeof createReview>;

interface Rooms {
  db: Db;
  access: SegmentAccess;
  findings: Pick<Findings, 'open'>;
  requireDocument: RequireDocument;
  requireMember: RequireMember;
}

export function createReview({ db, access, findings, requireDocument, requireMember }: Rooms) {
  return {
    read: createReadReview({ db, requireDocument, findings }),
    ...createDecide({ db, access }),
    ...createApproveSeveral({ db, requireDocument }),
    correctSource: createCorrectSource({ db, access }),

    /** Whether, in this project, whoever confirmed a segment may not approve it. */
    setFourEyes(actor: Actor, projectId: string, isOn: boolean): Promise<void> {
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'review.policy');
        await setFourEyes(tx, projectId, isOn);
      });
    },
  };
}
