/** Every refusal of the program with its exit code, and its commands. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import BetterSqlite from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { connect } from '../../server/db/connect.ts';
import { projectRoot } from '../../server/project-root.ts';
import { addPerson } from '../support/database.ts';
import { newPlace, settleIn, type Place } from '../support/program.ts';
import { ensureBuilt } from '../support/workbench.ts';

let place: Place;
beforeAll(ensureBuilt);
beforeEach(() => void (place = newPlace()));
afterEach(() => place.remove());

function expectRefusal({ status, stderr }: { status: number | null; stderr: string }, code: number, sentence: RegExp, remedy: RegExp) {
  const [said, advice, ...more] = stderr.split('\n').filter((line) => line.trim() !== '');
  expect({ status, said, advice, more }).toEqual({
    status: code,
    said: expect.stringMatching(sentence) as string,
    advice: expect.stringMatching(remedy) as string,
    more: [],
  });
}

describe('a refusal has a sentence, a remedy and a code of its own', () => {
  test('the port is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expectRefusal(place.dragoman(['serve'], { DRAGOMAN_PORT: String(port) }), EXIT.portInUse, new RegExp(`Port ${port} is in use`), /DRAGOMAN_PORT=/);
    other.close();
  });

  test('a second server on the same data, which leaves the first alone', async () => {
    const first = await place.start();
    expectRefusal(place.dragoman(['serve']), EXIT.dataInUse, new RegExp(`running on .*process ${first.child.pid}, ${first.url}`), /Open http/);
    expect((await fetch(`${first.url}/healthz`)).status).toBe(200);
  });

  test('a stale note about another server, even one whose process number lives, does not keep anybody out', async () => {
    mkdirSync(place.dataFile(''), { recursive: true });
    writeFileSync(place.dataFile('server.json'), JSON.stringify({ pid: process.pid, address: 'http://127.0.0.1:1' }));
    expect((await place.start()).link).not.toBeNull();
  });

  test.each([
    ['no database', () => Buffer.from('this is no database, but a text somebody put here'.repeat(100))],
    ['cut off', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2))],
    ['damaged in the middle', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 4096 * 3), Buffer.alloc(4096 * 4, 0xa5), bytes.subarray(4096 * 7)])],
  ])('the database is %s: nothing is written to it', async (_name, damage) => {
    await (await place.start()).stop();
    const damaged = damage(readFileSync(place.dataFile('dragoman.db')));
    for (const name of readdirSync(place.dataFile(''))) if (name.startsWith('dragoman.db')) rmSync(place.dataFile(name));
    writeFileSync(place.dataFile('dragoman.db'), damaged);
    expectRefusal(place.dragoman(['serve']), EXIT.databaseUnreadable, /damaged or not a database/, /Nothing was changed/);
    expect(readFileSync(place.dataFile('dragoman.db')).equals(damaged)).toBe(true);
  });

  test('the database is newer: nothing is written to it', async () => {
    await (await place.start()).stop();
    const db = new BetterSqlite(place.dataFile('dragoman.db'));
    db.exec(`insert into migration (name) values ('9999-from-the-future')`);
    db.close();
    const before = readFileSync(place.dataFile('dragoman.db'));
    expectRefusal(place.dragoman(['serve']), EXIT.databaseNewer, /written by a newer Dragoman/, /newer version/);
    expect(readFileSync(place.dataFile('dragoman.db')).equals(before)).toBe(true);
  });

  test.each([
    ['at the lock', 'exec', 'begin exclusive'],
    ['at the first write', 'prepare', 'commit'],
  ])('the disk is full: nothing is called damaged (%s)', async (_name, method, statement) => {
    await (await place.start()).stop();
    const preload = path.join(place.folder, 'full.cjs');
    writeFileSync(
      preload,
      `const { prototype } = require(${JSON.stringify(path.join(projectRoot, 'node_modules/better-sqlite3'))}); const real = prototype.${method};
       prototype.${method} = function (sql) { if (sql === '${statement}') throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' }); return real.call(this, sql); };`,
    );
    for (const command of [['serve'], ['users', 'link']].slice(0, method === 'exec' ? 1 : 2))
      expectRefusal(place.dragoman(command, {}, ['--require', preload]), EXIT.diskFull, /disk of the data folder is full/, /Make room/);
  });

  test.each([
    ['is a file', () => path.join(place.folder, 'a-file')],
    ['lies below a file', () => path.join(place.folder, 'a-file', 'data')],
    ['lies where nothing can be made', () => '/proc/dragoman'],
  ])('the data folder %s', (_name, where) => {
    writeFileSync(path.join(place.folder, 'a-file'), '');
    expectRefusal(place.dragoman(['serve'], { DRAGOMAN_DATA: where() }), EXIT.dataNotWritable, /cannot be written to/, /DRAGOMAN_DATA/);
  });

  test.each([
    ['DRAGOMAN_PORT', 'eighty'],
    ['DRAGOMAN_PORT', '70000'],
    ['DRAGOMAN_HOST', '0.0.0.0'],
    ['DRAGOMAN_HOST', '192.168.1.5'],
    ['DRAGOMAN_HOST', '::'],
    ['DRAGOMAN_PROXY', 'http://translate.example'],
    ['DRAGOMAN_PROXY', 'https://translate.example/path'],
    ['DRAGOMAN_PROXY_FROM', 'everybody'],
    ['DRAGOMAN_LOG', 'loud'],
  ])('the setting %s=%s', (name, value) => {
    expectRefusal(place.dragoman(['serve'], { [name]: value }), EXIT.badConfiguration, new RegExp(name), new RegExp(`remove ${name}`));
  });

  test('others could reach it unencrypted: says which two ways there are', () => {
    expectRefusal(
      place.dragoman(['serve'], { DRAGOMAN_HOST: '0.0.0.0' }),
      EXIT.badConfiguration,
      /passwords would travel unencrypted; name the proxy .*DRAGOMAN_PROXY, or set DRAGOMAN_TLS_CERT, DRAGOMAN_TLS_KEY and DRAGOMAN_URL/,
      /docs\/running\.md/,
    );
  });

  test('the certificate cannot be read', () => {
    const tls = { DRAGOMAN_TLS_CERT: '/nowhere/cert.pem', DRAGOMAN_TLS_KEY: '/nowhere/key.pem', DRAGOMAN_URL: 'https://translate.example' };
    expectRefusal(place.dragoman(['serve'], tls), EXIT.badConfiguration, /DRAGOMAN_TLS_CERT.*cert\.pem/, /PEM/);
    expectRefusal(place.dragoman(['serve'], { ...tls, DRAGOMAN_URL: '' }), EXIT.badConfiguration, /DRAGOMAN_URL/, /docs/);
  });

  test.each(['v18.20.0', 'v20.18.3', 'v12.22.0'])('Node %s is too old', (version) => {
    const preload = path.join(place.folder, 'older.cjs');
    writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version.slice(1)}' } });`);
    expectRefusal(
      place.dragoman(['serve'], {}, ['--require', preload]),
      EXIT.nodeTooOld,
      new RegExp(`needs Node 20\\.19 .*${version.slice(1)}`),
      /nodejs\.org/,
    );
  });

  test('the database driver cannot be loaded: points to the doctor, who names what is missing', () => {
    const preload = path.join(place.folder, 'no-driver.cjs');
    writeFileSync(
      preload,
      `const Module = require('node:module'); const load = Module._extensions['.node'];
       Module._extensions['.node'] = (module, file) => { if (file.includes('better_sqlite3')) throw Object.assign(new Error('not built'), { code: 'ERR_DLOPEN_FAILED' }); return load(module, file); };`,
    );
    expectRefusal(place.dragoman(['serve'], {}, ['--require', preload]), EXIT.partMissing, /better-sqlite3 cannot be loaded/, /npm run doctor/);

    const bare = path.join(place.folder, 'bin');
    mkdirSync(bare);
    writeFileSync(path.join(bare, 'make'), '#!/bin/sh\nexit 0\n');
    chmodSync(path.join(bare, 'make'), 0o755);
    const { status, stdout } = place.dragoman(['doctor'], { PATH: bare, HOME: place.folder }, ['--require', preload]);
    expect(status).toBe(EXIT.partMissing);
    expect(stdout).toMatch(/^MISSING {2}database driver/m);
    expect(stdout).toMatch(/^MISSING {2}python3/m);
    expect(stdout).toMatch(/^MISSING {2}C\+\+ compiler/m);
    expect(stdout).toMatch(/^ok {7}make/m);
  });

  test('nothing was installed: points to npm ci and the doctor, who works all the same', () => {
    for (const part of ['bin', 'scripts', 'package.json']) cpSync(path.join(projectRoot, part), path.join(place.folder, 'bare', part), { recursive: true });
    const bare = (command: string) =>
      spawnSync(process.execPath, [path.join(place.folder, 'bare/bin/dragoman.js'), command], { env: place.environment(), encoding: 'utf8' });
    expectRefusal(bare('serve'), EXIT.partMissing, /cannot be loaded/, /npm ci.*npm run doctor/);
    const { status, stdout } = bare('doctor');
    expect(status).toBe(EXIT.partMissing);
    expect(stdout).toMatch(/^MISSING {2}packages/m);
  });

  test('the sources are broken: says where', () => {
    for (const part of ['bin', 'scripts', 'package.json', 'public'])
      cpSync(path.join(projectRoot, part), path.join(place.folder, 'broken', part), { recursive: true });
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(place.folder, 'broken/node_modules'));
    mkdirSync(path.join(place.folder, 'broken/server'));
    writeFileSync(path.join(place.folder, 'broken/server/main.ts'), 'export function main( {');
    const { status, stderr } = spawnSync(process.execPath, [path.join(place.folder, 'broken/bin/dragoman.js'), 'serve'], {
      env: place.environment(),
      encoding: 'utf8',
    });
    expect(status).toBe(EXIT.buildFailed);
    expect(stderr).toContain('server/main.ts:1');
  });

  test('a command that is none, or misses its arguments', () => {
    expectRefusal(place.dragoman(['translate']), EXIT.usage, /There is no command “translate”/, /dragoman help/);
    expectRefusal(place.dragoman(['__proto__']), EXIT.usage, /no command/, /help/);
    expectRefusal(place.dragoman(['serve', '--port', '5000']), EXIT.usage, /“--port” is not understood/, /Usage: dragoman serve/);
    expectRefusal(place.dragoman(['doctor', 'me']), EXIT.usage, /“me” is not understood/, /Usage: dragoman doctor/);
    expectRefusal(place.dragoman(['users']), EXIT.usage, /Say what to do/, /Usage: dragoman users/);
    expectRefusal(place.dragoman(['users', 'delete']), EXIT.usage, /“delete” is none of list, invite, reset, link, disable/, /Usage/);
  });
});

describe('commands', () => {
  test('a folder where a backup should be, and a name that backup does not take', () => {
    for (const command of ['verify', 'restore']) expectRefusal(place.dragoman([command, '.']), EXIT.notThere, /^\. is not a file/, /dragoman|Without a name/);
    expectRefusal(place.dragoman(['backup', 'extra']), EXIT.usage, /“extra” is not needed: there is one database/, /^Usage/);
  });

  test.each([['serve'], ['backup'], ['verify'], ['restore'], ['users'], ['doctor']])('%s explains itself', (name) => {
    const { status, stdout } = place.dragoman([name, '--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: dragoman ${name}`));
    expect(existsSync(place.dataFile(''))).toBe(false);
  });

  test.each([
    ['serve', [EXIT.done, EXIT.usage, EXIT.portInUse]],
    ['users', [EXIT.done, EXIT.usage, EXIT.notThere]],
    ['draft', [EXIT.done, EXIT.usage, EXIT.modelUnusable]],
    ['doctor', [EXIT.done, EXIT.partMissing]],
  ])('%s says which codes it ends with', (name, codes) => {
    const { stdout } = place.dragoman([name, '--help']);
    const said = [...stdout.slice(stdout.indexOf('Exit codes:')).matchAll(/^ +(\d+) {2}\S/gm)].map((match) => Number(match[1]));
    expect(said).toEqual(expect.arrayContaining(codes));
  });

  test('help lists all of them', () => {
    const { status, stdout } = place.dragoman(['help']);
    expect(status).toBe(0);
    for (const name of ['serve', 'users', 'doctor']) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test('users link prints a link that works while the server runs', async () => {
    const server = await place.start();
    await settleIn(server);
    const { status, stdout } = place.dragoman(['users', 'link']);
    expect([status, stdout.trim()]).toEqual([0, expect.stringMatching(new RegExp(`^${server.url}/link/[\\w-]{43}$`))]);
    const answer = await fetch(stdout.trim(), { method: 'POST', redirect: 'manual', headers: { origin: server.url } });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(place.dragoman(['users', 'link', 'nobody']).status).toBe(EXIT.notThere);
    expect(place.dragoman(['users', 'list']).stdout).toMatch(/You .*admin .*signs in with links/);
  });

  test('users reset prints a link that sets a password, users invite one that makes a member', async () => {
    const server = await place.start();
    const me = await settleIn(server);
    const post = (link: string, fields: Record<string, string>) =>
      fetch(link, { method: 'POST', redirect: 'manual', headers: { origin: server.url }, body: new URLSearchParams(fields) });
    const reset = place.dragoman(['users', 'reset', 'you']).stdout.trim();
    expect((await post(reset, { login: 'me', password: 'three short words' })).status).toBe(303);
    expect((await me.get('/account')).status).toBe(401);
    expect((await post(`${server.url}/sign-in`, { login: 'me', password: 'three short words' })).status).toBe(303);

    const project = 'News about Russia and China';
    const invite = (...args: string[]) => place.dragoman(['users', 'invite', ...args]);
    expect(invite('--project', 'Nothing', '--role', 'manager').stderr).toContain('no project called “Nothing”');
    const name = /These exist: (.*)\.$/m.exec(invite('--project', 'Nothing', '--role', 'manager').stderr)?.[1] ?? project;
    expect(invite('--project', name).stderr).toContain('Say with --role');
    expect(invite('--project', name, '--role', 'admin').stderr).toContain('“admin” is no role');
    const link = invite('--project', name, '--role', 'reviewer', '--role', 'translator').stdout.trim();
    expect(link).toMatch(new RegExp(`^${server.url}/invitations/[\\w-]{43}$`));
    expect((await post(link, { name: 'Rima', login: 'rima', password: 'three short words' })).status).toBe(303);
    expect(place.dragoman(['users', 'list']).stdout).toMatch(/Rima {2}rima {2}signs in with a password/);
  });

  test('users disable shuts somebody out of a running server, and one administrator always remains', async () => {
    const server = await place.start();
    const me = await settleIn(server);
    const users = (...args: string[]) => place.dragoman(['users', ...args]);
    expectRefusal(users('disable', 'you'), EXIT.notThere, /You is the only administrator\. Nothing was changed/, /users promote NAME/);
    expectRefusal(users('demote', 'you'), EXIT.notThere, /only administrator/, /promote/);
    expectRefusal(users('promote'), EXIT.usage, /Say whom to promote/, /Usage/);
    expect(users('list').stdout).toMatch(/You .*admin/);

    const db = await connect(place.dataFile('dragoman.db'));
    await addPerson(db, 'Rima');
    await db.close();
    expect(users('promote', 'rima').stdout).toBe('Rima is an administrator.\n');
    expect(users('disable', 'you').stdout).toBe('You is disabled and signed out everywhere.\n');
    // The commands took this process whole, so fetch has yet to hear which idle connections the server closed.
    await wait(100);
    expect((await me.get('/account')).status).toBe(401);
    expectRefusal(users('link', 'you'), EXIT.notThere, /You is disabled/, /users enable You/);
    expect(users('list').stdout).toMatch(/You .*disabled/);
    expect(users('enable', 'you').stdout).toBe('You may come in again.\n');
    expect(users('link', 'you').status).toBe(0);
  });

  test('users where there is no data says so and makes none', () => {
    for (const args of [['list'], ['link'], ['disable', 'you']])
      expectRefusal(place.dragoman(['users', ...args]), EXIT.notThere, /There is nobody in .* yet/, /Start the server once/);
    expect(existsSync(place.dataFile(''))).toBe(false);
  });

  test('doctor tells a damaged model from a whole one', () => {
    const model = path.join(place.folder, 'model');
    cpSync(path.join(projectRoot, 'models/ar-en-starter'), model, { recursive: true });
    expect(place.dragoman(['doctor'], { DRAGOMAN_MODEL: model }).stdout).toMatch(/^ok {7}model files/m);
    truncateSync(path.join(model, 'onnx/encoder_model.onnx'), 1000);
    expect(place.dragoman(['doctor'], { DRAGOMAN_MODEL: model }).stdout).toMatch(/^absent {3}model files\n.*whole copy/m);
  });

  test('doctor finds nothing missing here', () => {
    const { status, stdout } = place.dragoman(['doctor']);
    expect(stdout).toContain('Nothing is missing.');
    expect(status).toBe(0);
  });
});
