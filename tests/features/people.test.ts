import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAccounts } from '../../server/accounts/service.ts';
import type { Role } from '../../server/core/permissions.ts';
import { createInvitations, createProjects } from '../../server/projects/service.ts';
import { addMember, addPerson, addProject, openTestDb, type TestDb } from '../support/database.ts';

const DAY = 24 * 60 * 60 * 1000;

let opened: TestDb;
let time: number;
let accounts: ReturnType<typeof createAccounts>;
let projects: ReturnType<typeof createProjects>;
let invitations: ReturnType<typeof createInvitations>;
let salma: string;
let amal: string;
let projectId: string;

const as = (personId: string, isAdmin = false) => ({ personId, isAdmin });
const newcomer = { name: 'Rima', login: 'rima', password: 'three short words' };

beforeEach(async () => {
  opened = await openTestDb();
  time = Date.parse('2026-05-01T08:00:00Z');
  const clock = () => time;
  accounts = createAccounts({ db: opened.db, clock });
  projects = createProjects({ db: opened.db });
  invitations = createInvitations({ db: opened.db, accounts, clock });
  salma = await addPerson(opened.db, 'Salma');
  amal = await addPerson(opened.db, 'Amal');
  projectId = await addProject(opened.db, 'News desk', { [salma]: ['manager'], [amal]: ['translator'] });
});
afterEach(() => opened.remove());

async function rolesOf(personId: string): Promise<readonly Role[] | undefined> {
  return (await projects.list(as(personId))).find((project) => project.id === projectId)?.roles;
}

describe('an invitation', () => {
  test('makes somebody new a member with the roles fixed in it, and signs them in', async () => {
    const token = await invitations.make(as(salma), projectId, ['translator', 'reviewer']);
    expect(await invitations.read(token)).toEqual({ projectName: 'News desk', roles: ['translator', 'reviewer'], inviter: 'Salma' });
    const joined = await invitations.joinAsNew(token, newcomer, 'test');
    const visit = await accounts.findSession(joined.sessionId);
    expect(visit?.person).toMatchObject({ name: 'Rima', isAdmin: false });
    expect(await rolesOf(visit!.person.id)).toEqual(['translator', 'reviewer']);
    await expect(accounts.signInByPassword(newcomer, { address: '::1', userAgent: '' })).resolves.toBeDefined();
  });

  test('adds its roles to those somebody has, and gives their visit a new id', async () => {
    const { sessionId } = await accounts.signInByLink(await accounts.links.make({ id: amal, is_settled: 1 }), null, 'test');
    const { idHash } = (await accounts.findSession(sessionId))!;
    const token = await invitations.make(as(salma), projectId, ['reviewer']);
    const joined = await invitations.joinAs(as(amal), token, { idHash, userAgent: 'test' });
    expect(await rolesOf(amal)).toEqual(['translator', 'reviewer']);
    expect(await accounts.findSession(sessionId)).toBeNull();
    expect((await accounts.findSession(joined.sessionId))?.person.id).toBe(amal);
  });

  test('works once, even when two use it at the same moment', async () => {
    const token = await invitations.make(as(salma), projectId, ['translator']);
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((login) => invitations.joinAsNew(token, { ...newcomer, login }, 'test')));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(invitations.read(token)).rejects.toMatchObject({ code: 'gone', key: 'invitationUsed' });
    expect((await projects.members.list(as(salma), projectId)).members).toHaveLength(3);
    expect(await accounts.people()).toHaveLength(3);
  });

  test('works for seven days', async () => {
    const token = await invitations.make(as(salma), projectId, ['translator']);
    time += 7 * DAY - 1;
    await expect(invitations.read(token)).resolves.toBeDefined();
    time += 1;
    await expect(invitations.joinAsNew(token, newcomer, 'test')).rejects.toMatchObject({ code: 'gone' });
    expect(await invitations.listOpen(as(salma), projectId)).toEqual([]);
  });

  test('is kept only as a hash', async () => {
    const token = await invitations.make(as(salma), projectId, ['translator']);
    const kept = JSON.stringify(await opened.db.read.selectFrom('invitation').selectAll().execute());
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(kept).not.toContain(token);
  });

  test('says the same whether it was used, taken back, has expired or never was', async () => {
    const [used, back, old] = await Promise.all([1, 2, 3].map(() => invitations.make(as(salma), projectId, ['translator'])));
    await invitations.joinAsNew(used!, newcomer, 'test');
    const open = await invitations.listOpen(as(salma), projectId);
    expect(open).toHaveLength(2);
    for (const { id } of open) await invitations.takeBack(as(salma), projectId, id);
    const answers = await Promise.all(
      [used!, back!, old!, 'never', ''].map((token) => invitations.read(token).catch((error: { code: string; key: string }) => [error.code, error.key])),
    );
    expect(answers).toEqual(answers.map(() => ['gone', 'invitationUsed']));
  });

  test('to a project in the bin works no more', async () => {
    const token = await invitations.make(as(salma), projectId, ['translator']);
    await projects.moveToBin(as(salma), projectId);
    await expect(invitations.joinAsNew(token, newcomer, 'test')).rejects.toMatchObject({ code: 'gone' });
  });

  test('with a login somebody has is refused and can be used again', async () => {
    await accounts.addPerson(newcomer);
    const token = await invitations.make(as(salma), projectId, ['translator']);
    await expect(invitations.joinAsNew(token, newcomer, 'test')).rejects.toMatchObject({ code: 'conflict', details: { field: 'login' } });
    await expect(invitations.joinAsNew(token, { ...newcomer, login: 'rima2' }, 'test')).resolves.toBeDefined();
  });

  test('of who manages no more is taken back', async () => {
    const noor = await addPerson(opened.db, 'Noor');
    await addMember(opened.db, { projectId, personId: noor, roles: ['manager'] });
    const token = await invitations.make(as(noor), projectId, ['manager']);
    await projects.members.changeRoles(as(salma), projectId, { personId: noor, roles: ['reviewer'] });
    await expect(invitations.read(token)).rejects.toMatchObject({ code: 'gone' });
  });
});

