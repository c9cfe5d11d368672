import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, readDatabase, reopenDesk, startWriting, until } from './desk.ts';
import { tries } from './run.ts';
import { expectNothingLost } from './verdict.ts';

const KILLS = tries(20, 3);

test('F3: answers that never came are asked for again with their key, and each edit is written exactly once', { timeout: 300_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    for (let round = 0; round < KILLS; round += 1) {
      const before = acknowledgedBy(desk).length;
      const writing = startWriting(desk);
      await until(() => acknowledgedBy(desk).length > before + 16);
      await desk.server.stop('SIGKILL');
      await writing.stop();
      await reopenDesk(desk, dataDir);
    }
    for (const writer of desk.writers) await writer.writeOnce(desk.client);
    await desk.server.stop();

    const acknowledged = acknowledgedBy(desk);
    const resent = desk.writers.reduce((sum, writer) => sum + writer.resent, 0);
    expectNothingLost(dataDir, acknowledged, {
      fault: 'F3',
      what: 'lost answers, sent again with the same key',
      tries: KILLS,
      note: `${resent} sent again`,
    });
    expect(resent).toBeGreaterThan(0);
    // Every edit has its answer by now, so there are exactly as many revisions.
    expect(readDatabase(dataDir, (db) => db.prepare('select count(*) from revision').pluck().get())).toBe(acknowledged.length);
  } finally {
    remove();
  }
});
