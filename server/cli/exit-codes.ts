/** Why a command ended, for people and scripts. bin/dragoman.js knows 9 to 11. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  databaseUnreadable: 3,
  dataInUse: 4,
  portInUse: 5,
  databaseNewer: 6,
  dataNotWritable: 7,
  badConfiguration: 8,
  nodeTooOld: 9,
  partMissing: 10,
  buildFailed: 11,
  diskFull: 12,
  modelUnusable: 13,
  inputUnreadable: 14,
  notThere: 15,
  outputNotWritable: 16,
  backupDamaged: 17,
  findings: 18,
} as const;

export type ExitName = keyof typeof EXIT;
export type ExitCode = (typeof EXIT)[ExitName];

/** As help and docs/guide/command-line.md say it. */
export const MEANINGS: Record<ExitName, string> = {
  done: 'done',
  unexpected: 'a mistake of the program itself',
  usage: 'the command was written wrongly',
  databaseUnreadable: 'the database is damaged, or not a database',
  dataInUse: 'a server runs on the same data',
  portInUse: 'the port is in use',
  databaseNewer: 'the database was written by a newer Dragoman',
  dataNotWritable: 'the data folder cannot be written to',
  badConfiguration: 'a setting has a value that cannot be used',
  nodeTooOld: 'Node.js is too old',
  partMissing: 'a part is missing that npm should have installed or built',
  buildFailed: 'the program could not be built',
  diskFull: 'the disk of the data folder is full',
  modelUnusable: 'there is no usable model to draft with',
  inputUnreadable: 'a file or the input cannot be read, or is no text',
  notThere: 'there is no such person, project or document, or it is not allowed',
  outputNotWritable: 'the output cannot be written, or is there already',
  backupDamaged: 'a backup is damaged',
  findings: 'checks found something of the severity that was asked for',
};

/** Those any command may end with. */
const ALWAYS: readonly ExitName[] = ['done', 'unexpected', 'usage', 'nodeTooOld', 'partMissing', 'buildFailed'];
/** Those of commands that open the data folder. */
export const DATA_EXITS: readonly ExitName[] = ['databaseUnreadable', 'dataInUse', 'databaseNewer', 'dataNotWritable', 'badConfiguration', 'diskFull'];

/** A line for each code a command may end with. */
export function exitLines(names: readonly ExitName[]): string[] {
  const all = [...new Set([...ALWAYS, ...names])].sort((a, b) => EXIT[a] - EXIT[b]);
  return all.map((name) => `  ${String(EXIT[name]).padStart(2)}  ${MEANINGS[name]}`);
}

/** A command that cannot go on: one sentence, what to do, and the code it ends with. */
export class Refusal extends Error {
  readonly exitCode: ExitCode;
  readonly remedy: string;
  constructor(exitCode: ExitCode, sentence: string, { remedy, cause }: { remedy: string; cause?: unknown }) {
    super(sentence, { cause });
    this.exitCode = exitCode;
    this.remedy = remedy;
  }
}
