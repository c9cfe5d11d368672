/** dragoman users: who there is, one-time links for them, and who may come in or runs the installation. Works beside a running server: each is one short immediate transaction. */
import { existsSync } from 'node:fs';
import { createAccounts, STANDING_CHANGES, type Accounts, type StandingChange } from '../accounts/service.ts';
import type { PersonRow } from '../accounts/store.ts';
import type { Config } from '../config.ts';
import { ROLES, type Role } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import { AppError } from '../errors.ts';
import { createInvitations, createProjects } from '../projects/service.ts';
import { addressOf, linkAt } from './addresses.ts';
import { readAnnouncement } from './announcement.ts';
import { quoted, readArguments } from './arguments.ts';
import { openBeside } from './beside.ts';
import { say, UsageError, type Command } from './command.ts';
import { databaseFile, loadConfig, prepareFolder } from './data-folder.ts';
import { DATA_EXITS, EXIT, Refusal } from './exit-codes.ts';

interface Place {
  db: Db;
  accounts: Accounts;
  config: Config;
}

type Task = (place: Place, args: readonly string[]) => Promise<void>;

const standingTasks = STANDING_CHANGES.map((change): [string, Task] => [change, (place, args) => changeStanding(place, args, change)]);
const TASKS: Record<string, Task> = { list, invite, reset, link, ...Object.fromEntries(standingTasks) };

export const users: Command = {
  summary: 'list people, invite one, print a sign-in link, shut somebody out',
  usage: 'list | invite --project NAME --role ROLE | reset NAME | link [NAME] | disable NAME | enable NAME | promote NAME | demote NAME',
  help: [
    '  list          lists people: name, login, how they sign in.',
    '  invite        prints a one-time link that makes whoever uses it a member of the project, for seven days.',
    '                --project NAME  its name, or its id when several are called so',
    `                --role ROLE     ${ROLES.join(', ')}; may stand several times`,
    '  reset NAME    prints a one-time link to set a new password, for an hour. Setting it ends all visits of that person.',
    '  link [NAME]   prints a new one-time sign-in link for that person (name or login); without a name, for the first.',
    '  disable NAME  signs that person out everywhere; no password, link or invitation of theirs works until they are enabled. What they wrote stays.',
    '  enable NAME   lets them come in again.',
    '  promote NAME  makes that person an administrator: sees where everything lies, and the people of every project.',
    '  demote NAME   takes that away. One administrator always remains.',
    '',
    'NAME is a name or a login. A new link of a person takes back the older ones. The server may go on running.',
  ].join('\n'),
  exits: [...DATA_EXITS, 'notThere'],
  async run([action, ...rest]) {
    const task = action !== undefined && Object.hasOwn(TASKS, action) ? TASKS[action] : undefined;
    if (!task) throw new UsageError(action === undefined ? 'Say what to do.' : `“${action}” is none of ${Object.keys(TASKS).join(', ')}.`);
    const config = loadConfig();
    if (!existsSync(databaseFile(config.dataDir)))
      throw new Refusal(EXIT.notThere, `There is nobody in ${config.dataDir} yet.`, {
        remedy: 'Start the server once, or name another folder in DRAGOMAN_DATA.',
      });
    prepareFolder(config);
    const db = await openBeside(config);
    try {
      await task({ db, accounts: createAccounts({ db }), config }, rest);
    } finally {
      await db.close();
    }
  },
};

async function list({ accounts }: Place, args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new UsageError(`“${args[0]}” is not understood.`);
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
  const people = await place.accounts.people();
  const person = name === '' ? people.find(isEnabled) : requireEnabled(findByName(people, name));
  if (!person) throw new Refusal(EXIT.notThere, 'There is nobody yet.', { remedy: 'Start the server once.' });
  say(linkAt(addressIn(place), await place.accounts.links.make(person)));
}

async function reset(place: Place, args: readonly string[]): Promise<void> {
  const name = args.join(' ').trim();
  if (name === '') throw new UsageError('Say whose password.');
  const person = requireEnabled(findByName(await place.accounts.people(), name));
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
  if (!found[0])
    throw new Refusal(EXIT.notThere, `There is no project called “${said}”.`, {
      remedy: `These exist: ${projects.map(({ name }) => name).join(', ') || 'none'}.`,
    });
  return found[0].id;
}

const OUTCOMES: Record<StandingChange, string> = {
  disable: 'is disabled and signed out everywhere.',
  enable: 'may come in again.',
  promote: 'is an administrator.',
  demote: 'is no administrator.',
};

async function changeStanding({ accounts }: Place, args: readonly string[], change: StandingChange): Promise<void> {
  const name = args.join(' ').trim();
  if (name === '') throw new UsageError(`Say whom to ${change}.`);
  const person = findByName(await accounts.people(), name);
  try {
    await accounts.standing.changeUnasked(person.id, change);
  } catch (error) {
    if (!(error instanceof AppError) || error.key !== 'lastAdmin') throw error;
    throw new Refusal(EXIT.notThere, `${person.name} is the only administrator. Nothing was changed.`, {
      remedy: 'Make somebody else one first: npx dragoman users promote NAME',
      cause: error,
    });
  }
  say(`${person.name} ${OUTCOMES[change]}`);
}

function isEnabled(person: PersonRow): boolean {
  return person.disabled_at === null;
}

/** A link would not work. @throws {Refusal} */
function requireEnabled(person: PersonRow): PersonRow {
  if (isEnabled(person)) return person;
  throw new Refusal(EXIT.notThere, `${person.name} is disabled.`, {
    remedy: `npx dragoman users enable ${quoted(person.login ?? person.name)} lets them come in again.`,
  });
}

/** By login, which is one's own, or else by name. @throws {UsageError} @throws {Refusal} */
function findByName(people: readonly PersonRow[], name: string): PersonRow {
  const asked = name.toLowerCase();
  const byLogin = people.filter(({ login }) => login === asked);
  const found = byLogin.length > 0 ? byLogin : people.filter((one) => one.name.toLowerCase() === asked);
  if (found.length > 1) throw new UsageError(`Several people are called “${name}”: give the login.`);
  if (!found[0]) throw new Refusal(EXIT.notThere, `There is nobody called “${name}”.`, { remedy: 'npx dragoman users list shows everybody.' });
  return found[0];
}

/** Where the server answers now, or would. */
function addressIn({ config }: Place): string {
  return readAnnouncement(config.dataDir)?.address ?? config.publicUrl ?? addressOf(config.host, config.port);
}
