import BetterSqlite from 'better-sqlite3';
import { sql } from 'kysely';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../server/db/connect.ts';
import { addPerson, openTestDb, type TestDb } from '../support/database.ts';
import { readProjectFile } from '../support/project-files.ts';

let box: TestDb;
beforeEach(async () => void (box = await openTestDb()));
afterEach(() => box.remove());

const people = async () => (await box.db.read.selectFrom('person').select('name').execute()).map(({ name }) => name);

/** Tables and columns as db/schema.ts writes them. */
function declaredTables(): Record<string, string[]> {
  const source = ts.createSourceFile('schema.ts', readProjectFile('server/db/schema.ts'), ts.ScriptTarget.Latest);
  const schema = source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === 'Schema') as ts.InterfaceDeclaration;
  const namesIn = (members: ts.NodeArray<ts.TypeElement>) => members.map((member) => (member.name as ts.Identifier).text);
  return Object.fromEntries(
    schema.members.map((table, index) => [
      namesIn(schema.members)[index]!,
      namesIn(((table as ts.PropertySignature).type as ts.TypeLiteralNode).members).sort(),
    ]),
  );
}

describe('the database', () => {
  test('has the tables and columns that db/schema.ts says, and all of them are strict', async () => {
    const tables = await sql<{
      name: string;
      strict: number;
    }>`select name, strict from pragma_table_list where schema = 'main' and name not like 'sqlite_%'`.execute(box.db.read);
    expect(tables.rows.filter(({ strict }) => strict !== 1)).toEqual([]);
    const columns = await sql<{
      tbl: string;
      name: string;
    }>`select t.name as tbl, c.name from pragma_table_list t, pragma_table_info(t.name) c where t.schema = 'main' and t.name not like 'sqlite_%' and t.name <> 'migration'`.execute(
      box.db.read,
    );
    const found: Record<string, string[]> = {};
    for (const { tbl, name } of columns.rows) (found[tbl] ??= []).push(name);
    for (const list of Object.values(found)) list.sort();
    expect(found).toEqual(declaredTables());
  });

  test('keeps its promises when it is opened again, which SQLite alone would not', async () => {
    const promised = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 };
    expect(box.db.pragmas()).toEqual(promised);
    const again = await connect(box.file);
    expect(again.pragmas()).toEqual(promised);
    await again.close();
  });

  test('cannot be written to by who only reads', async () => {
    await expect(box.db.read.deleteFrom('person').execute()).rejects.toThrow(/readonly/);
  });

  test('takes a write back whole when it throws, and goes on with the next', async () => {
    await addPerson(box.db, 'Amal');
    const failing = box.db.write(async (tx) => {
      await tx.updateTable('person').set({ name: 'Nobody' }).execute();
      throw new Error('changed my mind');
    });
    const next = addPerson(box.db, 'Noor');
    await expect(failing).rejects.toThrow('changed my mind');
    await next;
    expect(await people()).toEqual(['Amal', 'Noor']);
  });

  test('is held by a write from its first moment, so that what it reads cannot change under it', async () => {
    const other = new BetterSqlite(box.file, { timeout: 0 });
    await box.db.write(async (tx) => {
      await tx.selectFrom('person').selectAll().execute();
      expect(() => other.exec('begin immediate')).toThrow(/locked/);
    });
    other.exec('begin immediate; rollback');
    other.close();
  });

  test('lets nothing hang on what is not there', async () => {
    await expect(box.db.write((tx) => tx.insertInto('membership').values({ project_id: 'none', person_id: 'none', roles: '[]' }).execute())).rejects.toThrow(
      /FOREIGN KEY/,
    );
  });
});
