/** The processes of a server. */
import { execFileSync } from 'node:child_process';
import type { BuiltServer } from '../support/built-server.ts';

/** Process ids of what the server started itself. */
export function childrenOf({ process: server }: BuiltServer): number[] {
  return execFileSync('ps', ['-o', 'pid=,stat=', '--ppid', String(server.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.trim() !== '' && !/\sZ/.test(line))
    .map((line) => parseInt(line, 10));
}
