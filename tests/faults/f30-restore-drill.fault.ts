import { rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listBackups } from '../../server/backups/service.ts';
import { makeDataFolder } from '../support/built-server.ts';
import { acknowledgedBy, openDesk, openPage, readDatabase, reopenDesk, startWriting, until, wait, type Desk } from './desk.ts';
import { dragoman } from './dragoman.ts';
import { examine } from './oracle.ts';
import { report } from './run.ts';

const ROUNDS = 3;
const EVERY_MS = 3_000;
const EVERY = { DRAGOMAN_BACKUP_MINUTES: String(EVERY_MS / 60_000) };

test(
  'F30: with the database gone, the steps of docs/guide/backup.md bring everything back that is older than one interval, in minutes',
  { timeout: 300_000 },
  async () => {
    const { dataDir, remove } = makeDataFolder();
    const folder = path.join(dataDir, 'backups');
    try {
      const desk = await openDesk(dataDir, { env: EVERY });
      const drills: number[] = [];
      const gaps: number[] = [];
      let [acknowledged, lost] = [0, 0];
      for (let round = 0; round < ROUNDS; round += 1) {
        const times = new Map<string, number>();
        const writing = startWriting(desk);
        const before = listBackups(folder).length;
        const began = Date.now();
        await until(() => {
          for (const { revisionId } of acknowledgedBy(desk)) if (!times.has(revisionId)) times.set(revisionId, Date.now());
          return listBackups(folder).length >= before + 2 && Date.now() - began > 2 * EVERY_MS;
        });
        await wait(round * 700);
        const died = Date.now();
        await desk.server.stop('SIGKILL');
        await writing.stop();
        for (const part of ['', '-wal', '-shm']) rmSync(path.join(dataDir, `dragoman.db${part}`), { force: true });

        const drill = performance.now();
        expect(dragoman(dataDir, 'verify').status).toBe(0);
        expect(dragoman(dataDir, 'restore').status).toBe(0);
        await reopenDesk(desk, dataDir, EVERY);
        expect((await openPage(desk.client, `/documents/${desk.documentId}`)).status).toBe(200);
        drills.push(performance.now() - drill);

        const newest = listBackups(folder).find(({ takenAt }) => Date.parse(takenAt) < died)!;
        gaps.push(died - Date.parse(newest.takenAt));
        expect(readDatabase(dataDir, (db) => db.prepare('select count(*) from revision').pluck().get())).toBe(newest.counts['revision']);
        const saves = acknowledgedBy(desk);
        const verdict = examine(dataDir, saves);
        expect(verdict).toMatchObject({ duplicated: [], gaps: [], integrity: 'ok', foreignKeys: 0, withoutAuthor: 0 });
        const inTime = verdict.lost.filter(({ revisionId }) => (times.get(revisionId) ?? died) < Date.parse(newest.takenAt));
        expect(inTime).toEqual([]);
        acknowledged += saves.length;
        lost += verdict.lost.length;
        adoptHeads(desk, dataDir);
      }
      await desk.server.stop();
      report({
        fault: 'F30',
        what: 'database deleted, newest backup restored by the guide',
        tries: ROUNDS,
        acknowledged,
        lost: 0,
        note: `${lost} saves were younger than the backup, which was ${Math.round(Math.max(...gaps) / 100) / 10} s old at most (one every ${EVERY_MS / 1000} s); a drill took ${(Math.max(...drills) / 1000).toFixed(1)} s`,
      });
      expect(Math.max(...gaps)).toBeLessThan(EVERY_MS * 2);
      expect(Math.max(...drills)).toBeLessThan(5 * 60_000);
    } finally {
      remove();
    }
  },
);

/** As a page that is loaded anew: what stands there is what one goes on from. */
function adoptHeads(desk: Desk, dataDir: string): void {
  const heads = readDatabase(dataDir, (db) =>
    db.prepare<[], { segment_id: string; head_revision_id: string | null }>('select segment_id, head_revision_id from target').all(),
  );
  for (const writer of desk.writers) writer.continueFrom(heads.find(({ segment_id }) => segment_id === writer.segmentId)?.head_revision_id ?? null);
}
