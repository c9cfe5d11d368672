/** `dragoman import` and `dragoman export`, the built program as processes on a data folder of its own, with and without a server beside them. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { connect } from '../../server/db/connect.ts';
import { addPerson, addProject } from '../support/database.ts';
import { newPlace, PROGRAM, settleIn, type Place, type Running } from '../support/program.ts';
import { readProjectFile } from '../support/project-files.ts';
import { ensureBuilt, type Visit } from '../support/workbench.ts';

const ARTICLE = readProjectFile('samples/russia-china.ar.txt');
const NOTE = '# عُنوان الرسالة\n\nنص **مهم** هنا. وجملة ثانية.\n';

let place: Place;
beforeAll(ensureBuilt);

function makePlace(): void {
  place = newPlace();
  put('article.txt', ARTICLE);
  put('note.md', NOTE);
}

const fileAt = (name: string) => path.join(place.folder, name);

function put(name: string, content: string | Uint8Array): void {
  writeFileSync(fileAt(name), content);
}

/** Runs in the place's folder, as somebody would who has the files there. */
function dragoman(...args: string[]) {
  return spawnSync(process.execPath, [PROGRAM, ...args], { cwd: place.folder, env: place.environment(), encoding: 'utf8', timeout: 60_000 });
}

function imported(...args: string[]): string[] {
  const { status, stdout, stderr } = dragoman('import', ...args);
  expect([status, stderr]).toEqual([0, '']);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t')[0]!);
}

