import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWERED_BY } from '../../server/core/api.ts';
import { rawRequest } from '../support/raw-request.ts';
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

const raw = (method: string, address: string, options?: { headers?: Record<string, string>; body?: string }) =>
  rawRequest(method, `${app.url}${address}`, options);

const theme = () => app.context.accounts.preferences.of(app.world.amal).then((preferences) => preferences.theme);
const signedIn = (headers: Record<string, string> = {}) => ({
  cookie: amal.cookie,
  'content-type': 'application/json',
  origin: app.url,
  'x-csrf-token': amal.csrfToken,
  ...headers,
});

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
    expect(headers.get(ANSWERED_BY)).toBe('dragoman');
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
    const filled = {
      ...changed,
      ...(changed['origin'] === 'here' && { origin: app.url }),
      ...(changed['x-csrf-token'] === 'noor' && { 'x-csrf-token': noor.csrfToken }),
    };
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
    for (const header of ['x-http-method-override', 'x-method-override', 'x-http-method'])
      expect((await amal.send('POST', '/preferences/theme', { body: { value: 'dark' }, headers: { [header]: 'PUT' } })).status).toBe(404);
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
        socket.write(
          'POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n',
        ),
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

test('a forged cookie is no session', async () => {
  const port = new URL(app.url).port;
  for (const value of ['x', 'A'.repeat(43), '%00', '__proto__', `${amal.cookie.split('=')[1]!.slice(0, 42)}_`]) {
    const forged = await visit(app.url, `dragoman-${port}=${value}`);
    expect(forged.csrfToken).toBe('');
  }
});
