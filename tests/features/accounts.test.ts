import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../server/accounts/service.ts';
import { createPreferences, DEFAULT_PREFERENCES } from '../../server/accounts/preferences.ts';
import { addPerson, openTestDb, type TestDb } from '../support/database.ts';

const HOUR = 60 * 60 * 1000;
const visit = { address: '127.0.0.1', userAgent: 'test' };

let opened: TestDb;
let time: number;
let accounts: ReturnType<typeof createAccounts>;

beforeEach(async () => {
  opened = await openTestDb();
  time = Date.parse('2026-05-01T08:00:00Z');
  accounts = createAccounts({ db: opened.db, clock: () => time });
});
afterEach(() => opened.remove());

async function first() {
  await accounts.ensureFirstPerson('You');
  return (await accounts.people())[0]!;
}

describe('the first person', () => {
  test('exists once, however often the server starts', async () => {
    await first();
    await first();
    expect(await accounts.people()).toMatchObject([{ name: 'You', is_admin: 1, is_settled: 0, login: null, password_hash: null }]);
  });

  test('settles in as “just me” and needs no password', async () => {
    const token = await accounts.links.make(await first());
    const { sessionId } = await accounts.signInByLink(token, { choice: 'just-me' }, 'test');
    expect((await accounts.findSession(sessionId))?.person).toMatchObject({ name: 'You', isAdmin: true });
    expect(await accounts.people()).toMatchObject([{ is_settled: 1, password_hash: null }]);
  });

  test('settles in with name and password, and signs in with them', async () => {
    const token = await accounts.links.make(await first());
    await accounts.signInByLink(token, { choice: 'named', name: 'أمل', login: 'amal', password: 'three short words' }, 'test');
    const { person } = await accounts.signInByPassword({ login: ' AMAL ', password: 'three short words' }, visit);
    expect(person.name).toBe('أمل');
    expect((await accounts.people())[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  test('must choose before the link is used up', async () => {
    const token = await accounts.links.make(await first());
    await expect(accounts.signInByLink(token, null, 'test')).rejects.toMatchObject({ code: 'invalid', key: 'choiceMissing' });
    await expect(accounts.links.read(token)).resolves.toMatchObject({ name: 'You' });
  });
});

describe('a sign-in link', () => {
  test('works once', async () => {
    const token = await accounts.links.make(await first());
    await accounts.signInByLink(token, { choice: 'just-me' }, 'test');
    await expect(accounts.signInByLink(token, null, 'test')).rejects.toMatchObject({ code: 'gone', key: 'linkUsed' });
  });

  test('works once even when two use it at the same moment', async () => {
    const token = await accounts.links.make(await first());
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => accounts.signInByLink(token, { choice: 'just-me' }, 'test')));
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  test('is kept only as a hash', async () => {
    const token = await accounts.links.make(await first());
    const kept = JSON.stringify(await opened.db.read.selectFrom('sign_in_link').selectAll().execute());
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(kept).not.toContain(token);
  });

  test('of the first start waits for ever; a later one an hour', async () => {
    const person = await first();
    const firstToken = await accounts.links.make(person);
    time += 1000 * HOUR;
    await expect(accounts.links.read(firstToken)).resolves.toBeDefined();
    await accounts.signInByLink(firstToken, { choice: 'just-me' }, 'test');
    const later = await accounts.links.make({ ...person, is_settled: 1 });
    time += HOUR - 1;
    await expect(accounts.links.read(later)).resolves.toBeDefined();
    time += 2;
    await expect(accounts.links.read(later)).rejects.toMatchObject({ code: 'gone' });
  });

  test('replaces the unused one before it', async () => {
    const person = await first();
    const older = await accounts.links.make(person);
    await accounts.links.make(person);
    await expect(accounts.links.read(older)).rejects.toMatchObject({ code: 'gone' });
  });

  test('does nothing for a disabled person', async () => {
    const personId = await addPerson(opened.db, 'Tarek');
    const token = await accounts.links.make({ id: personId, is_settled: 1 });
    await opened.db.write((tx) => tx.updateTable('person').set({ disabled_at: '2026-01-01T00:00:00.000Z' }).where('id', '=', personId).execute());
    await expect(accounts.signInByLink(token, null, 'test')).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('a session', () => {
  async function begin() {
    const personId = await addPerson(opened.db, 'Amal');
    await opened.db.write((tx) => tx.updateTable('person').set({ password_hash: 'set' }).execute());
    const { sessionId } = await accounts.signInByLink(await accounts.links.make({ id: personId, is_settled: 1 }), null, 'test');
    return { personId, sessionId };
  }

  test('ends after eight hours without a request', async () => {
    const { sessionId } = await begin();
    time += 7 * HOUR;
    expect(await accounts.findSession(sessionId)).not.toBeNull();
    time += 7 * HOUR;
    expect(await accounts.findSession(sessionId)).not.toBeNull();
    time += 8 * HOUR;
    expect(await accounts.findSession(sessionId)).toBeNull();
  });

  test('ends after seven days of steady use', async () => {
    const { sessionId } = await begin();
    for (let hour = 0; hour < 7 * 24; hour += 6) {
      expect(await accounts.findSession(sessionId)).not.toBeNull();
      time += 6 * HOUR;
    }
    expect(await accounts.findSession(sessionId)).toBeNull();
  });

  test('of somebody without a password outlasts a holiday, since only the terminal can bring them back', async () => {
    const { sessionId } = await begin();
    await opened.db.write((tx) => tx.updateTable('person').set({ password_hash: null }).execute());
    const personId = (await accounts.people())[0]!.id;
    const justMe = await accounts.signInByLink(await accounts.links.make({ id: personId, is_settled: 1 }), null, 'test');
    time += 50 * 24 * HOUR;
    expect(await accounts.findSession(justMe.sessionId)).not.toBeNull();
    expect(await accounts.findSession(sessionId)).toBeNull();
    time += 61 * 24 * HOUR;
    expect(await accounts.findSession(justMe.sessionId)).toBeNull();
  });

  test('is kept only as a hash, and is new at every sign-in', async () => {
    const { personId, sessionId } = await begin();
    const again = await accounts.signInByLink(await accounts.links.make({ id: personId, is_settled: 1 }), null, 'test');
    expect(again.sessionId).not.toBe(sessionId);
    expect(JSON.stringify(await opened.db.read.selectFrom('session').selectAll().execute())).not.toContain(sessionId);
  });

  test('ends at once when its person is disabled or signs out', async () => {
    const { personId, sessionId } = await begin();
    const { idHash } = (await accounts.findSession(sessionId))!;
    await opened.db.write((tx) => tx.updateTable('person').set({ disabled_at: '2026-01-01T00:00:00.000Z' }).where('id', '=', personId).execute());
    expect(await accounts.findSession(sessionId)).toBeNull();
    expect(await accounts.isSessionAlive(idHash)).toBe(false);
    await opened.db.write((tx) => tx.updateTable('person').set({ disabled_at: null }).where('id', '=', personId).execute());
    await accounts.signOut(idHash);
    expect(await accounts.findSession(sessionId)).toBeNull();
  });
});

describe('signing in with a password', () => {
  const amal = { login: 'amal', password: 'three short words' };
  beforeEach(async () => void (await accounts.addPerson({ name: 'Amal', ...amal })));

  test('says the same of an unknown login and of a wrong password', async () => {
    const answers = await Promise.allSettled([
      accounts.signInByPassword({ login: 'nobody', password: 'x' }, visit),
      accounts.signInByPassword({ ...amal, password: 'x' }, visit),
    ]);
    expect(answers).toMatchObject([
      { reason: { code: 'unauthenticated', key: 'wrongPassword' } },
      { reason: { code: 'unauthenticated', key: 'wrongPassword' } },
    ]);
  });

  test('is refused after ten attempts in a quarter of an hour, even with the right password, and survives a restart', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1)
      await expect(accounts.signInByPassword({ ...amal, password: 'wrong' }, visit)).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(accounts.signInByPassword(amal, visit)).rejects.toMatchObject({ code: 'too-many' });
    const restarted = createAccounts({ db: opened.db, clock: () => time });
    await expect(restarted.signInByPassword(amal, visit)).rejects.toMatchObject({ code: 'too-many' });
    await expect(restarted.signInByPassword(amal, { ...visit, address: '127.0.0.2' })).resolves.toBeDefined();
    time += 15 * 60 * 1000 + 1;
    await expect(restarted.signInByPassword(amal, visit)).resolves.toBeDefined();
  });

  test('forgets the attempts before a right one', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 9; attempt += 1) await accounts.signInByPassword({ ...amal, password: 'wrong' }, visit).catch(() => undefined);
      await expect(accounts.signInByPassword(amal, visit)).resolves.toBeDefined();
    }
  });

  test('is limited per address over all logins', async () => {
    const outcomes: string[] = [];
    for (let attempt = 0; attempt < 102; attempt += 1)
      await accounts.signInByPassword({ login: `guess${attempt}`, password: 'x' }, visit).catch((error: { code: string }) => outcomes.push(error.code));
    expect(outcomes.indexOf('too-many')).toBe(100);
  });

  test('refuses a login somebody has', async () => {
    await expect(accounts.addPerson({ name: 'Another', login: 'amal', password: 'another password' })).rejects.toMatchObject({
      code: 'conflict',
      key: 'loginTaken',
    });
  });
});

describe('preferences', () => {
  test('start with the defaults and keep what was chosen', async () => {
    const personId = await addPerson(opened.db, 'Amal');
    const preferences = createPreferences({ db: opened.db });
    expect(await preferences.of(personId)).toEqual(DEFAULT_PREFERENCES);
    await preferences.save({ personId, isAdmin: false }, 'theme', 'dark');
    await preferences.save({ personId, isAdmin: false }, 'theme', 'light');
    await preferences.save({ personId, isAdmin: false }, 'keys', { confirm: 'Ctrl+Enter' });
    expect(await preferences.of(personId)).toEqual({ ...DEFAULT_PREFERENCES, theme: 'light', keys: { confirm: 'Ctrl+Enter' } });
  });

  test.each([
    ['theme', 'pink'],
    ['keys', { confirm: { nested: true } }],
    ['keyPreset', '../../etc'],
  ])('refuse %s = %j', async (name, value) => {
    const personId = await addPerson(opened.db, 'Amal');
    await expect(createPreferences({ db: opened.db }).save({ personId, isAdmin: false }, name, value)).rejects.toMatchObject({
      code: 'invalid',
      details: { field: expect.stringContaining(name) as string },
    });
  });

  test.each(['__proto__', 'constructor', 'is_admin'])('know no %s', async (name) => {
    const personId = await addPerson(opened.db, 'Amal');
    await expect(createPreferences({ db: opened.db }).save({ personId, isAdmin: false }, name, 'x')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('fall back to the default when what was kept is no longer understood', async () => {
    const personId = await addPerson(opened.db, 'Amal');
    await opened.db.write((tx) =>
      tx
        .insertInto('preference')
        .values([
          { person_id: personId, name: 'theme', value: '"sepia"' },
          { person_id: personId, name: 'gone', value: '1' },
        ])
        .execute(),
    );
    expect(await createPreferences({ db: opened.db }).of(personId)).toEqual(DEFAULT_PREFERENCES);
  });
});
