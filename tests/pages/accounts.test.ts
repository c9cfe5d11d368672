import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cookieOf, startApp, visit, type TestApp, type Visit } from '../support/workbench.ts';

describe('the first minute', () => {
  let app: TestApp;
  beforeAll(async () => void (app = await startApp({ isEmpty: true })));
  afterAll(() => app.close());

  const freshLink = async () => `/link/${await app.context.accounts.links.make((await app.context.accounts.people())[0]!)}`;

  test('the bare address says where the link is and which command prints a new one', async () => {
    const nobody = await app.signIn(null);
    const answer = await nobody.get('/');
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('npx dragoman users link');
    expect(page).toContain('terminal');
    expect(page).not.toContain('name="password"');
  });

  test('the welcome page shows both languages, a paragraph of the sample and one loud button', async () => {
    const page = await (await (await app.signIn(null)).get(await freshLink())).text();
    expect(page).toMatch(/lang="ar" dir="rtl">نصٌّ عربيٌّ/);
    expect(page).toMatch(/lang="ar" dir="rtl">كما انتقد شوانغ/);
    expect(page.match(/data-kind="main"/g)).toHaveLength(1);
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  test('opening the link changes nothing', async () => {
    const link = await freshLink();
    const nobody = await app.signIn(null);
    for (let time = 0; time < 3; time += 1) expect((await nobody.get(link)).status).toBe(200);
    expect(await app.context.accounts.people()).toMatchObject([{ is_settled: 0 }]);
  });

  test('a wrong choice brings the page back with the reason at the field and what was typed, and the link still works', async () => {
    const link = await freshLink();
    const nobody = await app.signIn(null);
    const invisible = await nobody.post(link, { choice: 'named', name: ' \u200b\u200f', login: 'amal', password: 'long enough' });
    expect([invisible.status, await invisible.text()]).toEqual([422, expect.stringContaining('Enter a name.') as string]);
    const answer = await nobody.post(link, { choice: 'named', name: 'أمل <b>', login: 'amal', password: 'short' });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toMatch(/id="password"[^>]*aria-describedby="password-hint password-error" aria-invalid="true"/);
    expect(page).toContain('value="أمل &lt;b&gt;"');
    expect(page).not.toContain('short"');
    expect((await nobody.get(link)).status).toBe(200);
  });

  test('“just me” signs in with one click; the link is spent and its page says which command prints a new one', async () => {
    const link = await freshLink();
    const nobody = await app.signIn(null);
    const answer = await nobody.post(link, { choice: 'just-me' });
    expect(answer.status).toBe(303);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^dragoman-\d+=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax$/);
    const me = await visit(app.url, cookieOf(answer));
    expect(await (await me.get('/')).text()).toContain('<bdi>You</bdi>');
    const spent = await nobody.get(link);
    expect(spent.status).toBe(410);
    expect(await spent.text()).toContain('npx dragoman users link');
  });

  test('in Arabic, the first person and the sample have Arabic names', async () => {
    const arabic = await startApp({ isEmpty: true });
    try {
      const link = `/link/${await arabic.context.accounts.links.make((await arabic.context.accounts.people())[0]!)}`;
      const answer = await (await visit(arabic.url, 'dragoman-locale=ar')).post(link, { choice: 'just-me' });
      const [person] = await arabic.context.accounts.people();
      const projects = await arabic.context.projects.list({ personId: person!.id, isAdmin: true });
      expect([answer.status, person, projects[0]]).toMatchObject([303, { name: 'أنا', is_named: 0, is_settled: 1 }, { name: 'مثال' }]);
    } finally {
      await arabic.close();
    }
  });

  test('a link to no person at all looks like a spent one', async () => {
    expect((await (await app.signIn(null)).get('/link/nonsense')).status).toBe(410);
  });
});

describe('signing in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    await app.context.accounts.addPerson({ name: 'Mona <script>', login: 'mona', password: 'three short words' });
  });
  afterAll(() => app.close());

  const mona = { login: 'mona', password: 'three short words' };

  test('the door has a form once somebody has a password', async () => {
    expect(await (await (await app.signIn(null)).get('/')).text()).toContain('name="password"');
  });

  test('leads back to the page one came for', async () => {
    const nobody = await app.signIn(null);
    const answer = await nobody.post('/sign-in', { ...mona, next: '/documents/1?a=b#s7' });
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/documents/1?a=b#s7']);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    'https://evil.example/',
    '/%0d%0aX:1\r\n',
    '\\\\evil',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
  ])('never leads to another site: %j', async (next) => {
    const answer = await (await app.signIn(null)).post('/sign-in', { ...mona, next });
    expect(new URL(answer.headers.get('location') ?? 'x:', app.url).origin).toBe(app.url);
    expect(answer.headers.get('location')).toMatch(/^\/(?!\/)/);
  });

  test('says the same of a wrong password and of an unknown login, and keeps what was typed but the password', async () => {
    const nobody = await app.signIn(null);
    const [wrong, unknown] = await Promise.all([
      nobody.post('/sign-in', { login: 'mona', password: 'nope' }),
      nobody.post('/sign-in', { login: 'xona', password: 'nope' }),
    ]);
    const pages = [await wrong.text(), await unknown.text()];
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(pages[0]!.replaceAll('mona', 'xona')).toBe(pages[1]);
    expect(pages[0]).not.toContain('nope');
  });

  test('answers 429 after ten attempts, whatever address a header claims', async () => {
    const nobody = await app.signIn(null);
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const body = new URLSearchParams({ login: 'salma', password: 'guess' });
      statuses.push((await fetch(`${app.url}/sign-in`, { method: 'POST', body, headers: { origin: app.url, 'x-forwarded-for': `10.0.0.${attempt}` } })).status);
    }
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect((await nobody.post('/sign-in', mona)).status).toBe(303);
  });

  test('gives a new session each time and ends the one before it', async () => {
    const nobody = await app.signIn(null);
    const before = await visit(app.url, cookieOf(await nobody.post('/sign-in', mona)));
    const after = cookieOf(await before.post('/sign-in', mona));
    expect(after).not.toBe(before.cookie);
    expect(await (await before.get('/')).text()).toContain('npx dragoman users link');
  });

  test('a session id somebody planted is never taken over', async () => {
    const planted = await visit(app.url, `dragoman-${new URL(app.url).port}=${'A'.repeat(43)}`);
    const answer = await planted.post('/sign-in', mona);
    expect(cookieOf(answer)).not.toContain('AAAA');
  });

  test('signing out ends the session on the server too', async () => {
    const me = await visit(app.url, cookieOf(await (await app.signIn(null)).post('/sign-in', mona)));
    const answer = await me.post('/sign-out');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect((await me.send('PUT', '/preferences/theme', { body: { value: 'dark' } })).status).toBe(401);
  });

  test('a settled person finds a button behind the link, and their name is only text', async () => {
    const people = await app.context.accounts.people();
    const token = await app.context.accounts.links.make(people.find((person) => person.login === 'mona')!);
    const nobody = await app.signIn(null);
    const page = await (await nobody.get(`/link/${token}`)).text();
    expect(page).toContain('<bdi>Mona &lt;script&gt;</bdi>');
    expect(page).not.toContain('name="choice"');
    expect((await nobody.post(`/link/${token}`, { choice: 'named' })).status).toBe(422);
    expect((await nobody.post(`/link/${token}`)).headers.get('location')).toBe('/');
  });

  test('a page for members sends who is not signed in to the door, and a script gets a sentence', async () => {
    const nobody = await app.signIn(null);
    const asScript = await nobody.send('PUT', '/preferences/theme', { body: { value: 'dark' } });
    expect(asScript.status).toBe(401);
    expect(await asScript.json()).toMatchObject({ code: 'unauthenticated', message: expect.stringContaining('Nothing is lost') as string });
    const asReader = await nobody.get('/events');
    expect(asReader.status).toBe(401);
    expect(await asReader.text()).toContain('npx dragoman users link');
  });
});