describe('who may see to the people of a project', () => {
  const everything: [string, (actor: { personId: string; isAdmin: boolean }) => Promise<unknown>][] = [
    ['list members', (actor) => projects.members.list(actor, projectId)],
    ['list invitations', (actor) => invitations.listOpen(actor, projectId)],
    ['invite', (actor) => invitations.make(actor, projectId, ['manager'])],
    ['take back', (actor) => invitations.takeBack(actor, projectId, projectId)],
    ['give themselves a role', (actor) => projects.members.changeRoles(actor, projectId, { personId: amal, roles: ['translator', 'manager'] })],
    ['remove somebody', (actor) => projects.members.remove(actor, projectId, amal)],
  ];

  test.each(everything)('a translator may not %s, a stranger learns of nothing', async (_name, act) => {
    const hadi = await addPerson(opened.db, 'Hadi');
    await expect(act(as(amal))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(act(as(hadi))).rejects.toMatchObject({ code: 'not-found' });
    expect(await rolesOf(amal)).toEqual(['translator']);
    expect(await opened.db.read.selectFrom('invitation').selectAll().execute()).toEqual([]);
  });

  test.each(everything)('a manager may %s, and so may an administrator who is no member', async (_name, act) => {
    const dana = await addPerson(opened.db, 'Dana');
    await expect(act(as(dana, true))).resolves.not.toThrow();
    await addMember(opened.db, { projectId, personId: amal, roles: ['translator'] }).catch(() => undefined);
    await expect(act(as(salma))).resolves.not.toThrow();
  });

  test('an administrator who is no member may do nothing else in it', async () => {
    const dana = as(await addPerson(opened.db, 'Dana'), true);
    await expect(projects.details(dana, projectId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(projects.change(dana, projectId, { name: 'Mine', note: '' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(projects.moveToBin(dana, projectId)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the last manager', () => {
  test('can neither be removed nor give the role up', async () => {
    await expect(projects.members.remove(as(salma), projectId, salma)).rejects.toMatchObject({ code: 'conflict', key: 'lastManager' });
    await expect(projects.members.changeRoles(as(salma), projectId, { personId: salma, roles: ['reviewer'] })).rejects.toMatchObject({ key: 'lastManager' });
    expect(await rolesOf(salma)).toEqual(['manager']);
  });

  test('is who is left besides disabled ones', async () => {
    const tarek = await addPerson(opened.db, 'Tarek');
    await addMember(opened.db, { projectId, personId: tarek, roles: ['manager'] });
    await opened.db.write((tx) => tx.updateTable('person').set({ disabled_at: '2026-01-01T00:00:00.000Z' }).where('id', '=', tarek).execute());
    await expect(projects.members.remove(as(salma), projectId, salma)).rejects.toMatchObject({ key: 'lastManager' });
  });

  test('of two who leave at the same moment stays', async () => {
    const noor = await addPerson(opened.db, 'Noor');
    await addMember(opened.db, { projectId, personId: noor, roles: ['manager'] });
    const outcomes = await Promise.allSettled([projects.members.remove(as(salma), projectId, salma), projects.members.remove(as(noor), projectId, noor)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('may keep the role beside another', async () => {
    await projects.members.changeRoles(as(salma), projectId, { personId: salma, roles: ['translator', 'manager'] });
    expect(await rolesOf(salma)).toEqual(['translator', 'manager']);
  });
});

test('who is no member can be given no role', async () => {
  const hadi = await addPerson(opened.db, 'Hadi');
  await expect(projects.members.changeRoles(as(salma), projectId, { personId: hadi, roles: ['manager'] })).rejects.toMatchObject({ code: 'not-found' });
  await expect(projects.members.remove(as(salma), projectId, hadi)).rejects.toMatchObject({ code: 'not-found' });
  expect(await rolesOf(hadi)).toBeUndefined();
});
