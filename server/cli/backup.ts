/** dragoman backup: one now. Only reads the database, so the server may run. */
import { existsSync } from 'node:fs';
import { takeBackup } from '../backups/service.ts';
import { DamagedSnapshotError } from '../db/snapshot.ts';
import { readArguments, refuseNames } from './arguments.ts';
import { factsOf } from './backup-facts.ts';
import { say, type Command } from './command.ts';
import { databaseFile, loadConfig, reasonOf } from './data-folder.ts';
import { isDiskFull } from './disk-full.ts';
import { EXIT, Refusal } from './exit-codes.ts';

export const backup: Command = {
  summary: 'copy the database now, and check the copy',
  usage: '[--folder FOLDER]',
  help: [
    'Copies one moment of the database to the folder of backups, reads the copy whole, and prints its path. The server may run; nobody waits for it.',
    'Older backups that are not among those to keep (the newest of 24 hours and of 14 days) are removed.',
    '',
    '  --folder FOLDER  another folder than the setting DRAGOMAN_BACKUPS, such as one on another disk',
  ].join('\n'),
  exits: ['databaseUnreadable', 'badConfiguration', 'diskFull', 'notThere', 'outputNotWritable'],
  async run(args) {
    const { values, positionals } = readArguments(args, { folder: { type: 'string' } });
    refuseNames(positionals, 'there is one database; --folder says where its backup goes');
    const config = loadConfig();
    const database = databaseFile(config.dataDir);
    if (!existsSync(database))
      throw new Refusal(EXIT.notThere, `There is no database in ${config.dataDir} yet.`, {
        remedy: 'Start the server once, or name the folder in DRAGOMAN_DATA.',
      });
    const folder = values.folder ?? config.backups.folder;
    try {
      const taken = await takeBackup({ database, folder }, 'asked');
      say(taken.file, factsOf(taken));
    } catch (error) {
      throw refusalOf(error, { database, folder });
    }
  },
};

function refusalOf(error: unknown, { database, folder }: { database: string; folder: string }): unknown {
  if (isDiskFull(error)) return error;
  if (error instanceof DamagedSnapshotError)
    return new Refusal(EXIT.databaseUnreadable, `${database} is damaged (${reasonOf(error)}); no backup was made of it, and the older ones are untouched.`, {
      remedy: '`npx dragoman verify` shows which are good, `npx dragoman restore` puts the newest of them in place.',
      cause: error,
    });
  return new Refusal(EXIT.outputNotWritable, `No backup could be made in ${folder} (${reasonOf(error)}).`, {
    remedy: 'Make that folder writable, or name another one with --folder.',
    cause: error,
  });
}