describe('preferences', () => {
  let app: TestApp;
  beforeAll(async () => void (app = await startApp()));
  afterAll(() => app.close());

  test('show on the next page of that person and of nobody else', async () => {
    const amal = await app.signIn(app.world.amal);
    const noor = await app.signIn(app.world.noor);
    for (const [name, value] of Object.entries({ theme: 'dark', density: 'compact', textSize: 'l', sides: 'swapped', origin: 'on' }))
      expect((await amal.send('PUT', `/preferences/${name}`, { body: { value } })).status).toBe(204);
    expect(await (await amal.get('/')).text()).toContain(
      '<html lang="en" dir="ltr" data-theme="dark" data-density="compact" data-sides="swapped" data-text-size="l" data-origin="on">',
    );
    expect(await (await noor.get('/')).text()).toContain(
      '<html lang="en" dir="ltr" data-density="comfortable" data-sides="normal" data-text-size="m" data-origin="off">',
    );
  });

  test('refuse what is none of theirs', async () => {
    const amal = await app.signIn(app.world.amal);
    expect((await amal.send('PUT', '/preferences/theme', { body: { value: 'dark', personId: app.world.noor } })).status).toBe(422);
    expect((await amal.send('PUT', '/preferences/isAdmin', { body: { value: 1 } })).status).toBe(404);
  });
});

