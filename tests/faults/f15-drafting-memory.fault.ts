import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { starter } from '../support/starter-model.ts';
import { acknowledgedBy, openDesk, readDatabase, startWriting, until } from './desk.ts';
import { report } from './run.ts';

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

/** The engine's process, and only that, may not have more than this beyond what it starts with. */
const preload = (megabytes: number) => `
if (/drafts.child|server.child/.test(process.argv[1] ?? '')) {
  const { execFileSync } = require('node:child_process');
  const { readFileSync } = require('node:fs');
  const data = Number(/VmData:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
  execFileSync('prlimit', ['--pid', String(process.pid), '--data=' + (data + ${megabytes} * 2 ** 20)]);
}`;

test.skipIf(!canLimit)(
  'F15: without memory for the model the job ends with a reason after its attempts, and the server goes on',
  { timeout: 180_000 },
  async () => {
    const place = mkdtempSync(path.join(tmpdir(), 'dragoman-memory-'));
    writeFileSync(path.join(place, 'limit.cjs'), preload(40));
    const { dataDir, remove } = makeDataFolder();
    const desk = await openDesk(dataDir, { writers: 8, env: { DRAGOMAN_MODEL: starter.dir, NODE_OPTIONS: `--require ${path.join(place, 'limit.cjs')}` } });
    try {
      const job = () =>
        readDatabase(dataDir, (db) => db.prepare<[], { state: string; error: string | null }>('select state, error from job order by rowid desc').get()!);
      await until(() => job().error !== null && job().state !== 'running', 90_000);
      await until(() => ['failed', 'paused'].includes(job().state), 90_000);
      expect(job()).toEqual({ state: 'failed', error: 'engine-lost' });
      const writing = startWriting(desk);
      await until(() => acknowledgedBy(desk).length >= 16);
      await writing.stop();
      report({ fault: 'F15', what: 'no memory for the drafting process', tries: 1, note: `${job().state}: ${job().error}` });
    } finally {
      await desk.server.stop();
      remove();
      rmSync(place, { recursive: true });
    }
  },
);
