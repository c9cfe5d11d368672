import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { starter } from '../support/starter-model.ts';
import { openDesk, readDatabase, until } from './desk.ts';
import { childrenOf } from './processes.ts';
import { report } from './run.ts';

/** Of the sample article. */
const SENTENCES = 20;

test('F14: a drafting process that hangs is replaced within a minute, and writes nothing when it comes to again', { timeout: 240_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  const desk = await openDesk(dataDir, { writers: 1, env: { DRAGOMAN_MODEL: starter.dir } });
  try {
    await until(() => draftsOf(dataDir).length >= 3 && childrenOf(desk.server).length === 1);
    const [hanging] = childrenOf(desk.server);
    process.kill(hanging!, 'SIGSTOP');
    const since = performance.now();
    expect(unfinished(dataDir)).toBeGreaterThan(0);
    await until(() => childrenOf(desk.server).some((pid) => pid !== hanging), 60_000);
    const seconds = (performance.now() - since) / 1000;
    // It may have gone by now; if not, it must be deaf and dumb.
    expect(() => process.kill(hanging!, 'SIGCONT')).toThrow(/ESRCH/);
    await until(() => unfinished(dataDir) === 0, 90_000);
    const drafts = draftsOf(dataDir);
    expect(drafts.length).toBe(SENTENCES);
    expect(drafts.filter((draft) => !draft.endsWith('#1'))).toEqual([]);
    report({
      fault: 'F14',
      what: 'drafting process stopped with SIGSTOP',
      tries: 1,
      lost: SENTENCES - drafts.length,
      note: `replaced after ${seconds.toFixed(0)} s`,
    });
  } finally {
    await desk.server.stop();
    remove();
  }
});

/** One name for each sentence and attempt. */
function draftsOf(dataDir: string): string[] {
  return readDatabase(dataDir, (db) => db.prepare<[], string>("select source_hash || span_start || '#' || attempt from draft").pluck().all());
}

function unfinished(dataDir: string): number {
  return readDatabase(dataDir, (db) => db.prepare<[], number>("select count(*) from job where state <> 'done'").pluck().get()!);
}
