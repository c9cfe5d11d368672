import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { projectRoot } from '../../server/project-root.ts';
import { dragoman, dragomanWith } from './dragoman.ts';
import { report } from './run.ts';

/** Counts what is asked of the database once the schema is being changed, and kills the process, or throws, at the nth statement of it. */
const PRELOAD = `
const { prototype } = require(${JSON.stringify(path.join(projectRoot, 'node_modules/better-sqlite3'))});
const { STOP_AT, FIRST_ONLY, FAIL } = process.env;
let count = 0;
const real = prototype.prepare;
prototype.prepare = function (sql) {
  const text = String(sql).trim().toLowerCase();
  if (/^(begin immediate|commit|create|alter|drop|insert into migration|update|delete)/.test(text)) {
    if (FIRST_ONLY && text === 'begin immediate' && this.prepareSeen) process.kill(process.pid, 'SIGKILL');
    if (text === 'begin immediate') this.prepareSeen = true;
    count += 1;
    if (count === Number(STOP_AT)) {
      if (FAIL) throw Object.assign(new Error('made to fail'), { code: 'SQLITE_ERROR' });
      process.kill(process.pid, 'SIGKILL');
    }
  }
  return real.call(this, sql);
};`;

let place: string;
let old: string;
const options = () => ({ NODE_OPTIONS: `--require ${path.join(place, 'stop.cjs')}` });

/** A database that went through the first migration only, with rows in it. */
beforeAll(() => {
  place = mkdtempSync(path.join(tmpdir(), 'dragoman-migration-'));
  writeFileSync(path.join(place, 'stop.cjs'), PRELOAD);
  old = path.join(place, 'old');
  expect(dragomanWith({ ...options(), FIRST_ONLY: '1' }, old, 'serve').signal).toBe('SIGKILL');
  const db = new BetterSqlite(path.join(old, 'dragoman.db'));
  expect(db.prepare('select name from migration').pluck().all()).toEqual(['0001-first']);
  const insert = (table: string, row: Record<string, unknown>) =>
    db
      .prepare(
        `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.keys(row)
          .map(() => '?')
          .join(', ')})`,
      )
      .run(...Object.values(row));
  const at = '2026-01-01T00:00:00.000Z';
  insert('person', { id: 'p', name: 'Amal', is_named: 1, is_admin: 1, is_settled: 1, created_at: at });
  insert('project', { id: 'q', name: 'News', source_lang: 'ar', target_lang: 'en', four_eyes: 0, segment_unit: 'paragraph', is_sample: 0, created_at: at });
  insert('membership', { project_id: 'q', person_id: 'p', roles: '["translator"]' });
  db.pragma('wal_checkpoint(truncate)');
  db.close();
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Look {
  done: string[];
  integrity: unknown;
  rows: unknown[];
  schema: unknown[];
}

function look(file: string): Look {
  const db = new BetterSqlite(file);
  try {
    return {
      done: db.prepare<[], string>('select name from migration order by name').pluck().all(),
      integrity: db.pragma('integrity_check', { simple: true }),
      rows: db
        .prepare('select person.name, project.name, roles from membership join person on person.id = person_id join project on project.id = project_id')
        .raw()
        .all(),
      schema: db.prepare("select name, sql from sqlite_schema where name not like 'sqlite_%' order by name").raw().all(),
    };
  } finally {
    db.close();
  }
}

const ROWS = [['Amal', 'News', '["translator"]']];

/** The command on a copy of the old database, stopped at this statement; null when it came to its end without. */
function stopAt(statement: number, env: Record<string, string> = {}): { dataDir: string; hasStopped: boolean; status: number | null } {
  const dataDir = path.join(place, `at-${statement}-${Object.keys(env).join('')}`);
  cpSync(old, dataDir, { recursive: true });
  const { signal, status } = dragomanWith({ ...options(), STOP_AT: String(statement), ...env }, dataDir, 'users', 'list');
  return { dataDir, hasStopped: signal === 'SIGKILL' || status !== 0, status };
}

function expectWhole(dataDir: string, schemas: Map<string, string>): void {
  const seen = look(path.join(dataDir, 'dragoman.db'));
  expect([seen.integrity, seen.rows]).toEqual(['ok', ROWS]);
  // Between two migrations there is nothing: the schema belongs to the last one that was finished.
  const schema = JSON.stringify(seen.schema);
  const last = seen.done.at(-1)!;
  expect(schemas.get(last) ?? schema).toBe(schema);
  schemas.set(last, schema);
}

function expectGoodBackup(dataDir: string): void {
  const backups = readdirSync(path.join(dataDir, 'backups')).filter((name) => name.endsWith('.db') && !name.startsWith('.'));
  expect(backups.length).toBeGreaterThan(0);
  expect(dragoman(dataDir, 'verify').status).toBe(EXIT.done);
  expect(look(path.join(dataDir, 'backups', backups.sort()[0]!)).done).toEqual(['0001-first']);
}

test(
  'F28: killed at any statement of an upgrade, the old schema or the next whole one stands with all rows, a good backup is there, and the next start goes on',
  { timeout: 900_000 },
  () => {
    const schemas = new Map<string, string>();
    let kills = 0;
    for (let statement = 1; ; statement += 1) {
      const { dataDir, hasStopped } = stopAt(statement);
      if (!hasStopped) break;
      kills += 1;
      expectWhole(dataDir, schemas);
      expect(dragoman(dataDir, 'users', 'list')).toMatchObject({ status: 0, stdout: expect.stringContaining('Amal') as string });
      expectWhole(dataDir, schemas);
      expectGoodBackup(dataDir);
      rmSync(dataDir, { recursive: true });
    }
    report({ fault: 'F28', what: 'killed at each statement of an upgrade', tries: kills, lost: 0, note: `${schemas.size} schemas seen` });
    expect(kills).toBeGreaterThan(20);
    expect(schemas.size).toBeGreaterThan(1);
  },
);

test('F28: an upgrade that fails at its last statement leaves what was there', { timeout: 60_000 }, () => {
  const { dataDir, hasStopped, status } = stopAt(5, { FAIL: '1' });
  expect([hasStopped, status]).toEqual([true, EXIT.databaseUnreadable]);
  expectWhole(dataDir, new Map());
  expectGoodBackup(dataDir);
});
