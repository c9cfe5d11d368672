/** Projects and who belongs to them. Every permission in a project comes from here. */
import { ROLES, type Actor, type Role } from '../core/permissions.ts';
import type { Db, Queryable, Tx } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { requireMember } from './access.ts';
import { createProjectBin } from './bin.ts';
import { createMembers } from './members.ts';
import { findProject, insertMembership, insertProject, listAllProjects, listProjects, updateProject, type NewProject } from './store.ts';

export interface ProjectSummary {
  id: string;
  name: string;
  note: string;
  sourceLang: string;
  targetLang: string;
  isSample: boolean;
  roles: readonly Role[];
}

export interface ProjectDetails {
  id: string;
  name: string;
  note: string;
  segmentUnit: NewProject['segmentUnit'];
  /** After which abbreviations a sentence goes on, one a line. */
  exceptions: string;
}

/** Documents that were imported stay as they were cut. */
export type ChangedDetails = Pick<ProjectDetails, 'name' | 'note'> & Partial<Pick<ProjectDetails, 'segmentUnit' | 'exceptions'>>;

export function createProjects({ db }: { db: Db }) {
  return {
    /** The projects of a person, oldest first. */
    async list(actor: Actor): Promise<ProjectSummary[]> {
      const rows = await listProjects(db.read, actor.personId);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        note: row.note,
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
        const projectId = await insertProject(tx, { sourceLang: 'ar', targetLang: 'en', isSample: false, segmentUnit: 'paragraph', note: '', ...facts });
        await insertMembership(tx, { projectId, personId: actor.personId, roles: ROLES });
        return projectId;
      };
      return running ? make(running) : db.write(make);
    },

    members: createMembers({ db }),
    ...createProjectBin({ db }),

    /** Every project there is, for whoever runs the installation. */
    async listAll(actor: Actor): Promise<{ id: string; name: string }[]> {
      if (!actor.isAdmin) throw new AppError('forbidden', 'notYourRole');
      return listAllProjects(db.read);
    },

    /** What a manager can change of a project. @throws {AppError} not-found, forbidden. */
    async details(actor: Actor, projectId: string): Promise<ProjectDetails> {
      await requireMember(db.read, actor, projectId, 'project.manage');
      const { id, name, note, segment_unit: segmentUnit, segment_exceptions: exceptions } = await existing(db.read, projectId);
      return { id, name, note, segmentUnit, exceptions };
    },

    /** What is not named stays. @throws {AppError} not-found, forbidden. */
    change(actor: Actor, projectId: string, details: ChangedDetails): Promise<void> {
      const { name, note, segmentUnit: segment_unit, exceptions: segment_exceptions } = details;
      return db.write(async (tx) => {
        await requireMember(tx, actor, projectId, 'project.manage');
        await updateProject(tx, projectId, {
          name,
          note,
          ...(segment_unit && { segment_unit }),
          ...(segment_exceptions !== undefined && { segment_exceptions }),
        });
      });
    },
  };
}

async function existing(db: Queryable, projectId: string) {
  const project = await findProject(db, projectId);
  if (!project) throw new AppError('not-found', 'noSuchPage');
  return project;
}

export type { BinnedProject } from './bin.ts';
export { requireMember } from './access.ts';
export { createInvitations, type Invitations } from './invitations.ts';
export type { Member } from './members.ts';
export type Projects = ReturnType<typeof createProjects>;
