import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, reopenDesk, startWriting, until, wait } from './desk.ts';
import { tries } from './run.ts';
import { expectNothingLost } from './verdict.ts';

const KILLS = tries(50, 5);
const WRITERS = 16;
/** A start after a crash may take no longer than this in the median, and each no more of a processor; the whole program is loaded in it. */
const START_MS = 2_000;

/** What a process has taken of a processor so far, in steps of 10 ms; 0 where the system does not say. Nothing else on the machine counts. */
function processorMs(pid: number): number {
  if (!existsSync('/proc/self/stat')) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return (user + system) * 10;
}

test('F1: killed while 16 people save, every acknowledged text is there once, and numbers have no gaps', { timeout: 600_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir, { writers: WRITERS });
    const starts: number[] = [];
    const worked: number[] = [];
    for (let round = 0; round < KILLS; round += 1) {
      const before = acknowledgedBy(desk).length;
      const writing = startWriting(desk);
      await until(() => acknowledgedBy(desk).length >= before + WRITERS);
      await wait((round * 37) % 190);
      await desk.server.stop('SIGKILL');
      await writing.stop();
      await reopenDesk(desk, dataDir);
      starts.push(desk.server.startedInMs);
      worked.push(processorMs(desk.server.process.pid!));
    }
    for (const writer of desk.writers) await writer.writeOnce(desk.client);
    await desk.server.stop();

    const acknowledged = acknowledgedBy(desk);
    expect(acknowledged.length).toBeGreaterThan(WRITERS * KILLS);
    const median = starts.sort((a, b) => a - b)[Math.floor(starts.length / 2)]!;
    expectNothingLost(dataDir, acknowledged, {
      fault: 'F1',
      what: 'kill -9 while 16 people save',
      tries: KILLS,
      note: `start after a kill: median ${Math.round(median)} ms, longest ${Math.round(starts.at(-1)!)} ms, of which at most ${Math.max(...worked)} ms are work of its own`,
    });
    expect(Math.max(...worked)).toBeLessThan(START_MS);
    expect(median).toBeLessThan(START_MS * (process.env['DRAGOMAN_FAULTS'] === 'all' ? 1 : 5));
  } finally {
    remove();
  }
});
