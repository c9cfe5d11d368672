/** Why a command ended, for people and scripts. bin/dragoman.js knows 9 to 11; docs/running.md explains all. */
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
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

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
