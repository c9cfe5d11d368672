/** What a manager changes of a document: its titles and its note. */
import type { Actor } from '../core/permissions.ts';
import { appendChange } from '../db/changes.ts';
import type { Db } from '../db/connect.ts';
import type { DocumentFacts, RequireDocument } from './access.ts';
import { findNote, updateDocument } from './store-manage.ts';

export interface DocumentDetails {
  titleSource: string;
  titleTarget: string;
  note: string;
}

export function createDocumentDetails({ db, requireDocument }: { db: Db; requireDocument: RequireDocument }) {
  return {
    /** @throws {AppError} not-found, forbidden. */
    async read(actor: Actor, documentId: string): Promise<DocumentFacts & DocumentDetails> {
      const document = await requireDocument(db.read, actor, documentId, 'document.manage');
      return { ...document, note: await findNote(db.read, documentId) };
    },

    /** @throws {AppError} not-found, forbidden. */
    change(actor: Actor, documentId: string, details: DocumentDetails): Promise<void> {
      return db.write(async (tx) => {
        const { projectId } = await requireDocument(tx, actor, documentId, 'document.manage');
        await updateDocument(tx, documentId, { title_source: details.titleSource, title_target: details.titleTarget, note: details.note });
        await appendChange(tx, { projectId, documentId, segmentId: null, kind: 'document.changed', personId: actor.personId, data: {} });
      });
    },
  };
}

export type DocumentDetailsService = ReturnType<typeof createDocumentDetails>;
