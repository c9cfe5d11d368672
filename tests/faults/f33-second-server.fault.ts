import { expect, test } from 'vitest';
import { EXIT } from '../../server/cli/exit-codes.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, startWriting, until } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { expectNothingLost } from './verdict.ts';

test('F33: a second server, an import and a restore on the same data are refused with code 4, and the first goes on saving', { timeout: 60_000 }, async () => {
  const { dataDir, remove } = makeDataFolder();
  try {
    const desk = await openDesk(dataDir);
    const writing = startWriting(desk);
    await until(() => acknowledgedBy(desk).length > 50);
    const commands = [['serve'], ['restore'], ['import', 'samples/russia-china.ar.txt']];
    expect(dragoman(dataDir, 'backup').status).toBe(0);
    for (const command of commands) expect([command[0], dragoman(dataDir, ...command).status]).toEqual([command[0], EXIT.dataInUse]);
    const before = acknowledgedBy(desk).length;
    await until(() => acknowledgedBy(desk).length > before + 50);
    await writing.stop();
    await desk.server.stop();
    const acknowledged = acknowledgedBy(desk);
    expectNothingLost(dataDir, acknowledged, {
      fault: 'F33',
      what: 'second server, import and restore beside a running server',
      tries: commands.length,
    });
  } finally {
    remove();
  }
});
