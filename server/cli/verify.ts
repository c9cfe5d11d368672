/** dragoman verify: reads backups from the first byte to the last. */
import { listBackups, verifyBackup } from '../backups/service.ts';
import { readArguments } from './arguments.ts';
import { factsOf } from './backup-facts.ts';
import { say, type Command } from './command.ts';
import { loadConfig } from './data-folder.ts';
import { EXIT, Refusal } from './exit-codes.ts';
import { requireFile } from './require-file.ts';

export const verify: Command = {
  summary: 'read backups whole and say which are good',
  usage: '[FILE…]',
  help: [
    'Reads each backup from its first byte to its last: the bytes are those that were written, SQLite finds every page in order, and nothing hangs on what is not there.',
    'Without a file, all in the folder of backups (DRAGOMAN_BACKUPS), newest first. What is found damaged is marked, and never restored by itself.',
    'The server may run.',
  ].join('\n'),
  exits: ['badConfiguration', 'notThere', 'backupDamaged'],
  async run(args) {
    const { positionals } = readArguments(args, {});
    const { folder } = loadConfig().backups;
    const files = positionals.length > 0 ? positionals : listBackups(folder).map(({ file }) => file);
    if (files.length === 0) throw new Refusal(EXIT.notThere, `There is no backup in ${folder}.`, { remedy: '`npx dragoman backup` makes one.' });
    const damaged: string[] = [];
    for (const file of files) {
      requireFile(file, 'Without a name, all in the folder of backups are read.');
      const { damage, facts } = await verifyBackup(file);
      if (facts === null) damaged.push(file);
      say(facts === null ? `DAMAGED  ${file}\n         ${damage ?? ''}` : `good     ${file}\n         ${factsOf(facts)}`);
    }
    if (damaged.length > 0)
      throw new Refusal(EXIT.backupDamaged, `${damaged.length} of ${files.length} backups are damaged.`, {
        remedy: `${damaged.length < files.length ? 'The others can be restored. ' : ''}Look at the disk they lie on, and make a new one: npx dragoman backup`,
      });
  },
};
