/** Options and names of a command, read strictly: whatever the command does not know is refused. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

import { ENCODINGS } from '../formats/charset.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** `values` by option, `positionals` in order. @throws {UsageError} */
export function readArguments<const O extends Options>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [reason = ''] = error.message.split(/[.\n]/);
    throw new UsageError(`${reason}.`);
  }
}

/** For commands that take nothing but options; `why` they need no name. @throws {UsageError} */
export function refuseNames(positionals: readonly string[], why = 'the text comes from standard input'): void {
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is not needed: ${why}.`);
}

/** One of a few words, or undefined when nothing was said. @throws {UsageError} naming them all */
export function oneOf<const W extends string>(option: string, words: readonly W[], said: string | undefined): W | undefined {
  if (said === undefined) return undefined;
  const word = words.find((one) => one === said);
  if (word === undefined) throw new UsageError(`${option} is ${listed(words)}, not “${said}”.`);
  return word;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** The line about --encoding, as wide as its neighbours of `segment` and `draft`. */
export const ENCODING_HELP = `  --encoding     ${listed(ENCODINGS)}; found out unless said`;

const PLAIN = /^[\p{L}\p{M}\p{N}@%+=:,./\\_-]+$/u;

/** A word for a command line that somebody will copy: in quotes where a shell would cut it or read more into it. */
export function quoted(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
