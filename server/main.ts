/** Runs one command of the table; `serve` is the server itself. Refusals end with a sentence, a remedy and an exit code of their own. */
import { UsageError, say, type Command } from './cli/command.ts';
import { COMMANDS, DOCTOR } from './cli/commands.ts';
import { diskFull, isDiskFull } from './cli/disk-full.ts';
import { EXIT, exitLines, Refusal, type ExitCode } from './cli/exit-codes.ts';

export async function main(args: readonly string[]): Promise<void> {
  const [name = '', ...rest] = args;
  if (['', 'help', '--help', '-h'].includes(name)) return showCommands();
  const load = COMMANDS[name];
  if (!load || !Object.hasOwn(COMMANDS, name)) return refuse(EXIT.usage, `There is no command “${name}”.`, 'npx dragoman help lists all commands.');
  const command = await load();
  process.stdout.on('error', command.outlivesReader ? () => undefined : endWithReader);
  if (rest.includes('--help') || rest.includes('-h')) return showHelp(name, command);
  try {
    await command.run(rest);
  } catch (error) {
    explain(error, `Usage: dragoman ${name} ${command.usage}`.trimEnd());
  }
}

async function showCommands(): Promise<void> {
  process.stdout.on('error', endWithReader);
  const rows = await Promise.all(Object.entries(COMMANDS).map(async ([name, load]) => [name, (await load()).summary] as const));
  say(
    'Usage: dragoman <command>',
    '',
    ...[...rows, [DOCTOR.name, DOCTOR.summary] as const].map(([name, summary]) => `  ${name.padEnd(10)}${summary}`),
    '',
    'dragoman <command> --help says more.',
  );
}

function showHelp(name: string, command: Command): void {
  say(`Usage: dragoman ${name} ${command.usage}`.trimEnd(), '', command.help, '', 'Exit codes:', ...exitLines(command.exits));
}

/** @throws whatever is no refusal */
function explain(error: unknown, usage: string): void {
  if (error instanceof UsageError) return refuse(EXIT.usage, error.message, usage);
  const refusal = isDiskFull(error) ? diskFull(error) : error;
  if (!(refusal instanceof Refusal)) throw error;
  refuse(refusal.exitCode, refusal.message, refusal.remedy);
}

/** `dragoman segment | head -1` ends quietly, as other programs do. */
function endWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') refuse(EXIT.outputNotWritable, `The output cannot be written (${error.message}).`, 'Make room for it, or send it elsewhere.');
  process.exit();
}

function refuse(code: ExitCode, sentence: string, remedy: string): void {
  process.stderr.write(`\n${[sentence, remedy].filter(Boolean).join('\n')}\n\n`);
  process.exitCode = code;
}
