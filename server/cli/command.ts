import type { ExitName } from './exit-codes.ts';

/** What every command is; the table of them is in commands.ts. */
export interface Command {
  /** One line for the list. */
  summary: string;
  /** After `dragoman <name>`. */
  usage: string;
  /** Shown with --help below the usage. */
  help: string;
  /** What it may end with, besides what every command may. */
  exits: readonly ExitName[];
  /** Goes on when nobody reads its output any more. */
  outlivesReader?: true;
  run(args: readonly string[]): Promise<void>;
}

/** The arguments do not fit the command: shows its usage and ends with code 2. */
export class UsageError extends Error {}

export function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
