import type { Queryable, Tx } from '../db/connect.ts';

/** Name → JSON. */
export async function findPreferences(db: Queryable, personId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('preference').select(['name', 'value']).where('person_id', '=', personId).execute();
  return new Map(rows.map((row) => [row.name, row.value]));
}

export async function savePreference(tx: Tx, row: { person_id: string; name: string; value: string }): Promise<void> {
  await tx
    .insertInto('preference')
    .values(row)
    .onConflict((conflict) => conflict.columns(['person_id', 'name']).doUpdateSet({ value: row.value }))
    .execute();
}
