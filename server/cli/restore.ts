/** dragoman restore: a backup takes the place of the database. Takes the lock, as the server does. */
import path from 'node:path';
import { listBackups, newestGood, NoBackupError, RestoreError, restoreBackup, verifyBackup } from '../backups/service.ts';
import type { Config } from '../config.ts';
import { NewerDatabaseError } from '../db/connect.ts';
import { quoted, readArguments } from './arguments.ts';
import { factsOf } from './backup-facts.ts';
import { say, UsageError, type Command } from './command.ts';
import { claim, databaseFile, loadConfig, newer, prepareFolder } from './data-folder.ts';
import { DATA_EXITS, EXIT, Refusal } from './exit-codes.ts';
import { requireFile } from './require-file.ts';

export const restore: Command = {
  summary: 'put a backup in the place of the database',
  usage: '[FILE]',
  help: [
    'The server must be stopped. Without a file, the newest backup that is good now: each is read whole first, and a damaged one is passed over.',
    'What lay there before is kept in a folder replaced-… beside it. Texts saved after the backup are not in it; devices that still hold unsent text send it when they come back.',
  ].join('\n'),
  exits: [...DATA_EXITS, 'notThere', 'backupDamaged'],
  async run(args) {
    const { positionals } = readArguments(args, {});
    if (positionals.length > 1) throw new UsageError('Name one backup, or none for the newest good one.');
    const config = loadConfig();
    prepareFolder(config);
    const lock = claim(config);
    try {
      await putBack(config, positionals[0] ?? (await newestIn(config)));
    } finally {
      lock.release();
    }
  },
};

async function putBack({ dataDir }: Config, file: string): Promise<void> {
  requireFile(file, '`npx dragoman verify` lists the backups there are.');
  const database = databaseFile(dataDir);
  try {
    const { facts, setAside, isOlder } = await restoreBackup({ database }, file);
    say(`Restored ${database} from ${file}`, factsOf(facts));
    if (setAside) say(`What lay there before is kept in ${setAside}`);
    if (isOlder) say('It was made by an older Dragoman; the next start brings it up to this one.');
    say('Start the server again: npm start');
  } catch (error) {
    if (error instanceof NewerDatabaseError) throw newer(file, error);
    if (error instanceof NoBackupError)
      throw new Refusal(EXIT.notThere, `${file} is no backup but a database with a log beside it, and its newest texts are in the log. Nothing was changed.`, {
        remedy: `Make a backup of it, and restore that: DRAGOMAN_DATA=${quoted(path.dirname(path.resolve(file)))} npx dragoman backup`,
        cause: error,
      });
    if (!(error instanceof RestoreError)) throw error;
    throw new Refusal(EXIT.backupDamaged, `${file} is damaged (${error.message}). Nothing was changed.`, {
      remedy: '`npx dragoman restore` without a name takes the newest that is good.',
      cause: error,
    });
  }
}

/** Reads them until one is good now, whatever their notes say. */
async function newestIn({ backups: { folder } }: Config): Promise<string> {
  for (let newest = newestGood(listBackups(folder)); newest; newest = newestGood(listBackups(folder))) {
    if ((await verifyBackup(newest.file)).damage === null) return newest.file;
    say(`Passed over, because it is damaged: ${newest.file}`);
  }
  throw new Refusal(EXIT.notThere, `There is no good backup in ${folder}.`, { remedy: 'Name the file of one that lies elsewhere.' });
}