describe('one’s own account', () => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp();
    await app.context.accounts.addPerson({ name: 'Mona', login: 'mona', password: 'three short words' });
  });
  afterEach(() => app.close());

  const signIn = async (password = 'three short words') =>
    visit(app.url, cookieOf(await (await app.signIn(null)).post('/sign-in', { login: 'mona', password })));

  test('lists the visits with browser and time and marks this one', async () => {
    const mona = await signIn();
    const body = new URLSearchParams({ login: 'mona', password: 'three short words' });
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    await fetch(`${app.url}/sign-in`, { method: 'POST', redirect: 'manual', body, headers: { origin: app.url, 'user-agent': firefox } });
    const page = await (await mona.get('/account')).text();
    expect(page).toContain('<bdi>Firefox</bdi> on <bdi>Linux</bdi>');
    expect(page.match(/this one/g)).toHaveLength(1);
    expect(page.match(/name="session" value="[0-9a-f]{64}"/g)).toHaveLength(1);
  });

  test('ends one visit, or all others; never that of somebody else', async () => {
    const [here, there, elsewhere] = [await signIn(), await signIn(), await signIn()];
    const amal = await app.signIn(app.world.amal);
    const others = [...(await (await here.get('/account')).text()).matchAll(/name="session" value="([0-9a-f]{64})"/g)].map((match) => match[1]!);
    expect(others).toHaveLength(2);
    for (const session of others) await amal.post('/account/sessions/end', { session });
    expect((await there.get('/account')).status).toBe(200);
    await here.post('/account/sessions/end', { session: others[0]! });
    expect([(await there.get('/account')).status, (await elsewhere.get('/account')).status].sort()).toEqual([200, 401]);
    await here.post('/account/sessions/end', { session: 'others' });
    expect([(await there.get('/account')).status, (await elsewhere.get('/account')).status]).toEqual([401, 401]);
    expect((await here.get('/account')).status).toBe(200);
    expect((await amal.get('/account')).status).toBe(200);
  });

  test('changes the password only for who knows the old one, ends all other visits and gives this one a new id', async () => {
    const [here, there] = [await signIn(), await signIn()];
    const wrong = await here.post('/account/password', { old: 'guess', password: 'four quite short words' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toMatch(/id="old"[^>]*aria-invalid="true"/);
    const right = await here.post('/account/password', { old: 'three short words', password: 'four quite short words' });
    expect([right.status, right.headers.get('location')]).toEqual([303, '/account?done=password']);
    expect(cookieOf(right)).not.toBe(here.cookie);
    expect([(await here.get('/account')).status, (await there.get('/account')).status]).toEqual([401, 401]);
    expect((await (await visit(app.url, cookieOf(right))).get('/account')).status).toBe(200);
    expect((await (await app.signIn(null)).post('/sign-in', { login: 'mona', password: 'three short words' })).status).toBe(401);
    expect((await (await signIn('four quite short words')).get('/account')).status).toBe(200);
  });

  test('lets nobody guess the old password for long', async () => {
    const here = await signIn();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt += 1)
      statuses.push((await here.post('/account/password', { old: `guess ${attempt}`, password: 'four quite short words' })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(422), 429]);
  });

  test('lets who came by a link set login and password', async () => {
    const amal = await app.signIn(app.world.amal);
    const taken = await amal.post('/account/password', { login: 'MONA', password: 'four quite short words' });
    expect(taken.status).toBe(409);
    expect(await taken.text()).toMatch(/id="login"[^>]*aria-invalid="true"/);
    expect((await amal.post('/account/password', { login: 'amal', password: 'four quite short words' })).status).toBe(303);
    expect((await (await app.signIn(null)).post('/sign-in', { login: 'amal', password: 'four quite short words' })).status).toBe(303);
  });

  test('takes a new name and nothing else', async () => {
    const mona = await signIn();
    expect((await mona.post('/account/name', { name: 'منى' })).status).toBe(303);
    expect(await (await mona.get('/')).text()).toContain('<bdi>منى</bdi>');
    const extras: Record<string, string>[] = [{ isAdmin: '1' }, { login: 'root' }, { personId: app.world.dana }];
    for (const extra of extras) expect((await mona.post('/account/name', { name: 'Mona', ...extra })).status).toBe(422);
  });
});

