import { copyFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, healthOf, openDesk, openPage, save } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { report } from './run.ts';

test(
  'F10: another file put in place of the database is noticed at once, and nothing is said to be saved into the one that is gone',
  { timeout: 60_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    const file = path.join(dataDir, 'dragoman.db');
    try {
      const desk = await openDesk(dataDir);
      for (const writer of desk.writers) await writer.writeOnce(desk.client);
      const backup = dragoman(dataDir, 'backup').stdout.split('\n')[0]!;
      renameSync(file, `${file}.old`);
      copyFileSync(backup, file);
      expect((await save(desk.client, desk.segmentIds[0]!, 'late', { head: desk.writers[0]!.acknowledged.at(-1)!.revisionId })).status).toBe(503);
      expect(await healthOf(desk)).toEqual([503, { ok: false, reason: 'database-replaced' }]);
      expect(await (await openPage(desk.client, `/documents/${desk.documentId}`)).text()).toContain('has stopped saving');
      report({ fault: 'F10', what: 'database file replaced under the running server', tries: 1, acknowledged: acknowledgedBy(desk).length });
      await desk.server.stop('SIGKILL');
    } finally {
      remove();
    }
  },
);
