/** dragoman users: who there is, and one-time links for them. Works beside a running server: a link is one short immediate transaction. */
import { createAccounts, type Accounts } from '../accounts/service.ts';
import type { PersonRow } from '../accounts/store.ts';
import type { Config } from '../config.ts';
import { ROLES, type Role } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import { createInvitations, createProjects } from '../projects/service.ts';
import { addressOf, linkAt } from './addresses.ts';
import { readAnnouncement } from './announcement.ts';
import { readArguments } from './arguments.ts';
import { openBeside } from './beside.ts';
import { say, UsageError, type Command } from './command.ts';
import { loadConfig, prepareFolder } from './data-folder.ts';

interface Place {
  db: Db;
  accounts: Accounts;
  config: Config;
}

type Task = (place: Place, args: readonly string[]) => Promise<void>;

const TASKS: Record<string, Task> = { list, invite, reset, link };

export const users: Command = {
  summary: 'list people, invite one, or print a sign-in link',
  usage: 'list | invite --project NAME --role ROLE | reset NAME | link [NAME]',
  help: [
    '  list          lists people: name, login, how they sign in.',
    '  invite        prints a one-time link that makes whoever uses it a member of the project, for seven days.',
    '                --project NAME  its name, or its id when several are called so',
    `                --role ROLE     ${ROLES.join(', ')}; may stand several times`,
    '  reset NAME    prints a one-time link to set a new password, for an hour. Setting it ends all visits of that person.',
    '  link [NAME]   prints a new one-time sign-in link for that person (name or login); without a name, for the first.',
    '',
    'A new link of a person takes back the older ones. The server may go on running.',
  ].join('\n'),
  async run([action, ...rest]) {
    const task = action !== undefined && Object.hasOwn(TASKS, action) ? TASKS[action] : undefined;
    if (!task) throw new UsageError(action === undefined ? 'Say what to do.' : `“${action}” is neither list, invite, reset nor link.`);
    const config = loadConfig();
    prepareFolder(config);
    const db = await openBeside(config);
    try {
      await task({ db, accounts: createAccounts({ db }), config }, rest);
    } finally {
      await db.close();
    }
  },
};

async function list({ accounts }: Place): Promise<void> {
  const people = await accounts.people();
  if (people.length === 0) return say('Nobody yet: start the server once.');
  for (const person of people) say([person.name, person.login ?? '–', person.is_admin ? 'admin' : '', describe(person)].filter(Boolean).join('  '));
}

function describe(person: PersonRow): string {
  if (person.disabled_at !== null) return 'disabled';
  if (!person.is_settled) return 'has not begun';
  return person.password_hash === null ? 'signs in with links' : 'signs in with a password';
}

async function link(place: Place, args: readonly string[]): Promise<void> {
  const name = args.join(' ').trim();
  const people = await activePeople(place.accounts);
  const person = name === '' ? people[0] : findByName(people, name);
  if (!person) throw new UsageError('There is nobody yet: start the server once.');
  say(linkAt(addressIn(place), await place.accounts.links.make(person)));
}

async function reset(place: Place, args: readonly string[]): Promise<void> {
  const name = args.join(' ').trim();
  if (name === '') throw new UsageError('Say whose password.');
  const person = findByName(await activePeople(place.accounts), name);
  say(linkAt(addressIn(place), await place.accounts.links.make({ id: person.id, is_settled: 1 }, 'password')));
}

async function invite(place: Place, args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, { project: { type: 'string' }, role: { type: 'string', multiple: true } });
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is not understood.`);
  if (values.project === undefined) throw new UsageError('Say with --project which one.');
  const roles = rolesOf(values.role ?? []);
  const projectId = await findProjectId(place, values.project);
  const token = await createInvitations(place).makeUnasked(projectId, roles);
  say(`${addressIn(place)}/invitations/${token}`);
}

function rolesOf(words: readonly string[]): Role[] {
  const unknown = words.find((word) => !(ROLES as readonly string[]).includes(word));
  if (unknown !== undefined) throw new UsageError(`“${unknown}” is no role; there are ${ROLES.join(', ')}.`);
  if (words.length === 0) throw new UsageError(`Say with --role what they are: ${ROLES.join(', ')}.`);
  return ROLES.filter((role) => words.includes(role));
}

async function findProjectId({ db }: Place, said: string): Promise<string> {
  // Whoever holds the data folder may see every project's name.
  const projects = await createProjects({ db }).listAll({ personId: '', isAdmin: true });
  const asked = said.trim().toLowerCase();
  const found = projects.filter(({ id, name }) => id === asked || name.toLowerCase() === asked);
  if (found.length > 1) throw new UsageError(`Several projects are called “${said}”: ${found.map(({ id }) => id).join(', ')}. Give the id.`);
  if (!found[0]) throw new UsageError(`There is no project called “${said}”. These exist: ${projects.map(({ name }) => name).join(', ') || 'none'}.`);
  return found[0].id;
}

async function activePeople(accounts: Accounts): Promise<PersonRow[]> {
  return (await accounts.people()).filter((person) => person.disabled_at === null);
}

/** By login, which is one's own, or else by name. @throws {UsageError} */
function findByName(people: readonly PersonRow[], name: string): PersonRow {
  const asked = name.toLowerCase();
  const byLogin = people.filter(({ login }) => login === asked);
  const found = byLogin.length > 0 ? byLogin : people.filter((one) => one.name.toLowerCase() === asked);
  if (found.length > 1) throw new UsageError(`Several people are called “${name}”: give the login.`);
  if (!found[0]) throw new UsageError(`There is nobody called “${name}”. dragoman users list shows everybody.`);
  return found[0];
}

/** Where the server answers now, or would. */
function addressIn({ config }: Place): string {
  return readAnnouncement(config.dataDir)?.address ?? config.publicUrl ?? addressOf(config.host, config.port);
}
