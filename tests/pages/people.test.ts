import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { appendChange } from '../../server/db/changes.ts';
import { rawRequest } from '../support/raw-request.ts';
import { cookieOf, startApp, visit, type TestApp, type Visit } from '../support/workbench.ts';

let app: TestApp;
let salma: Visit;
let people: string;
beforeEach(async () => {
  app = await startApp();
  salma = await app.signIn(app.world.salma);
  people = `/projects/${app.world.projectId}`;
});
afterEach(() => app.close());

const newcomer = { name: 'Rima <b>', login: 'rima', password: 'three short words' };
const linkIn = (page: string) => /value="(http:[^"]+\/invitations\/[\w-]{43})"/.exec(page)?.[1] ?? '';

async function invite(roles: Record<string, string> = { translator: 'on' }): Promise<string> {
  const answer = await salma.post(`${people}/invitations`, roles);
  expect(answer.status).toBe(201);
  return new URL(linkIn(await answer.text())).pathname;
}

describe('inviting', () => {
  test('shows the link once', async () => {
    const page = await (await salma.post(`${people}/invitations`, { translator: 'on', reviewer: 'on' })).text();
    expect(linkIn(page)).toContain(`${app.url}/invitations/`);
    const again = await (await salma.get(`${people}/people`)).text();
    expect(linkIn(again)).toBe('');
    expect(again).toContain('translator · reviewer');
  });

  test('takes the link’s address from the settings, whatever the request claims', async () => {
    const headers = {
      cookie: salma.cookie,
      'x-csrf-token': salma.csrfToken,
      host: 'localhost:1',
      origin: 'http://localhost:1',
      'x-forwarded-host': 'evil.example',
    };
    const answer = await rawRequest('POST', `${app.url}${people}/invitations`, {
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'translator=on',
    });
    expect(answer.status).toBe(201);
    expect(linkIn(answer.text)).toContain(`${app.url}/`);
  });

  test.each([
    [{}, 422],
    [{ admin: 'on' }, 422],
    [{ translator: 'on', role: 'manager' }, 422],
    [{ translator: 'on', isAdmin: '1' }, 422],
    [{ translator: 'yes' }, 422],
  ])('with %j answers %i and makes nothing', async (fields, status) => {
    const answer = await salma.post(`${people}/invitations`, fields);
    expect(answer.status).toBe(status);
    expect(await app.context.db.read.selectFrom('invitation').select('id').execute()).toEqual([]);
  });
});

