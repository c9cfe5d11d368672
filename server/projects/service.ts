/** Projects and who belongs to them. Every permission in a project comes from here. */
import { may, ROLES, type Action, type Actor, type Role } from '../core/permissions.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { findRoles, insertMembership, insertProject, listProjects, type NewProject } from './store.ts';

export interface ProjectSummary {
  id: string;
  name: string;
  sourceLang: string;
  targetLang: string;
  isSample: boolean;
  roles: readonly Role[];
}

/**
 * The actor's roles in the project.
 * @throws {AppError} not-found for strangers, so that nobody learns what exists; forbidden for members whose roles do not allow the action.
 */
export async function requireMember(db: Queryable, actor: Actor, projectId: string, action: Action): Promise<readonly Role[]> {
  const roles = await findRoles(db, projectId, actor.personId);
  if (roles.length === 0) throw new AppError('not-found', 'noSuchPage');
  if (!may(roles, action)) throw new AppError('forbidden', 'notYourRole');
  return roles;
}

export function createProjects({ db }: { db: Db }) {
  return {
    /** The projects of a person, oldest first. */
    async list(actor: Actor): Promise<ProjectSummary[]> {
      const rows = await listProjects(db.read, actor.personId);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        sourceLang: row.source_lang,
        targetLang: row.target_lang,
        isSample: row.is_sample === 1,
        roles: JSON.parse(row.roles) as Role[],
      }));
    },

    idsOf: async (personId: string): Promise<string[]> => (await listProjects(db.read, personId)).map((row) => row.id),

    /** A new project whose only member holds every role. Runs inside the caller's transaction when it is given. */
    create(actor: Actor, facts: Pick<NewProject, 'name'> & Partial<NewProject>, running?: Tx): Promise<string> {
      const make = async (tx: Tx) => {
        const projectId = await insertProject(tx, { sourceLang: 'ar', targetLang: 'en', isSample: false, segmentUnit: 'paragraph', ...facts });
        await insertMembership(tx, { projectId, personId: actor.personId, roles: ROLES });
        return projectId;
      };
      return running ? make(running) : db.write(make);
    },
  };
}

export type Projects = ReturnType<typeof createProjects>;
