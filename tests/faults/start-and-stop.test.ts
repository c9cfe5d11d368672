/** The built program as people start it: what it prints, how it stops, and every refusal with its exit code. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { projectRoot } from '../../server/project-root.ts';
import { cookieOf, ensureBuilt, visit } from '../support/workbench.ts';

const PROGRAM = path.join(projectRoot, 'bin/dragoman.js');

interface Running {
  child: ChildProcess;
  url: string;
  link: string | null;
  printed(): string;
  /** Resolves with the exit code and how long stopping took. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

let folder: string;
let running: Running[];
beforeAll(ensureBuilt);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dragoman-start-'));
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((server) => server.stop('SIGKILL')));
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  DRAGOMAN_DATA: path.join(folder, 'data'),
  DRAGOMAN_PORT: '0',
  DRAGOMAN_BROWSER: 'none',
  DRAGOMAN_LOG: 'info',
  ...more,
});
const dragoman = (args: string[], more: Record<string, string> = {}, node: string[] = []) =>
  spawnSync(process.execPath, [...node, PROGRAM, ...args], { env: environment(more), encoding: 'utf8', timeout: 20_000 });
const dataFile = (name: string) => path.join(folder, 'data', name);

async function start(more: Record<string, string> = {}): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], { env: environment(more), stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  let printed = '';
  const said = await new Promise<boolean>((resolve) => {
    const listen = (part: Buffer) => {
      printed += part.toString();
      if (printed.includes('Ctrl-C stops it')) resolve(true);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    void exited.then(() => resolve(false));
  });
  if (!said) throw new Error(`did not start: ${printed}`);
  const server: Running = {
    child,
    url: /ready at (http:\S+)/.exec(printed)![1]!,
    link: /http:\S+\/link\/[\w-]+/.exec(printed)?.[0] ?? null,
    printed: () => printed,
    async stop(signal = 'SIGTERM') {
      const begun = Date.now();
      child.kill(signal);
      return { code: await exited, ms: Date.now() - begun };
    },
  };
  running.push(server);
  return server;
}

async function signIn({ url, link }: Running) {
  const answer = await fetch(link!, { method: 'POST', redirect: 'manual', headers: { origin: url }, body: new URLSearchParams({ choice: 'just-me' }) });
  expect(answer.status).toBe(303);
  return visit(url, cookieOf(answer));
}

describe('starting', () => {
  test('prints the address and a one-time link first; the link works; a later start prints only the address', async () => {
    const first = await start();
    const lines = first
      .printed()
      .split('\n')
      .filter((line) => line.trim() !== '');
    expect(lines.slice(0, 3).map((line) => line.trim())).toEqual([`Dragoman is ready at ${first.url}`, 'Open this link to begin (it works once):', first.link]);
    await signIn(first);
    await first.stop();
    const second = await start();
    expect(second.link).toBeNull();
    expect(second.printed()).toContain('npx dragoman users link');
  });

  test('until somebody settled in, every start prints a link and takes the one before it back', async () => {
    const first = await start();
    await first.stop();
    const second = await start();
    expect((await fetch(new URL(new URL(first.link!).pathname, second.url))).status).toBe(410);
    expect((await fetch(second.link!)).status).toBe(200);
  });

  test('keeps its promises to the disk at the first start and at the second', async () => {
    const pragmas: unknown[] = [];
    for (let time = 0; time < 2; time += 1) {
      await (await start()).stop();
      const log = readFileSync(dataFile('dragoman.log'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      pragmas.push(log.filter((line) => line['pragmas'] !== undefined)[time]!['pragmas']);
    }
    const promised = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 };
    expect(pragmas).toEqual([promised, promised]);
  });

  test('comes back after kill -9 with everything, and no lock stands in its way', async () => {
    const first = await start();
    const me = await signIn(first);
    expect((await me.send('PUT', '/preferences/theme', { body: { value: 'dark' } })).status).toBe(204);
    await first.stop('SIGKILL');
    const second = await start();
    const answer = await fetch(second.url, { headers: { cookie: me.cookie.replace(/dragoman-\d+/, `dragoman-${new URL(second.url).port}`) } });
    expect(await answer.text()).toContain('data-theme="dark"');
  });
});

describe('stopping', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('on %s ends streams and leaves with 0 within five seconds', async (signal) => {
    const server = await start();
    const me = await signIn(server);
    const streams = await Promise.all([1, 2, 3].map(() => me.get('/events')));
    const { code, ms } = await server.stop(signal);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5000);
    await Promise.all(streams.map((stream) => stream.text()));
    expect(existsSync(dataFile('server.json'))).toBe(false);
  });

  test('answers every request it had accepted', async () => {
    const server = await start();
    const me = await signIn(server);
    const saves = Array.from({ length: 40 }, (_, n) =>
      me.send('PUT', '/preferences/keys', { body: { value: { confirm: `F${(n % 12) + 1}` } } }).then(
        (answer) => answer.status,
        () => 'not accepted',
      ),
    );
    await Promise.race(saves);
    const { code } = await server.stop();
    const outcomes = await Promise.all(saves);
    expect(code).toBe(0);
    expect(outcomes.filter((outcome) => outcome !== 204 && outcome !== 'not accepted')).toEqual([]);
    expect(outcomes).toContain(204);
    const db = new BetterSqlite(dataFile('dragoman.db'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('does not wait for a client that never finishes its request', async () => {
    const server = await start();
    const { hostname, port } = new URL(server.url);
    const { connect } = await import('node:net');
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.on('error', () => undefined);
    socket.write('POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nlogin=');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { code, ms } = await server.stop();
    expect([code, ms < 5000]).toEqual([0, true]);
    socket.destroy();
  });
});

describe('a refusal has a sentence, a remedy and a code of its own', () => {
  function expectRefusal({ status, stderr }: { status: number | null; stderr: string }, code: number, sentence: RegExp, remedy: RegExp) {
    const [said, advice, ...more] = stderr.split('\n').filter((line) => line.trim() !== '');
    expect({ status, said, advice, more }).toEqual({
      status: code,
      said: expect.stringMatching(sentence) as string,
      advice: expect.stringMatching(remedy) as string,
      more: [],
    });
  }

  test('the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expectRefusal(dragoman(['serve'], { DRAGOMAN_PORT: String(port) }), EXIT.portInUse, new RegExp(`Port ${port} is in use`), /DRAGOMAN_PORT=/);
    other.close();
  });

  test('a second server on the same data, which leaves the first alone', async () => {
    const first = await start();
    expectRefusal(dragoman(['serve']), EXIT.dataInUse, new RegExp(`running on .*process ${first.child.pid}, ${first.url}`), /Open http/);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  });

  test('a stale note about another server, even one whose process number lives, does not keep anybody out', async () => {
    mkdirSync(dataFile(''), { recursive: true });
    writeFileSync(dataFile('server.json'), JSON.stringify({ pid: process.pid, address: 'http://127.0.0.1:1' }));
    expect((await start()).link).not.toBeNull();
  });

  test.each([
    ['no database', () => Buffer.from('this is no database, but a text somebody put here'.repeat(100))],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['damaged in the middle', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4096 * 3), Buffer.alloc(4096 * 4, 0xa5), bytes.subarray(4096 * 7)])],
  ])('the database is %s: nothing is written to it', async (_name, damage) => {
    await (await start()).stop();
    const damaged = damage(readFileSync(dataFile('dragoman.db')));
    for (const name of readdirSync(dataFile(''))) if (name.startsWith('dragoman.db')) rmSync(dataFile(name));
    writeFileSync(dataFile('dragoman.db'), damaged);
    expectRefusal(dragoman(['serve']), EXIT.databaseUnreadable, /damaged or not a database/, /Nothing was changed/);
    expect(readFileSync(dataFile('dragoman.db')).equals(damaged)).toBe(true);
  });

  test('the database is newer: nothing is written to it', async () => {
    await (await start()).stop();
    const db = new BetterSqlite(dataFile('dragoman.db'));
    db.exec(`insert into migration (name) values ('9999-from-the-future')`);
    db.close();
    const before = readFileSync(dataFile('dragoman.db'));
    expectRefusal(dragoman(['serve']), EXIT.databaseNewer, /written by a newer Dragoman/, /newer version/);
    expect(readFileSync(dataFile('dragoman.db')).equals(before)).toBe(true);
  });

  test.each([
    ['is a file', () => path.join(folder, 'a-file')],
    ['lies below a file', () => path.join(folder, 'a-file', 'data')],
    ['lies where nothing can be made', () => '/proc/dragoman'],
  ])('the data folder %s', (_name, place) => {
    writeFileSync(path.join(folder, 'a-file'), '');
    expectRefusal(dragoman(['serve'], { DRAGOMAN_DATA: place() }), EXIT.dataNotWritable, /cannot be written to/, /DRAGOMAN_DATA/);
  });

  test.each([
    ['DRAGOMAN_PORT', 'eighty'],
    ['DRAGOMAN_PORT', '70000'],
    ['DRAGOMAN_HOST', '0.0.0.0'],
    ['DRAGOMAN_LOG', 'loud'],
  ])('the setting %s=%s', (name, value) => {
    expectRefusal(dragoman(['serve'], { [name]: value }), EXIT.badConfiguration, new RegExp(name), new RegExp(`remove ${name}`));
  });

  test.each(['v18.20.0', 'v20.18.3', 'v12.22.0'])('Node %s is too old', (version) => {
    const preload = path.join(folder, 'older.cjs');
    writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version.slice(1)}' } });`);
    expectRefusal(dragoman(['serve'], {}, ['--require', preload]), EXIT.nodeTooOld, new RegExp(`needs Node 20\\.19 .*${version.slice(1)}`), /nodejs\.org/);
  });

  test('the database driver cannot be loaded: points to the doctor, who names what is missing', () => {
    const preload = path.join(folder, 'no-driver.cjs');
    writeFileSync(
      preload,
      `const Module = require('node:module'); const load = Module._extensions['.node'];
       Module._extensions['.node'] = (module, file) => { if (file.includes('better_sqlite3')) throw Object.assign(new Error('not built'), { code: 'ERR_DLOPEN_FAILED' }); return load(module, file); };`,
    );
    expectRefusal(dragoman(['serve'], {}, ['--require', preload]), EXIT.partMissing, /better-sqlite3 cannot be loaded/, /npm run doctor/);

    const bare = path.join(folder, 'bin');
    mkdirSync(bare);
    writeFileSync(path.join(bare, 'make'), '#!/bin/sh\nexit 0\n');
    chmodSync(path.join(bare, 'make'), 0o755);
    const { status, stdout } = dragoman(['doctor'], { PATH: bare, HOME: folder }, ['--require', preload]);
    expect(status).toBe(EXIT.partMissing);
    expect(stdout).toMatch(/^MISSING {2}database driver/m);
    expect(stdout).toMatch(/^MISSING {2}python3/m);
    expect(stdout).toMatch(/^MISSING {2}C\+\+ compiler/m);
    expect(stdout).toMatch(/^ok {7}make/m);
  });

  test('a command that is none, or misses its arguments', () => {
    expectRefusal(dragoman(['translate']), EXIT.usage, /There is no command “translate”/, /dragoman help/);
    expectRefusal(dragoman(['__proto__']), EXIT.usage, /no command/, /help/);
    expectRefusal(dragoman(['users']), EXIT.usage, /Say what to do/, /Usage: dragoman users/);
    expectRefusal(dragoman(['users', 'delete']), EXIT.usage, /neither link nor list/, /Usage/);
  });
});

describe('commands', () => {
  test.each([['serve'], ['users'], ['doctor']])('%s explains itself', (name) => {
    const { status, stdout } = dragoman([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: dragoman ${name}`));
    expect(existsSync(dataFile(''))).toBe(false);
  });

  test('help lists all of them', () => {
    const { status, stdout } = dragoman(['help']);
    expect(status).toBe(0);
    for (const name of ['serve', 'users', 'doctor']) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test('users link prints a link that works while the server runs', async () => {
    const server = await start();
    await signIn(server);
    const { status, stdout } = dragoman(['users', 'link']);
    expect([status, stdout.trim()]).toEqual([0, expect.stringMatching(new RegExp(`^${server.url}/link/[\\w-]{43}$`))]);
    const answer = await fetch(stdout.trim(), { method: 'POST', redirect: 'manual', headers: { origin: server.url } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(dragoman(['users', 'link', 'nobody']).status).toBe(EXIT.usage);
    expect(dragoman(['users', 'list']).stdout).toMatch(/You .*admin .*signs in with links/);
  });

  test('doctor finds nothing missing here', () => {
    const { status, stdout } = dragoman(['doctor']);
    expect(stdout).toContain('Nothing is missing.');
    expect(status).toBe(0);
  });
});
