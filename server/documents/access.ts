import type { Action, Actor, Role } from '../core/permissions.ts';
import type { Queryable } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findDocument } from './store.ts';

/** A document with the names a page shows, and what the actor is in its project. */
export type DocumentFacts = NonNullable<Awaited<ReturnType<typeof findDocument>>> & { roles: readonly Role[] };

/** Finds a document the actor may do `action` with. @throws {AppError} not-found (also for strangers), forbidden (for members without the role). */
export type RequireDocument = (db: Queryable, actor: Actor, documentId: string, action: Action) => Promise<DocumentFacts>;

/** `requireMember` comes from projects/service and throws for strangers and for roles that do not allow the action. */
export function createRequireDocument(
  requireMember: (db: Queryable, actor: Actor, projectId: string, action: Action) => Promise<readonly Role[]>,
): RequireDocument {
  return async (db, actor, documentId, action) => {
    const document = await findDocument(db, documentId);
    if (!document) throw new AppError('not-found', 'notFound.document');
    return { ...document, roles: await requireMember(db, actor, document.projectId, action) };
  };
}