describe('the invited person', () => {
  test('reads who invites to what, and opening changes nothing', async () => {
    const link = await invite({ reviewer: 'on' });
    const nobody = await app.signIn(null);
    for (let time = 0; time < 2; time += 1) {
      const page = await (await nobody.get(link)).text();
      expect(page).toContain('<bdi>Salma</bdi>');
      expect(page).toContain('<bdi>News desk</bdi>');
      expect(page).toContain('reads translations');
    }
  });

  test('is not told of an inviter who goes by no name', async () => {
    const link = await invite();
    await app.context.db.write((tx) => tx.updateTable('person').set({ name: 'You', is_named: 0 }).where('id', '=', app.world.salma).execute());
    const page = await (await (await app.signIn(null)).get(link)).text();
    expect(page).not.toContain('<bdi>You</bdi>');
    expect(page).toContain('You are invited to the project <bdi>News desk</bdi>');
  });

  test('comes in with name, login and password, and sees the project', async () => {
    const link = await invite();
    const answer = await (await app.signIn(null)).post(link, newcomer);
    expect(answer.status).toBe(303);
    const rima = await visit(app.url, cookieOf(answer));
    expect(await (await rima.get('/')).text()).toContain('News desk');
    expect((await rima.get(`${people}/people`)).status).toBe(403);
    expect(await (await salma.get(`${people}/people`)).text()).toContain('<bdi>Rima &lt;b&gt;</bdi>');
    const spent = await (await app.signIn(null)).get(link);
    expect(spent.status).toBe(410);
    expect(await spent.text()).not.toContain('News desk');
  });

  test('is told at the field what is wrong, keeps what was typed but the password, and can try again', async () => {
    const link = await invite();
    const nobody = await app.signIn(null);
    const answer = await nobody.post(link, { ...newcomer, password: 'short' });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toMatch(/id="password"[^>]*aria-describedby="password-hint password-error"[^>]* aria-invalid="true"/);
    expect(page).toContain('value="Rima &lt;b&gt;"');
    expect(page).not.toContain('value="short"');
    expect((await nobody.post(link, newcomer)).status).toBe(303);
  });

  test.each<Record<string, string>>([{ role: 'manager' }, { manager: 'on' }, { isAdmin: '1' }, { projectId: 'x' }])(
    'gets no role by asking for it: %j',
    async (extra) => {
      const link = await invite();
      expect((await (await app.signIn(null)).post(link, { ...newcomer, ...extra })).status).toBe(422);
      const hadi = await app.signIn(app.world.hadi);
      expect((await hadi.post(link, extra)).status).toBe(422);
      expect((await hadi.get(`${people}/people`)).status).toBe(404);
    },
  );

  test('joins with the account they have, by one button, after signing in with their password', async () => {
    await app.context.accounts.addPerson(newcomer);
    const link = await invite();
    const nobody = await app.signIn(null);
    expect(await (await nobody.get(link)).text()).toContain(`href="/sign-in?next=${link}"`);
    const signedIn = await nobody.post('/sign-in', { login: 'rima', password: newcomer.password, next: link });
    expect(signedIn.headers.get('location')).toBe(link);
    const rima = await visit(app.url, cookieOf(signedIn));
    const page = await (await rima.get(link)).text();
    expect(page).not.toContain('name="password"');
    const joined = await rima.post(link);
    expect(joined.status).toBe(303);
    expect(cookieOf(joined)).not.toBe(rima.cookie);
    expect(await (await visit(app.url, cookieOf(joined))).get('/').then((answer) => answer.text())).toContain('News desk');
    expect((await rima.get('/account')).status).toBe(401);
  });

  test('finds a link that was taken back as dead as one that never was', async () => {
    const link = await invite();
    const id = /invitations\/([\w-]{36})\/take-back/.exec(await (await salma.get(`${people}/people`)).text())![1]!;
    await salma.post(`${people}/invitations/${id}/take-back`);
    const nobody = await app.signIn(null);
    const pages = await Promise.all(
      [link, '/invitations/nonsense'].map(async (address) => (await (await nobody.get(address)).text()).replaceAll(address, '…')),
    );
    expect(pages[0]).toBe(pages[1]);
  });
});

describe('a member who is removed', () => {
  test('loses the project at once in every open visit, and the event stream tells nothing more', async () => {
    const { amal: amalId, projectId, documentId, segments } = app.world;
    const amal = await app.signIn(amalId);
    const stream = await amal.get('/events', { accept: 'text/event-stream' });
    const reader = stream.body!.getReader();
    const change = (text: string) =>
      app.context.db.write((tx) => appendChange(tx, { projectId, documentId, segmentId: segments[0]!, kind: 'segment.saved', personId: null, data: { text } }));
    let heard = '';
    const listen = async (until: string) => {
      while (!heard.includes(until)) heard += new TextDecoder().decode((await reader.read()).value);
    };
    await change('before');
    await listen('before');
    expect((await salma.post(`${people}/members/${amalId}/remove`)).status).toBe(303);
    await change('after');
    // Something they may still hear of comes later and alone.
    const own = await app.context.projects.create({ personId: amalId, isAdmin: false }, { name: 'Own' });
    await app.context.db.write((tx) =>
      appendChange(tx, { projectId: own, documentId: null, segmentId: null, kind: 'document.changed', personId: null, data: { text: 'own' } }),
    );
    await listen('own');
    expect(heard).not.toContain('after');
    await reader.cancel();
    expect((await amal.get(`/documents/${documentId}`)).status).toBe(404);
    expect((await amal.get(`/segments/${segments[0]}`)).status).toBe(404);
    expect(await (await amal.get('/')).text()).not.toContain('News desk');
  });

  test('whose role is taken loses what it allowed in the same visit', async () => {
    const noor = await app.signIn(app.world.noor);
    await salma.post(`${people}/members/${app.world.noor}`, { reviewer: 'on', manager: 'on' });
    expect((await noor.get(`${people}/people`)).status).toBe(200);
    await salma.post(`${people}/members/${app.world.noor}`, { reviewer: 'on' });
    expect((await noor.get(`${people}/people`)).status).toBe(403);
  });
});

