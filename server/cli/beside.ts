/** The database for a command that may run beside a server. */
import type { Config } from '../config.ts';
import { isBehind, type Db } from '../db/connect.ts';
import { claim, databaseFile, openDatabase } from './data-folder.ts';
import { EXIT, Refusal } from './exit-codes.ts';

/** Never changes the schema under a server that runs: it belongs to an older program, and would go on with tables it does not know. @throws {Refusal} */
export async function openBeside(config: Readonly<Config>): Promise<Db> {
  if (!isBehind(databaseFile(config.dataDir))) return openDatabase(config);
  const lock = claimForUpgrade(config);
  try {
    return await openDatabase(config);
  } finally {
    lock.release();
  }
}

function claimForUpgrade(config: Readonly<Config>) {
  try {
    return claim(config);
  } catch (error) {
    if (!(error instanceof Refusal) || error.exitCode !== EXIT.dataInUse) throw error;
    throw new Refusal(EXIT.dataInUse, 'The server that runs is of an older Dragoman than this command. Nothing was changed.', {
      remedy: 'Stop the server, start it again, and repeat the command.',
      cause: error,
    });
  }
}
