import type { Role } from '../core/permissions.ts';
import type { Queryable, Tx } from '../db/connect.ts';
import { newId, now } from '../db/ids.ts';

/** The roles of a person in a project; empty for strangers and for projects that do not exist or lie in the bin. */
export async function findRoles(db: Queryable, projectId: string, personId: string): Promise<readonly Role[]> {
  const row = await db
    .selectFrom('membership')
    .innerJoin('project', 'project.id', 'membership.project_id')
    .select('membership.roles')
    .where('membership.project_id', '=', projectId)
    .where('membership.person_id', '=', personId)
    .where('project.binned_at', 'is', null)
    .executeTakeFirst();
  return row ? (JSON.parse(row.roles) as Role[]) : [];
}

export async function listProjects(db: Queryable, personId: string) {
  return db
    .selectFrom('project')
    .innerJoin('membership', 'membership.project_id', 'project.id')
    .select(['project.id', 'project.name', 'project.note', 'project.source_lang', 'project.target_lang', 'project.is_sample', 'membership.roles'])
    .where('membership.person_id', '=', personId)
    .where('project.binned_at', 'is', null)
    .orderBy('project.created_at')
    .orderBy('project.id')
    .execute();
}

/** One that does not lie in the bin. */
export async function findProject(db: Queryable, id: string) {
  return db.selectFrom('project').selectAll().where('id', '=', id).where('binned_at', 'is', null).executeTakeFirst();
}

export async function listAllProjects(db: Queryable): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('project').select(['id', 'name']).where('binned_at', 'is', null).orderBy('created_at').orderBy('id').execute();
}

export async function updateProject(
  tx: Tx,
  id: string,
  facts: { name: string; note: string; segment_unit?: NewProject['segmentUnit']; segment_exceptions?: string },
): Promise<void> {
  await tx.updateTable('project').set(facts).where('id', '=', id).execute();
}

/** Puts it into the bin, or takes it out with null. */
export async function markBinned(tx: Tx, id: string, binnedAt: string | null): Promise<void> {
  await tx.updateTable('project').set({ binned_at: binnedAt }).where('id', '=', id).execute();
}

/** What lies in the bin of the projects of a person, newest first, with their roles. */
export async function listBinned(db: Queryable, personId: string) {
  const rows = await db
    .selectFrom('project')
    .innerJoin('membership', 'membership.project_id', 'project.id')
    .select(['project.id', 'project.name', 'project.binned_at', 'membership.roles'])
    .where('membership.person_id', '=', personId)
    .where('project.binned_at', 'is not', null)
    .orderBy('project.binned_at', 'desc')
    .orderBy('project.id')
    .execute();
  return rows.map((row) => ({ id: row.id, name: row.name, binnedAt: row.binned_at ?? '', roles: JSON.parse(row.roles) as Role[] }));
}

export interface NewProject {
  name: string;
  sourceLang: string;
  targetLang: string;
  isSample: boolean;
  /** What becomes one segment when a file is imported. */
  segmentUnit: 'paragraph' | 'sentence';
  note: string;
}

export async function insertProject(tx: Tx, { name, sourceLang, targetLang, isSample, segmentUnit, note }: NewProject): Promise<string> {
  const id = newId();
  await tx
    .insertInto('project')
    .values({
      id,
      name,
      source_lang: sourceLang,
      target_lang: targetLang,
      four_eyes: 0,
      segment_unit: segmentUnit,
      is_sample: isSample ? 1 : 0,
      created_at: now(),
      binned_at: null,
      note,
    })
    .execute();
  return id;
}

export async function insertMembership(tx: Tx, { projectId, personId, roles }: { projectId: string; personId: string; roles: readonly Role[] }): Promise<void> {
  await tx
    .insertInto('membership')
    .values({ project_id: projectId, person_id: personId, roles: JSON.stringify(roles) })
    .execute();
}