test('the last manager is told why they cannot go', async () => {
  const answer = await salma.post(`${people}/members/${app.world.salma}/remove`);
  expect(answer.status).toBe(409);
  expect(await answer.text()).toContain('A project needs a manager.');
  const roles = await salma.post(`${people}/members/${app.world.salma}`, { translator: 'on' });
  expect(roles.status).toBe(409);
});

describe('projects, titles and the bin', () => {
  test('a project is made, named, noted on the home page, moved to the bin and restored', async () => {
    const made = await salma.post('/projects', { name: '  رواية <i> ' });
    const id = /project=([\w-]{36})/.exec(made.headers.get('location')!)![1]!;
    expect((await salma.post(`/projects/${id}`, { name: 'Novel', note: 'Mind\r\nthe tone' })).status).toBe(303);
    const home = await (await salma.get('/')).text();
    expect(home).toContain('<bdi>Novel</bdi>');
    expect(home).toContain('<bdi>Mind\nthe tone</bdi>');
    expect((await salma.post(`/projects/${id}/bin`)).headers.get('location')).toBe('/bin');
    expect(await (await salma.get('/')).text()).not.toContain('Novel');
    expect(await (await salma.get('/bin')).text()).toContain('Novel');
    await salma.post(`/projects/${id}/restore`);
    expect(await (await salma.get('/projects')).text()).toContain('Novel');
  });

  test('how texts are cut is kept with the project, and left alone by a form that does not name it', async () => {
    const made = await salma.post('/projects', { name: 'Law' });
    const address = `/projects/${/project=([\w-]{36})/.exec(made.headers.get('location')!)![1]!}`;
    await salma.post(address, { name: 'Law', note: '', segmentUnit: 'sentence', exceptions: 'قطكو.\r\nش.م.خ.' });
    await salma.post(address, { name: 'Laws', note: '' });
    const page = await (await salma.get(address)).text();
    expect(page).toContain('>\nقطكو.\nش.م.خ.</textarea>');
    expect(page).toMatch(/value="sentence" checked/);
    expect((await salma.post(address, { name: 'Law', note: '', segmentUnit: 'word' })).status).toBe(422);
  });

  test('a name is missing: the page says so and keeps the rest', async () => {
    const answer = await salma.post(people, { name: ' ', note: 'Kept' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Enter a name for the project.');
    expect(page).toContain('Kept');
  });

  test('a document is renamed in both languages, moved to the bin and restored; who works on it meanwhile loses no text', async () => {
    const { documentId, segments } = app.world;
    const address = `/documents/${documentId}`;
    const amal = await app.signIn(app.world.amal);
    await salma.post(`${address}/details`, { titleSource: 'خبر', titleTarget: 'News & views', note: 'Urgent' });
    const home = await (await amal.get('/')).text();
    expect(home).toMatch(/lang="en" dir="ltr">News &amp; views</);
    expect(home).toMatch(/lang="ar" dir="rtl">خبر</);
    expect(home).toContain('<bdi>Urgent</bdi>');
    expect(home).not.toContain(`${address}/details`);
    await salma.post(`${address}/bin`);
    expect((await amal.get(address)).status).toBe(404);
    const save = await amal.send('PUT', `/segments/${segments[0]}/target`, {
      body: { text: 'Late', confirm: false, used: [], editGroup: 'g' },
      headers: { 'if-match': '"none"', 'idempotency-key': 'late-save' },
    });
    expect(save.status).toBe(200);
    await salma.post(`${address}/restore`);
    expect(await (await amal.get(address)).text()).toContain('Late');
  });
});

test('an administrator sees where the data lies and whom to help; nobody else does', async () => {
  const dana = await app.signIn(app.world.dana);
  const page = await (await dana.get('/installation')).text();
  expect(page).toContain(app.context.config.dataDir);
  expect(page).toContain('0.1.0');
  expect(page).toContain(`href="${people}/people"`);
  expect(await (await dana.get('/')).text()).toContain('href="/installation"');
  expect(await (await salma.get('/')).text()).not.toContain('href="/installation"');
});

describe('an administrator', () => {
  let dana: Visit;
  beforeEach(async () => {
    dana = await app.signIn(app.world.dana);
  });
  const change = (who: string, what: string, by = dana) => by.post(`/installation/people/${who}`, { change: what });

  test('disables somebody, who is out at once in every open visit, and lets them come in again', async () => {
    const { amal: amalId } = app.world;
    const amal = await app.signIn(amalId);
    const link = await app.context.accounts.links.make({ id: amalId, is_settled: 1 });
    expect((await change(amalId, 'disable')).headers.get('location')).toBe('/installation');
    expect((await amal.get('/account')).status).toBe(401);
    expect(await (await salma.get(`${people}/people`)).text()).toContain('disabled');
    expect((await change(amalId, 'enable')).status).toBe(303);
    expect((await amal.get('/account')).status).toBe(401);
    expect((await (await app.signIn(null)).get(`/link/${link}`)).status).toBe(410);
    expect(await (await (await app.signIn(amalId)).get('/')).text()).toContain('News desk');
  });

  test('by disabling somebody takes their open invitations out of use', async () => {
    const link = await invite();
    await change(app.world.salma, 'disable');
    const nobody = await app.signIn(null);
    expect((await nobody.get(link)).status).toBe(410);
    expect((await nobody.post(link, newcomer)).status).toBe(410);
  });

  test('makes another one, steps down, and sees the page no more', async () => {
    await change(app.world.salma, 'promote');
    expect((await salma.get('/installation')).status).toBe(200);
    expect((await change(app.world.dana, 'demote')).headers.get('location')).toBe('/');
    expect((await dana.get('/installation')).status).toBe(403);
    expect((await change(app.world.salma, 'demote')).status).toBe(403);
  });

  test('who is the last one stays, and reads why', async () => {
    await change(app.world.tarek, 'promote');
    const answer = await change(app.world.dana, 'demote');
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Somebody must run this installation.');
    expect((await dana.get('/installation')).status).toBe(200);
  });

  test('cannot shut themselves out', async () => {
    await change(app.world.salma, 'promote');
    const answer = await change(app.world.dana, 'disable');
    expect([answer.status, (await answer.text()).includes('You would shut yourself out.')]).toEqual([409, true]);
    expect((await dana.get('/installation')).status).toBe(200);
  });

  test('of two who demote each other at the same moment one stays', async () => {
    await change(app.world.salma, 'promote');
    await Promise.all([change(app.world.salma, 'demote'), change(app.world.dana, 'demote', salma)]);
    const admins = (await app.context.accounts.people()).filter((person) => person.is_admin === 1);
    expect(admins).toHaveLength(1);
  });

  test.each<[string, Record<string, string>, number]>([
    ['nobody', { change: 'disable' }, 404],
    ['salma', { change: 'delete' }, 422],
    ['salma', {}, 422],
  ])('asking for %s %j answers %i', async (who, fields, status) => {
    const id = who === 'salma' ? app.world.salma : '00000000-0000-7000-8000-000000000000';
    expect((await dana.post(`/installation/people/${id}`, fields)).status).toBe(status);
  });
});
