import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rawRequest } from '../support/raw-request.ts';
import { startApp, type TestApp, type Visit } from '../support/workbench.ts';

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

describe('what is typed stays text', () => {
  const NAMES = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</title><script>x</script>',
    '{{7*7}}',
    '<%= 7*7 %>',
    '\u2028alert(1)',
    '\u202Etxt.exe',
    '&lt;b&gt;',
  ];
  const escape = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll("'", '&#39;');

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

  test.each(['constructor', '__proto__', 'toString', '..%2f..%2fpackage.json', '%00', '<script>', 'x'.repeat(5000)])(
    'as part of an address: %s',
    async (part) => {
      for (const address of [`/${part}`, `/link/${part}`, `/assets/${part}`, `/documents/${part}`]) {
        const answer = await nobody.get(address);
        expect(answer.status).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
        expect(await answer.text()).not.toContain('<script>alert');
      }
    },
  );
});

test.each(['../../package', '__proto__', 'xx', 'ar%2F..'])('no language file is found by asking for %s', async (language) => {
  const answer = await nobody.get(`/sign-in?lng=${language}`, { 'accept-language': decodeURIComponent(language), cookie: `dragoman-locale=${language}` });
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<html lang="en" dir="ltr"') as string]);
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
    // The form of languages leads back to the address as it was asked for; that is all that may differ.
    const withoutWayBack = async (answer: Response) => (await answer.text()).replace(/name="next" value="[^"]*"/g, '');
    const plain = await withoutWayBack(await nobody.get('/sign-in'));
    const byAddress = await nobody.get(`/sign-in?${orders}`);
    expect([byAddress.status, await withoutWayBack(byAddress)]).toEqual([200, plain]);
    const byForm = await raw('POST', '/sign-in', { headers: { 'content-type': 'application/x-www-form-urlencoded', origin: app.url }, body: orders });
    expect(byForm.status).toBe(422);
    expect(byForm.text).not.toContain('<%');
    expect(byForm.text).not.toContain('OWNED');
  });

  test('by JSON neither', async () => {
    const orders = { settings: { 'view options': { client: true, escapeFunction: '1;process.exit(1)' } }, delimiter: '?', cache: false };
    const answer = await raw('POST', '/sign-in', {
      headers: { 'content-type': 'application/json', origin: app.url, accept: 'text/html' },
      body: JSON.stringify(orders),
    });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain('<%');
  });

  test('by what a person keeps neither', async () => {
    await app.context.db.write((tx) =>
      tx
        .insertInto('preference')
        .values(
          ['settings', 'delimiter', 'client'].map((name) => ({
            person_id: app.world.salma,
            name,
            value: JSON.stringify({ 'view options': { client: true } }),
          })),
        )
        .execute(),
    );
    const page = await (await (await app.signIn(app.world.salma)).get('/')).text();
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toContain('<%');
  });
});

describe('files', () => {
  test.each([
    '/package.json',
    '/data/dragoman.db',
    '/.git/config',
    '/.env',
    '/dist/manifest.json',
    '/manifest.json',
    '/assets/manifest.json',
    '/assets/../manifest.json',
    '/assets/..%2fmanifest.json',
    '/assets/%2e%2e/server/main.js',
    '/assets/main.js.map',
    '/server/main.ts',
    '/views/layout.ejs',
    '/dragoman.log',
    '/assets/',
  ])('that are none of the reader’s are not served: %s', async (address) => {
    const { status } = await raw('GET', address, { headers: { cookie: amal.cookie } });
    expect(status).toBe(404);
  });

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
