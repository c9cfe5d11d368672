/** The processes of a server. */
import { spawnSync } from 'node:child_process';
import type { BuiltServer } from '../support/built-server.ts';

/** Process ids of what the server started itself; those that have ended but were not fetched yet are left out. */
export function childrenOf({ process: server }: BuiltServer): number[] {
  return spawnSync('ps', ['-o', 'pid=,stat=', '--ppid', String(server.pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.trim() !== '' && !/\sZ/.test(line))
    .map((line) => parseInt(line, 10));
}
