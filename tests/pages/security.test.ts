import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { appendChange } from '../../server/db/changes.ts';
import { startApp, visit, type TestApp, type Visit } from '../support/workbench.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

let app: TestApp;
let amal: Visit;
let nobody: Visit;
beforeAll(async () => {
  app = await startApp();
  amal = await app.signIn(app.world.amal);
  nobody = await app.signIn(null);
});
afterAll(() => app.close());

/** fetch keeps some headers to itself; this sends what it is told. */
function raw(method: string, address: string, { headers = {}, body }: { headers?: Record<string, string>; body?: string } = {}): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(`${app.url}${address}`, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

const theme = () => app.context.accounts.preferences.of(app.world.amal).then((preferences) => preferences.theme);
const signedIn = (headers: Record<string, string> = {}) => ({ cookie: amal.cookie, 'content-type': 'application/json', origin: app.url, 'x-csrf-token': amal.csrfToken, ...headers });

describe('every answer', () => {
  const answers: [string, () => Promise<{ status: number; headers: Headers }>][] = [
    ['a page', () => amal.get('/')],
    ['the door', () => nobody.get('/')],
    ['no such page', () => amal.get('/nowhere')],
    ['a refusal', () => nobody.send('PUT', '/preferences/theme', { body: { value: 'dark' } })],
    ['broken JSON', () => fetch(`${app.url}/preferences/theme`, { method: 'PUT', headers: signedIn(), body: '{' })],
    ['a redirect', () => nobody.post('/sign-in', { login: 'x', password: 'y' })],
    ['an asset', () => nobody.get(app.context.assets.url('app.css'))],
    ['an asset that is not there', () => nobody.get('/assets/nothing.js')],
    ['the health check', () => nobody.get('/healthz')],
    ['a malformed address', () => nobody.get('/link/%E0%A4%A')],
  ];

  test.each(answers)('has the content security policy and the other headers: %s', async (_name, ask) => {
    const { headers } = await ask();
    expect(headers.get('content-security-policy')).toBe(POLICY);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  test('has it even when the request was no HTTP', async () => {
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () => socket.write('nonsense\r\n\r\n'));
      let heard = '';
      socket.on('data', (part) => (heard += part.toString())).on('close', () => resolve(heard));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain(`Content-Security-Policy: ${POLICY}`);
  });

  test('is kept by no cache, but for assets, which are kept for ever', async () => {
    expect((await amal.get('/')).headers.get('cache-control')).toBe('no-store');
    expect((await amal.get(app.context.assets.url('main.js'))).headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('holds no script or style of its own', async () => {
    for (const page of [await (await amal.get('/')).text(), await (await nobody.get('/')).text(), await (await amal.get('/nowhere')).text()]) {
      expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]* src=)/i);
    }
  });
});

describe('requests from elsewhere', () => {
  const body = JSON.stringify({ value: 'dark' });

  test('change something when they come from here, with the token', async () => {
    expect((await raw('PUT', '/preferences/theme', { headers: signedIn(), body })).status).toBe(204);
    expect(await theme()).toBe('dark');
  });

  test.each<[string, Record<string, string | undefined>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['the same host on another port', { origin: 'http://127.0.0.1:1' }],
    ['no origin at all', { origin: undefined }],
    ['another site by its own word', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site', { 'sec-fetch-site': 'same-site' }],
    ['another site and our origin', { 'sec-fetch-site': 'cross-site', origin: 'here' }],
    ['no token', { 'x-csrf-token': undefined }],
    ['a wrong token', { 'x-csrf-token': 'x'.repeat(43) }],
    ['a foreign token', { 'x-csrf-token': 'noor' }],
  ])('are refused: %s', async (_name, changed) => {
    const noor = await app.signIn(app.world.noor);
    await amal.send('PUT', '/preferences/theme', { body: { value: 'light' } });
    const filled = { ...changed, ...(changed['origin'] === 'here' && { origin: app.url }), ...(changed['x-csrf-token'] === 'noor' && { 'x-csrf-token': noor.csrfToken }) };
    const headers = Object.fromEntries(Object.entries({ ...signedIn(), ...filled }).filter((pair): pair is [string, string] => pair[1] !== undefined));
    expect((await raw('PUT', '/preferences/theme', { headers, body })).status).toBe(403);
    expect(await theme()).toBe('light');
  });

  test('are refused as forms too, before there is a session as well', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' };
    const token = await app.context.accounts.links.make({ id: app.world.noor, is_settled: 1 });
    expect((await raw('POST', `/link/${token}`, { headers: form, body: '' })).status).toBe(403);
    expect((await raw('POST', '/sign-in', { headers: form, body: 'login=a&password=b' })).status).toBe(403);
    expect((await raw('POST', '/sign-out', { headers: { ...form, cookie: amal.cookie }, body: `_csrf=${amal.csrfToken}` })).status).toBe(403);
    await expect(app.context.accounts.links.read(token)).resolves.toBeDefined();
    expect((await amal.get('/')).status).toBe(200);
  });

  test('cannot name another method in a header, a field or the address', async () => {
    await amal.send('PUT', '/preferences/theme', { body: { value: 'light' } });
    for (const header of ['x-http-method-override', 'x-method-override', 'x-http-method']) expect((await amal.send('POST', '/preferences/theme', { body: { value: 'dark' }, headers: { [header]: 'PUT' } })).status).toBe(404);
    expect((await amal.post('/preferences/theme?_method=PUT', { _method: 'PUT', value: 'dark' })).status).toBe(404);
    expect((await amal.get('/preferences/theme?value=dark')).status).toBe(404);
    expect(await theme()).toBe('light');
  });

  test('under a name that is not this computer’s are refused', async () => {
    expect((await raw('GET', '/', { headers: { host: 'evil.example' } })).status).toBe(403);
    expect((await raw('GET', '/', { headers: { host: `localhost:${new URL(app.url).port}` } })).status).toBe(200);
  });
});

describe('bodies and queries', () => {
  test.each<[string, string, string, number]>([
    ['JSON named as text', 'text/plain', '{"value":"dark"}', 415],
    ['XML', 'application/xml', '<value>dark</value>', 415],
    ['nothing said about the kind', '', '{"value":"dark"}', 415],
    ['broken JSON', 'application/json', '{"value":', 400],
    ['a bare string', 'application/json', '"dark"', 400],
    ['256 kB and more', 'application/json', JSON.stringify({ value: 'x'.repeat(300_000) }), 413],
    ['deeper than anything of ours', 'application/json', `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`, 422],
    ['deep enough to break a stack', 'application/json', '['.repeat(100_000) + ']'.repeat(100_000), 422],
    ['a prototype', 'application/json', '{"__proto__":{"value":"dark"},"value":"dark"}', 422],
    ['a constructor', 'application/json', '{"constructor":{"prototype":{"polluted":1}},"value":"dark"}', 422],
    ['a name we do not know', 'application/json', '{"value":"dark","role":"admin"}', 422],
    ['the wrong type', 'application/json', '{"value":["dark"]}', 422],
    ['nothing', 'application/json', '{}', 422],
    ['a form where JSON belongs, one name twice', 'application/x-www-form-urlencoded', 'value=dark&value=light', 422],
  ])('are refused: %s', async (_name, type, body, status) => {
    const headers = signedIn({ 'content-type': type });
    if (type === '') delete (headers as Record<string, string>)['content-type'];
    const answer = await raw('PUT', '/preferences/theme', { headers: { ...headers, accept: 'application/json' }, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'application/json; charset=utf-8']);
    expect(Object.keys(JSON.parse(answer.text) as object)).toEqual(expect.arrayContaining(['code', 'message']));
    expect(answer.text).not.toMatch(/at .*\.(ts|js):|node_modules/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test.each(['/?a=1&a=2', '/sign-in?next=/&next=//evil', '/?__proto__=1'])('are refused when a name stands twice or is none: %s', async (address) => {
    expect((await amal.get(address)).status).toBe(422);
  });

  test.each<[string, string, string | undefined]>([
    ['TRACE', '/', undefined],
    ['DELETE', '/', undefined],
    ['PROPFIND', '/', undefined],
  ])('of methods nobody asked for: %s', async (method, address, body) => {
    const { status } = await raw(method, address, { headers: { cookie: amal.cookie }, body });
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test('with two lengths are refused', async () => {
    const text = await new Promise<string>((resolve) => {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1', () =>
        socket.write('POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n'),
      );
      let heard = '';
      socket.on('data', (part) => (heard += part.toString())).on('close', () => resolve(heard));
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).not.toContain('"ok"');
  });

  test('headers without end are refused', async () => {
    expect((await raw('GET', '/', { headers: { 'x-long': 'x'.repeat(20_000) } })).status).toBe(431);
  });
});

describe('what is typed stays text', () => {
  const NAMES = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '</title><script>x</script>', '{{7*7}}', '<%= 7*7 %>', '\u2028alert(1)', '\u202Etxt.exe', '&lt;b&gt;'];
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll("'", '&#39;');

  test.each(NAMES)('as a person’s, a project’s and a document’s name: %s', async (name) => {
    await app.context.db.write(async (tx) => {
      await tx.updateTable('person').set({ name }).where('id', '=', app.world.noor).execute();
      await tx.updateTable('project').set({ name }).where('id', '=', app.world.projectId).execute();
      await tx.updateTable('document').set({ title_source: name, title_target: name }).where('id', '=', app.world.documentId).execute();
    });
    const page = await (await (await app.signIn(app.world.noor)).get('/')).text();
    expect(page.split(escape(name)).length).toBeGreaterThanOrEqual(5);
    if (escape(name) !== name) expect(page.replaceAll(escape(name), '')).not.toContain(name);
    expect(page).toContain(`<bdi>${escape(name)}</bdi>`);
  });

  test.each(['constructor', '__proto__', 'toString', '..%2f..%2fpackage.json', '%00', '<script>', 'x'.repeat(5000)])('as part of an address: %s', async (part) => {
    for (const address of [`/${part}`, `/link/${part}`, `/assets/${part}`, `/documents/${part}`]) {
      const answer = await nobody.get(address);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(await answer.text()).not.toContain('<script>alert');
    }
  });
});

describe('templates take no orders', () => {
  /** Names EJS reads, or read once, from the data of a page. */
  const ORDERS = [
    'settings[view options][client]=true&settings[view options][escapeFunction]=1;return process.mainModule',
    'settings[view options][outputFunctionName]=x;process.exit(1);s',
    'settings[view options][localsName]=x;process.exit(1);s',
    'settings[view options][destructuredLocals][]=x;process.exit(1)//',
    'client=true&escapeFunction=1;process.exit(1)',
    'outputFunctionName=x;process.exit(1);s',
    'delimiter=%3F&openDelimiter=%3C&closeDelimiter=%3E',
    'settings.view options.delimiter=%3F',
    'root=/etc&views=/etc&filename=passwd&cache=false',
    'title=OWNED&body=OWNED&head=/etc/passwd&asset=OWNED&t=OWNED&person=OWNED',
    '_with=false&strict=true&async=true&debug=true&compileDebug=true',
  ];

  test.each(ORDERS)('by the address or a form: %s', async (orders) => {
    const plain = await (await nobody.get('/sign-in')).text();
    const byAddress = await nobody.get(`/sign-in?${orders}`);
    expect([byAddress.status, await byAddress.text()]).toEqual([200, plain]);
    const byForm = await raw('POST', '/sign-in', { headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url }, body: orders });
    expect(byForm.status).toBe(422);
    expect(byForm.text).not.toContain('<%');
    expect(byForm.text).not.toContain('OWNED');
  });

  test('by JSON neither', async () => {
    const orders = { settings: { 'view options': { client: true, escapeFunction: '1;process.exit(1)' } }, delimiter: '?', cache: false };
    const answer = await raw('POST', '/sign-in', { headers: { 'content-type': 'application/json', origin: app.url, accept: 'text/html' }, body: JSON.stringify(orders) });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('<%');
  });

  test('by what a person keeps neither', async () => {
    await app.context.db.write((tx) =>
      tx
        .insertInto('preference')
        .values(['settings', 'delimiter', 'client'].map((name) => ({ person_id: app.world.salma, name, value: JSON.stringify({ 'view options': { client: true } }) })))
        .execute(),
    );
    const page = await (await (await app.signIn(app.world.salma)).get('/')).text();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toContain('<%');
  });
});

describe('files', () => {
  test.each(['/package.json', '/data/dragoman.db', '/.git/config', '/.env', '/dist/manifest.json', '/manifest.json', '/assets/manifest.json', '/assets/../manifest.json', '/assets/..%2fmanifest.json', '/assets/%2e%2e/server/main.js', '/assets/main.js.map', '/server/main.ts', '/views/layout.ejs', '/dragoman.log', '/assets/'])(
    'that are none of the reader’s are not served: %s',
    async (address) => {
      const { status } = await raw('GET', address, { headers: { cookie: amal.cookie } });
      expect(status).toBe(404);
    },
  );

  test('of the browser’s side hold no map of the sources', async () => {
    const code = await (await nobody.get(app.context.assets.url('main.js'))).text();
    expect(code).not.toContain('sourceMappingURL');
  });
});

describe('mistakes of ours', () => {
  test('answer with a number that stands in the log, and no stack', async () => {
    const { db } = app.context;
    const broken = Object.assign(Object.create(db) as typeof db, { write: () => Promise.reject(new Error('secret of the house')) });
    const accounts = app.context.accounts.preferences;
    const save = accounts.save;
    accounts.save = () => broken.write(() => Promise.resolve());
    try {
      const answer = await amal.send('PUT', '/preferences/theme', { body: { value: 'dark' } });
      const text = await answer.text();
      expect(answer.status).toBe(500);
      expect(JSON.parse(text)).toMatchObject({ code: 'unexpected', errorId: expect.stringMatching(/^[0-9A-F]{2}-[0-9A-F]{6}$/) as string });
      expect(text).not.toMatch(/secret|\.ts|at /);
    } finally {
      accounts.save = save;
    }
  });

  test.each([
    ['SQLITE_FULL', 507, 'storage-full'],
    ['ENOSPC', 507, 'storage-full'],
    ['SQLITE_IOERR_FSYNC', 503, 'unavailable'],
  ])('and of the machine say what became of the text: %s', async (code, status, problem) => {
    const preferences = app.context.accounts.preferences;
    const save = preferences.save;
    preferences.save = () => Promise.reject(Object.assign(new Error('disk'), { code }));
    try {
      const answer = await amal.send('PUT', '/preferences/theme', { body: { value: 'dark' } });
      expect(answer.status).toBe(status);
      expect(await answer.json()).toMatchObject({ code: problem, message: expect.stringContaining('kept on this device') as string });
    } finally {
      preferences.save = save;
    }
  });
});

describe('the stream of changes', () => {
  async function listen(visitor: Visit, headers: Record<string, string> = {}) {
    const answer = await visitor.get('/events', headers);
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const pump = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) heard += part.value;
      heard += '<end>';
    })();
    return {
      answer,
      heard: () => heard,
      until: (pattern: RegExp) => vi.waitFor(() => expect(heard).toMatch(pattern), { timeout: 5000, interval: 10 }),
      stop: () => Promise.all([reader.cancel(), pump]),
    };
  }
  const tell = (note: string) =>
    app.context.db.write((tx) => appendChange(tx, { projectId: app.world.projectId, documentId: app.world.documentId, segmentId: null, kind: 'document.changed', personId: app.world.amal, data: { note } }));

  const members = (change: 'join' | 'leave') =>
    app.context.db.write(async (tx) => {
      if (change === 'join') await tx.insertInto('membership').values({ project_id: app.world.projectId, person_id: app.world.hadi, roles: '["translator"]' }).execute();
      else await tx.deleteFrom('membership').where('project_id', '=', app.world.projectId).where('person_id', '=', app.world.hadi).execute();
    });

  test('tells members what happened', async () => {
    const noor = await listen(await app.signIn(app.world.noor));
    expect(noor.answer.headers.get('content-type')).toBe('text/event-stream');
    expect(noor.answer.headers.get('content-security-policy')).toBe(POLICY);
    const { seq } = await tell('hello');
    await noor.until(/hello/);
    expect(noor.heard()).toContain(`id: ${seq}\nevent: document.changed\ndata: {"seq":${seq},`);
    await noor.stop();
  });

  test('asks with every change who is a member still', async () => {
    const noor = await listen(await app.signIn(app.world.noor));
    const hadi = await listen(await app.signIn(app.world.hadi));
    await tell('first');
    await noor.until(/first/);
    expect(hadi.heard()).not.toContain('first');
    await members('join');
    await tell('second');
    await hadi.until(/second/);
    await members('leave');
    await tell('third');
    await noor.until(/third/);
    await tell('fourth');
    await noor.until(/fourth/);
    expect(hadi.heard()).not.toMatch(/third|fourth/);
    await Promise.all([noor.stop(), hadi.stop()]);
  });

  test('goes on where a browser was', async () => {
    await tell('known already');
    const { seq } = await tell('missed');
    const stream = await listen(amal, { 'last-event-id': String(seq - 1) });
    await stream.until(/missed/);
    expect(stream.heard()).not.toContain('known already');
    await stream.stop();
  });

  test('ends when the session does', async () => {
    const visitor = await app.signIn(app.world.noor);
    const stream = await listen(visitor);
    await stream.until(/retry/);
    await visitor.post('/sign-out');
    await tell('too late');
    await stream.until(/<end>/);
    expect(stream.heard()).not.toContain('too late');
  });
});

test('a forged cookie is no session', async () => {
  const port = new URL(app.url).port;
  for (const value of ['x', 'A'.repeat(43), '%00', '__proto__', `${amal.cookie.split('=')[1]!.slice(0, 42)}_`]) {
    const forged = await visit(app.url, `dragoman-${port}=${value}`);
    expect(forged.csrfToken).toBe('');
  }
});
