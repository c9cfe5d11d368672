/** Runs a command of the built program to its end. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';

export function dragoman(dataDir: string, ...args: string[]): SpawnSyncReturns<string> {
  return dragomanWith({}, dataDir, ...args);
}

export function dragomanWith(env: Record<string, string>, dataDir: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, ['bin/dragoman.js', ...args], {
    env: { ...process.env, DRAGOMAN_DATA: dataDir, DRAGOMAN_PORT: '0', DRAGOMAN_BROWSER: 'none', ...env },
    encoding: 'utf8',
    timeout: 60_000,
  });
}
