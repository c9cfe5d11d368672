import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../../server/project-root.ts';
import { acknowledgedBy, openDesk, startWriting, until, wait } from './desk.ts';
import { canMountImages, imageDisk } from './disk.ts';
import { examine, type Verdict } from './oracle.ts';
import { report } from './run.ts';

const ROUNDS = 20;
const CONTROL_ROUNDS = 3;

/** Writers save on an ext4 image; what had reached the image when the power went is looked at after its journal was replayed. */
async function cutPower(round: number, env: Record<string, string>): Promise<{ acknowledged: number; verdict: Verdict }> {
  const disk = imageDisk();
  try {
    const dataDir = path.join(disk.folder, 'data');
    mkdirSync(dataDir);
    const desk = await openDesk(dataDir, { env: { DRAGOMAN_LOG: 'silent', ...env } });
    // So that the cut takes texts and not the whole file from a server that does not write through.
    execFileSync('sync', ['-f', dataDir]);
    const writing = startWriting(desk);
    await until(() => acknowledgedBy(desk).length >= 200);
    await wait((round * 53) % 300);
    desk.server.process.kill('SIGSTOP');
    const acknowledged = [...acknowledgedBy(desk)];
    const copy = disk.copyAsAfterPowerCut();
    await desk.server.stop('SIGKILL');
    await writing.stop();
    try {
      return { acknowledged: acknowledged.length, verdict: examine(path.join(copy.folder, 'data'), acknowledged) };
    } finally {
      copy.remove();
    }
  } finally {
    disk.remove();
  }
}

/** Makes the server say that it writes through, and not do it. */
function withoutSync(folder: string): Record<string, string> {
  const preload = path.join(folder, 'no-sync.cjs');
  const driver = JSON.stringify(path.join(projectRoot, 'node_modules/better-sqlite3'));
  writeFileSync(
    preload,
    `const { prototype } = require(${driver}); const real = prototype.pragma;
     prototype.pragma = function (source, options) {
       if (source === 'synchronous = 2') return real.call(this, 'synchronous = 0', options);
       const value = real.call(this, source, options);
       return source === 'synchronous' ? 2 : value;
     };`,
  );
  return { NODE_OPTIONS: `--require ${preload}` };
}

test.runIf(canMountImages)(
  'F2: a power cut takes no acknowledged text; with a server that does not write through, the same cut does',
  { timeout: 900_000 },
  async () => {
    const place = mkdtempSync(path.join(tmpdir(), 'dragoman-no-sync-'));
    try {
      let [lostByControl, acknowledgedByControl] = [0, 0];
      for (let round = 0; round < CONTROL_ROUNDS; round += 1) {
        const outcome = await cutPower(round, withoutSync(place));
        lostByControl += outcome.verdict.lost.length;
        acknowledgedByControl += outcome.acknowledged;
      }
      const [all, lost, duplicated]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { acknowledged, verdict } = await cutPower(round, {});
        all.push(acknowledged);
        lost.push(verdict.lost.length);
        duplicated.push(verdict.duplicated.length);
        expect(verdict).toMatchObject({ integrity: 'ok', foreignKeys: 0, gaps: [], withoutAuthor: 0 });
      }
      const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
      report({
        fault: 'F2',
        what: 'power cut on an ext4 image, journal replayed',
        tries: ROUNDS,
        acknowledged: sum(all),
        lost: sum(lost),
        duplicated: sum(duplicated),
        note: `control with synchronous=OFF: ${lostByControl} of ${acknowledgedByControl} lost in ${CONTROL_ROUNDS} cuts`,
      });
      expect(lostByControl).toBeGreaterThan(0);
      expect([sum(lost), sum(duplicated)]).toEqual([0, 0]);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  },
);