function query<T>(sql: string): T[] {
  const db = new BetterSqlite(place.dataFile('dragoman.db'), { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
}

const count = (table: string) => query<{ n: number }>(`select count(*) as n from ${table}`)[0]!.n;

/** A second person, who belongs to a project of her own. */
async function addHadia(): Promise<void> {
  const db = await connect(place.dataFile('dragoman.db'));
  await addProject(db, 'Letters', { [await addPerson(db, 'Hadia')]: ['translator'] });
  await db.close();
}

const COMMANDS = ['serve', 'import', 'segment', 'check', 'draft', 'export', 'backup', 'verify', 'restore', 'models', 'users', 'doctor'];

describe('every command', () => {
  beforeAll(makePlace);
  afterAll(() => place.remove());

  test.each(COMMANDS.map((name) => [name]))('%s explains itself', (name) => {
    const { status, stdout, stderr } = dragoman(name, '--help');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^Usage: dragoman ${name}\\b`));
    expect(existsSync(place.dataFile(''))).toBe(false);
  });

  test('stands in the list', () => {
    const { stdout } = dragoman('help');
    expect([...stdout.matchAll(/^ {2}(\w+) +\S/gm)].map((match) => match[1])).toEqual(COMMANDS);
  });
});

describe('serve', () => {
  beforeEach(makePlace);
  afterEach(() => place.remove());

  test('goes on when nobody reads what it prints', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'serve'], { env: place.environment(), stdio: ['ignore', 'pipe', 'ignore'] });
    child.stdout.destroy();
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
    try {
      await expect.poll(() => existsSync(place.dataFile('server.json')), { timeout: 20_000 }).toBe(true);
      const { address } = JSON.parse(readFileSync(place.dataFile('server.json'), 'utf8')) as { address: string };
      await expect.poll(async () => (await fetch(`${address}/healthz`)).status, { timeout: 20_000 }).toBe(200);
      // It has printed its address by now.
      await expect.poll(() => readFileSync(place.dataFile('dragoman.log'), 'utf8'), { timeout: 20_000 }).toContain('started');
      expect((await fetch(`${address}/healthz`)).status).toBe(200);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });
});

describe('import', () => {
  beforeEach(makePlace);
  afterEach(() => place.remove());

  test('makes a document of each file in a new project, prints its id, and leaves the drafts to the server', async () => {
    const { status, stdout } = dragoman('import', 'article.txt', 'note.md', '--project', 'News desk');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^[0-9a-f-]{36}\tarticle\.txt\n[0-9a-f-]{36}\tnote\.md\n$/);
    expect(query('select name from project')).toEqual([{ name: 'News desk' }]);
    expect([count('document'), count('segment'), count('draft')]).toEqual([2, 16, 0]);
    expect(query('select state from job')).toEqual([{ state: 'queued' }, { state: 'queued' }]);

    const server = await place.start();
    const visit = await settleIn(server);
    expect(await (await visit.get('/')).text()).toContain('News desk');
    await expect.poll(() => count('draft'), { timeout: 75_000 }).toBeGreaterThan(0);
  });

  test('goes to the project of that name, or to the only one there is; with --no-draft it asks for no drafts', () => {
    imported('article.txt', '--project', 'News desk', '--no-draft');
    imported('note.md', '--project', ' News desk ', '--no-draft');
    imported('note.md', '--no-draft');
    expect([count('project'), count('document'), count('job')]).toEqual([1, 3, 0]);
  });

  test('cuts by sentence when asked', () => {
    imported('note.md', '--project', 'News desk', '--by', 'sentence');
    expect(count('segment')).toBe(3);
  });

  test('is refused while the server runs, says where to go, and changes nothing', async () => {
    imported('note.md', '--project', 'News desk', '--no-draft');
    const server = await place.start();
    const { status, stdout, stderr } = dragoman('import', 'article.txt');
    expect([status, stdout]).toEqual([EXIT.dataInUse, '']);
    expect(stderr).toContain(server.url);
    expect(stderr).toContain('Nothing was imported');
    expect(count('document')).toBe(1);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.stop();
    expect(imported('article.txt', '--no-draft')).toHaveLength(1);
  });

  test.each([
    ['that is not there', 'nowhere.txt', /“nowhere\.txt” is not there/],
    ['that is a folder', 'folder', /“folder” is a folder/],
    ['of a kind nobody reads', 'picture.png', /“picture\.png” is of a kind that is not read/],
    ['without text', 'empty.txt', /“empty\.txt” is empty/],
  ])('keeps all files out for one %s', (_name, file, sentence) => {
    mkdirSync(fileAt('folder'));
    put('picture.png', Buffer.from('89504e470d0a1a0a', 'hex'));
    put('empty.txt', '');
    const { status, stderr } = dragoman('import', 'article.txt', file, '--project', 'News desk');
    expect(status).toBe(EXIT.inputUnreadable);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
    if (existsSync(place.dataFile('dragoman.db'))) expect([count('document'), count('project')]).toEqual([0, 0]);
  });

  test('refuses a file longer than uploads may be', () => {
    const { status, stderr } = place.dragoman(['import', fileAt('article.txt'), '--project', 'x'], { DRAGOMAN_MAX_UPLOAD_MB: '0.002' });
    expect([status, stderr]).toEqual([EXIT.inputUnreadable, expect.stringContaining('DRAGOMAN_MAX_UPLOAD_MB')]);
  });

  test.each([
    [[], /Name at least one file/],
    [['article.txt'], /Name a project with --project/],
    [['article.txt', '--project', ' '], /name has 1 to 100 characters/],
    [['article.txt', '--by', 'word'], /--by is sentence or paragraph/],
    [['article.txt', '--draft'], /Unknown option/],
  ])('written wrongly (%s) shows its usage', (args, sentence) => {
    const { status, stderr } = dragoman('import', ...args);
    expect(status).toBe(EXIT.usage);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('Usage: dragoman import');
  });

  test('asks which project when there are several', () => {
    imported('note.md', '--project', 'News desk', '--no-draft');
    imported('note.md', '--project', 'Letters', '--no-draft');
    const { status, stderr } = dragoman('import', 'note.md');
    expect([status, stderr]).toEqual([EXIT.usage, expect.stringMatching(/--project: “News desk”, “Letters”/)]);
  });

  test('asks for whom when there are several people, and reaches no project of others', async () => {
    imported('note.md', '--project', 'News desk', '--no-draft');
    await addHadia();
    expect(dragoman('import', 'note.md')).toMatchObject({ status: EXIT.usage, stderr: expect.stringContaining('--as LOGIN') as string });
    expect(dragoman('import', 'note.md', '--as', 'nobody')).toMatchObject({ status: EXIT.notThere });
    imported('note.md', '--as', 'hadia', '--no-draft');
    expect(query('select name from document join project on project.id = project_id order by document.created_at')).toEqual([
      { name: 'News desk' },
      { name: 'Letters' },
    ]);
  });

  test('that is stopped by Ctrl-C leaves all of a document or nothing, and the folder free', async () => {
    put('long.txt', `${ARTICLE}\n`.repeat(1000));
    imported('note.md', '--project', 'News desk', '--no-draft');
    const child = spawn(process.execPath, [PROGRAM, 'import', 'long.txt', '--no-draft'], { cwd: place.folder, env: place.environment(), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', (code, signal) => resolve(signal ?? code)));
    setTimeout(() => child.kill('SIGINT'), 700);
    expect(['SIGINT', 0]).toContain(await ended);
    expect([2, 2 + 14_000]).toContain(count('segment'));
    expect(imported('note.md', '--no-draft')).toHaveLength(1);
  });
});

describe('export', () => {
  let article: string;
  let note: string;
  beforeAll(() => {
    makePlace();
    put('other.md', '# عنوان آخر\n');
    [article = '', note = ''] = imported('article.txt', 'note.md', 'other.md', '--project', 'News desk', '--no-draft');
  });
  afterAll(() => place.remove());

  test('lists what there is', () => {
    const { status, stdout } = dragoman('export', '--list');
    expect(status).toBe(0);
    expect(stdout).toContain(`${note}\tNews desk\tعُنوان الرسالة\n`);
    expect(stdout.split('\n')).toHaveLength(4);
  });

  test('writes the bilingual edition under the name of the export page, and replaces nothing unasked', () => {
    expect(dragoman('export', article)).toMatchObject({ status: 0, stdout: 'article.ar-en.bilingual.html\n', stderr: '' });
    const edition = readFileSync(fileAt('article.ar-en.bilingual.html'));
    expect(edition.toString()).toMatch(/^<!doctype html>[\s\S]*منذ غزوها/i);
    expect(dragoman('export', article)).toMatchObject({ status: EXIT.outputNotWritable, stderr: expect.stringContaining('exists already') as string });
    writeFileSync(fileAt('article.ar-en.bilingual.html'), 'old');
    expect(dragoman('export', article, '--out', 'article.ar-en.bilingual.html').status).toBe(0);
    expect(readFileSync(fileAt('article.ar-en.bilingual.html')).equals(edition)).toBe(true);
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('passes kind, scope and layout on', () => {
    expect(dragoman('export', note, '--kind', 'target', '--out', '-').stdout).toBe(NOTE);
    expect(dragoman('export', note, '--layout', 'stacked', '--out', '-').stdout).not.toBe(dragoman('export', note, '--out', '-').stdout);
    expect(dragoman('export', note, '--kind', 'target', '--scope', 'confirmed', '--out', '.')).toMatchObject({ status: 0, stdout: 'note.en.md\n' });
  });

  test('knows a document by how a title begins, whatever its vowels, when only one begins so', () => {
    expect(dragoman('export', 'عنوان ال', '--kind', 'target', '--out', '-').stdout).toBe(NOTE);
    expect(dragoman('export', 'Unheard of')).toMatchObject({ status: EXIT.notThere, stderr: expect.stringContaining('no document “Unheard of”') as string });
    expect(dragoman('export', 'عنوان')).toMatchObject({ status: EXIT.usage, stderr: expect.stringContaining('2 documents') as string });
  });

  test('says where it cannot write', () => {
    expect(dragoman('export', article, '--out', 'no/such/folder.html')).toMatchObject({
      status: EXIT.outputNotWritable,
      stderr: expect.stringContaining('folder.html cannot be written') as string,
    });
  });

  test.each([
    [[], /Name a document/],
    [['a', 'b'], /One document at a time/],
    [['--list', 'a'], /takes no document/],
    [['a', '--kind', 'pdf'], /--kind is .*bilingual.*not “pdf”/],
    [['a', '--scope', 'some'], /--scope is all, confirmed or approved/],
  ])('written wrongly (%s) shows its usage', (args, sentence) => {
    const { status, stderr } = dragoman('export', ...args);
    expect(status).toBe(EXIT.usage);
    expect(stderr).toMatch(sentence);
    expect(stderr).toContain('Usage: dragoman export');
  });

  test('where there is no data says so and makes none', () => {
    const env = place.environment({ DRAGOMAN_DATA: fileAt('elsewhere') });
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, 'export', '--list'], { env, encoding: 'utf8' });
    expect([status, stderr]).toEqual([EXIT.notThere, expect.stringContaining('no documents')]);
    expect(existsSync(fileAt('elsewhere'))).toBe(false);
  });

  test('writes nothing to the database', () => {
    const before = contents();
    expect(dragoman('export', article, '--out', '-').status).toBe(0);
    expect(contents()).toEqual(before);
  });

  function contents() {
    const tables = query<{ name: string }>("select name from sqlite_schema where type = 'table' order by name");
    return tables.map(({ name }) => [name, query(`select * from "${name}"`)]);
  }
});

describe('export with others about', () => {
  let article: string;
  let note: string;
  beforeEach(() => {
    makePlace();
    [article = '', note = ''] = imported('article.txt', 'note.md', '--project', 'News desk', '--no-draft');
  });
  afterEach(() => place.remove());

  test('shows nobody the documents of others', async () => {
    await addHadia();
    expect(dragoman('export', article)).toMatchObject({ status: EXIT.usage });
    expect(dragoman('export', '--list', '--as', 'Hadia')).toMatchObject({ status: 0, stdout: '' });
    expect(dragoman('export', article, '--as', 'Hadia')).toMatchObject({ status: EXIT.notThere });
  });

  test('beside a running server gives what was saved a moment ago', async () => {
    const server = await place.start();
    const visit = await settleIn(server);
    await save(server, visit, 'Important text here. And a second sentence.');
    const { status, stdout } = dragoman('export', note, '--kind', 'target', '--out', '-');
    expect([status, stdout]).toEqual([0, expect.stringContaining('Important text here. And a second sentence.')]);
    expect(server.child.exitCode).toBeNull();
  });

  test('and users as well refuse to change the schema under a server of an older program', async () => {
    await place.start();
    const db = new BetterSqlite(place.dataFile('dragoman.db'));
    db.exec('delete from migration where name = (select max(name) from migration)');
    db.close();
    for (const command of [
      ['export', '--list'],
      ['users', 'list'],
    ])
      expect(dragoman(...command)).toMatchObject({ status: EXIT.dataInUse, stderr: expect.stringContaining('older Dragoman') as string });
  });

  async function save({ url }: Running, visit: Visit, text: string): Promise<void> {
    const [last] = query<{ id: string }>(
      `select segment.id from segment join block on block.id = block_id where segment.document_id = '${note}' order by block.number desc`,
    );
    const answer = await visit.send('PUT', `/segments/${last!.id}/target`, {
      body: { text, used: [], editGroup: 'one', confirm: false, acceptedAsIs: false },
      headers: { 'if-match': '"none"', 'idempotency-key': 'cli-export-1' },
    });
    expect([url, answer.status]).toEqual([url, 200]);
  }
});
