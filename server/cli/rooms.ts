/** The features on a data folder, for a command that does one thing with them and ends. No work in the background is begun. */
import type { Accounts } from '../accounts/service.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import type { Actor } from '../core/permissions.ts';
import type { Db } from '../db/connect.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { UsageError } from './command.ts';
import { EXIT, Refusal, type ExitCode } from './exit-codes.ts';

/** @throws {Refusal} also for what the features refuse, in the words of the interface */
export async function withRooms(config: Readonly<Config>, db: Db, work: (rooms: Context) => Promise<void>): Promise<void> {
  // All features are behind this door: a command that only explains itself does not wait for them.
  const { createContext } = await import('../context.ts');
  const rooms = await createContext(config, db);
  try {
    await work(rooms);
  } catch (error) {
    throw error instanceof AppError ? refusalOf(error, rooms) : error;
  } finally {
    await rooms.close();
  }
}

const NOT_THERE: readonly ErrorCode[] = ['not-found', 'forbidden'];

function refusalOf(error: AppError, { translations }: Context): Refusal {
  const code: ExitCode = NOT_THERE.includes(error.code) ? EXIT.notThere : EXIT.inputUnreadable;
  return new Refusal(code, translations.translator('en')(`error.${error.key}`, error.values), { remedy: '', cause: error });
}

/** Whoever `--as` names, by login or name; without it the only person there is. @throws {UsageError} @throws {Refusal} */
export async function actingPerson(accounts: Accounts, said: string | undefined): Promise<Actor> {
  const people = (await accounts.people()).filter((person) => person.disabled_at === null);
  const asked = said?.trim().toLowerCase();
  const byLogin = people.filter(({ login }) => login !== null && login === asked);
  const found = asked === undefined ? people : byLogin.length > 0 ? byLogin : people.filter(({ name }) => name.toLowerCase() === asked);
  const [person, ...others] = found;
  if (person && others.length === 0) return { personId: person.id, isAdmin: person.is_admin === 1 };
  if (person)
    throw new UsageError(
      asked === undefined ? 'There are several people: say with --as LOGIN for whom.' : `Several people are called “${said}”: give the login.`,
    );
  throw new Refusal(EXIT.notThere, `There is nobody called “${said ?? ''}”.`, { remedy: 'npx dragoman users list shows everybody.' });
}
