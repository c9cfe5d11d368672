import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, readDatabase, reopenDesk, until } from './desk.ts';
import { expectNothingLost } from './verdict.ts';

const CLOCK = pathToFileURL(path.join(projectRoot, 'tests/support/shifted-clock.mjs')).href;
const DAYS = [0, 10, -10, 0];

test('F27: a clock that jumps ten days on and twenty back loses nothing, orders nothing anew, and signs nobody out', { timeout: 120_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir, { env: { DRAGOMAN_MODEL: path.join(projectRoot, 'models/ar-en-starter') } });
    for (const days of DAYS) {
      await desk.server.stop();
      await reopenDesk(desk, dataDir, {
        NODE_OPTIONS: `--import ${CLOCK}`,
        SHIFT_DAYS: String(days),
        DRAGOMAN_MODEL: path.join(projectRoot, 'models/ar-en-starter'),
      });
      // Throws when the session was ended.
      for (const writer of [...desk.writers, ...desk.writers]) await writer.writeOnce(desk.client);
    }
    // Work that was claimed by one clock goes on by another.
    await until(() => readDatabase(dataDir, (db) => db.prepare("select count(*) from job where state <> 'done'").pluck().get()) === 0, 60_000);
    await desk.server.stop();
    const acknowledged = acknowledgedBy(desk);
    expectNothingLost(dataDir, acknowledged, {
      fault: 'F27',
      what: 'clock ten days on, then twenty back',
      tries: DAYS.length,
    });
  } finally {
    remove();
  }
});
