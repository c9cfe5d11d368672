/** Who belongs to a project. */
import type { Role } from '../core/permissions.ts';
import type { Queryable, Tx } from '../db/connect.ts';

export async function listMembers(db: Queryable, projectId: string) {
  const rows = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .select(['person.id', 'person.name', 'person.login', 'person.disabled_at', 'membership.roles'])
    .where('membership.project_id', '=', projectId)
    .orderBy('person.created_at')
    .orderBy('person.id')
    .execute();
  return rows.map(({ roles, ...row }) => ({ ...row, roles: JSON.parse(roles) as Role[] }));
}

/** The roles as they stand, disabled or not; null for who is no member. */
export async function findMembership(db: Queryable, projectId: string, personId: string): Promise<Role[] | null> {
  const row = await db.selectFrom('membership').select('roles').where('project_id', '=', projectId).where('person_id', '=', personId).executeTakeFirst();
  return row ? (JSON.parse(row.roles) as Role[]) : null;
}

/** Makes somebody a member with these roles and no others. */
export async function saveMembership(tx: Tx, { projectId, personId, roles }: { projectId: string; personId: string; roles: readonly Role[] }): Promise<void> {
  const json = JSON.stringify(roles);
  await tx
    .insertInto('membership')
    .values({ project_id: projectId, person_id: personId, roles: json })
    .onConflict((conflict) => conflict.columns(['project_id', 'person_id']).doUpdateSet({ roles: json }))
    .execute();
}

export async function deleteMembership(tx: Tx, projectId: string, personId: string): Promise<void> {
  await tx.deleteFrom('membership').where('project_id', '=', projectId).where('person_id', '=', personId).execute();
}