describe('a link that sets a new password', () => {
  let app: TestApp;
  let link: string;
  let before: Visit;
  const mona = { login: 'mona', password: 'three short words' };
  beforeEach(async () => {
    app = await startApp();
    const id = await app.context.accounts.addPerson({ name: 'Mona', ...mona });
    before = await visit(app.url, cookieOf(await (await app.signIn(null)).post('/sign-in', mona)));
    link = `/link/${await app.context.accounts.links.make({ id, is_settled: 1 }, 'password')}`;
  });
  afterEach(() => app.close());

  test('asks for it, ends every visit, signs in, and works once', async () => {
    const nobody = await app.signIn(null);
    expect(await (await nobody.get(link)).text()).toContain('autocomplete="new-password"');
    expect((await nobody.post(link, {})).status).toBe(422);
    expect((await nobody.post(link, { password: 'short' })).status).toBe(422);
    const answer = await nobody.post(link, { password: 'four quite short words' });
    expect(answer.status).toBe(303);
    expect((await (await visit(app.url, cookieOf(answer))).get('/account')).status).toBe(200);
    expect((await before.get('/account')).status).toBe(401);
    expect((await nobody.post(link, { password: 'five more quite short words' })).status).toBe(410);
    expect((await nobody.post('/sign-in', mona)).status).toBe(401);
  });

  test('is dead once the password was changed', async () => {
    await before.post('/account/password', { old: mona.password, password: 'four quite short words' });
    expect((await (await app.signIn(null)).get(link)).status).toBe(410);
  });

  test('takes no other login or person', async () => {
    const nobody = await app.signIn(null);
    expect((await nobody.post(link, { password: 'four quite short words', personId: app.world.dana })).status).toBe(422);
    await nobody.post(link, { password: 'four quite short words', login: 'dana' });
    expect((await app.context.accounts.people()).find((person) => person.name === 'Mona')?.login).toBe('mona');
  });
});
