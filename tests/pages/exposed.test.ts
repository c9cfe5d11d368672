/** Others reach the server: through a named proxy, or by TLS of its own. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newPlace, type Place } from '../support/program.ts';
import { rawRequest } from '../support/raw-request.ts';
import { ensureBuilt, startApp, type TestApp } from '../support/workbench.ts';

const NAME = 'translate.example';
const ORIGIN = `https://${NAME}`;

describe('behind a named proxy', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp({ environment: { DRAGOMAN_PROXY: ORIGIN } });
    await app.context.accounts.addPerson({ name: 'Mona', login: 'mona', password: 'three short words' });
  });
  afterEach(() => app.close());

  const proxied = { host: NAME, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.7' };
  const ask = (headers: Record<string, string>) => rawRequest('GET', `${app.url}/`, { headers });
  const signIn = (password: string, headers: Record<string, string> = {}) =>
    rawRequest('POST', `${app.url}/sign-in`, {
      headers: { ...proxied, origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams({ login: 'mona', password }).toString(),
    });

  test('answers to the name it was given, over https, and to nothing else', async () => {
    expect((await ask(proxied)).status).toBe(200);
    for (const wrong of [
      { ...proxied, host: 'localhost' },
      { ...proxied, host: 'evil.example' },
      { ...proxied, 'x-forwarded-proto': 'http' },
      { host: NAME },
      { ...proxied, host: 'evil.example', 'x-forwarded-host': NAME },
    ])
      expect((await ask(wrong)).status).toBe(403);
    expect((await rawRequest('GET', `${app.url}/healthz`, { headers: { host: 'localhost' } })).status).toBe(200);
  });

  test('gives a __Host- cookie that travels over https only', async () => {
    const [cookie] = (await signIn('three short words')).headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-dragoman-\d+=[\w-]{43}; .*Path=\/; .*HttpOnly; Secure; SameSite=Lax$/);
  });

  test('refuses forms from any other origin', async () => {
    for (const origin of [`http://${NAME}`, app.url, 'https://evil.example']) expect((await signIn('three short words', { origin })).status).toBe(403);
  });

  test('limits attempts by the address the proxy saw, not by those somebody claims before it', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1) statuses.push((await signIn('wrong', { 'x-forwarded-for': `10.0.0.${attempt}, 203.0.113.7` })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    expect((await signIn('three short words', { 'x-forwarded-for': '203.0.113.8' })).status).toBe(303);
  });

  test('prints its public address in invitations', async () => {
    const cookie = (await signIn('three short words')).headers['set-cookie']?.[0]?.split(';')[0] ?? '';
    const mona = (await app.context.accounts.people()).find((person) => person.login === 'mona')!;
    const projectId = await app.context.projects.create({ personId: mona.id, isAdmin: false }, { name: 'Letters' });
    const home = await ask({ ...proxied, cookie });
    const csrf = /name="csrf-token" content="([^"]+)"/.exec(home.text)![1]!;
    const made = await rawRequest('POST', `${app.url}/projects/${projectId}/invitations`, {
      headers: { ...proxied, cookie, origin: ORIGIN, 'x-csrf-token': csrf, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'translator=on',
    });
    expect(made.text).toContain(`value="${ORIGIN}/invitations/`);
  });
});

test('a proxy elsewhere is the only one listened to', async () => {
  const app = await startApp({ environment: { DRAGOMAN_PROXY: ORIGIN, DRAGOMAN_PROXY_FROM: '10.0.0.5' } });
  const answer = await rawRequest('GET', `${app.url}/`, { headers: { host: NAME, 'x-forwarded-proto': 'https' } });
  expect(answer.status).toBe(403);
  await app.close();
});

describe('with TLS of its own', () => {
  let place: Place;
  let keys: string;
  beforeAll(async () => {
    await ensureBuilt();
    place = newPlace();
    keys = mkdtempSync(path.join(tmpdir(), 'dragoman-tls-'));
    const out = ['-keyout', path.join(keys, 'key.pem'), '-out', path.join(keys, 'cert.pem')];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${NAME}`, ...out], {
      stdio: 'ignore',
    });
  });
  afterAll(async () => {
    await place.remove();
    rmSync(keys, { recursive: true, force: true });
  });

  test('speaks https, and prints the address people type', async () => {
    const port = 20_000 + (process.pid % 20_000);
    const server = await place.start({
      DRAGOMAN_HOST: '0.0.0.0',
      DRAGOMAN_PORT: String(port),
      DRAGOMAN_URL: `${ORIGIN}:${port}`,
      DRAGOMAN_TLS_CERT: path.join(keys, 'cert.pem'),
      DRAGOMAN_TLS_KEY: path.join(keys, 'key.pem'),
    });
    expect(server.printed()).toContain(`ready at ${ORIGIN}:${port}`);
    const status = await new Promise<number>((resolve, reject) =>
      request({ host: '127.0.0.1', port, path: '/', rejectUnauthorized: false, headers: { host: `${NAME}:${port}` } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end(),
    );
    expect(status).toBe(200);
  });
});
