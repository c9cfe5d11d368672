/** dragoman users: who there is, and a new sign-in link. Works beside a running server: a link is one short immediate transaction. */
import { createAccounts, type Accounts } from '../accounts/service.ts';
import type { PersonRow } from '../accounts/store.ts';
import type { Config } from '../config.ts';
import { readAnnouncement } from './announcement.ts';
import { UsageError, say, type Command } from './command.ts';
import { loadConfig, openDatabase, prepareFolder } from './data-folder.ts';
import { addressOf, linkAt } from './addresses.ts';

export const users: Command = {
  summary: 'list people, or print a new sign-in link',
  usage: 'link [NAME] | list',
  help: [
    '  link [NAME]   prints a new one-time sign-in link for that person (name or login); without a name, for the first.',
    '                Older links of that person stop working. The server may go on running.',
    '  list          lists people: name, login, how they sign in.',
  ].join('\n'),
  async run([action, ...rest]) {
    const tasks: Record<string, (accounts: Accounts, config: Config) => Promise<void>> = {
      list,
      link: (accounts, config) => printLink(accounts, config, rest.join(' ')),
    };
    const task = action === undefined || !Object.hasOwn(tasks, action) ? undefined : tasks[action];
    if (!task) throw new UsageError(action === undefined ? 'Say what to do.' : `“${action}” is neither link nor list.`);
    const config = loadConfig();
    prepareFolder(config);
    const db = await openDatabase(config);
    try {
      await task(createAccounts({ db }), config);
    } finally {
      await db.close();
    }
  },
};

async function list(accounts: Accounts): Promise<void> {
  const people = await accounts.people();
  if (people.length === 0) return say('Nobody yet: start the server once.');
  for (const person of people) say([person.name, person.login ?? '–', person.is_admin ? 'admin' : '', describe(person)].filter(Boolean).join('  '));
}

function describe(person: PersonRow): string {
  if (person.disabled_at !== null) return 'disabled';
  if (!person.is_settled) return 'has not begun';
  return person.password_hash === null ? 'signs in with links' : 'signs in with a password';
}

async function printLink(accounts: Accounts, config: Config, name: string): Promise<void> {
  const people = (await accounts.people()).filter((person) => person.disabled_at === null);
  const asked = name.trim().toLowerCase();
  const person = asked === '' ? people[0] : people.find((one) => one.name.toLowerCase() === asked || one.login === asked);
  if (!person)
    throw new UsageError(
      asked === '' ? 'There is nobody yet: start the server once.' : `There is nobody called “${name}”. dragoman users list shows everybody.`,
    );
  const address = readAnnouncement(config.dataDir)?.address ?? addressOf(config.host, config.port);
  say(linkAt(address, await accounts.links.make(person)));
}
