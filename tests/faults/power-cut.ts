/** Two ways to cut the power: of an ext4 image, or on paper, where nobody may mount one. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import { makeDataFolder } from '../support/built-server.ts';
import { seededRandom } from '../support/random.ts';
import { acknowledgedBy, healthOf, openDesk, startWriting, until, wait } from './desk.ts';
import { canInjectErrors, canMountImages, imageDisk } from './disk.ts';
import { examine, NOTHING_LOST, type Acknowledged, type Verdict } from './oracle.ts';
import { layDown, type PowerCut } from './replay.ts';
import { readSystemCalls, writingDown, type SystemCall } from './system-calls.ts';

export interface AfterCut {
  acknowledged: number;
  verdict: Verdict;
}

export interface Cutter {
  what: string;
  /** Cuts the power of a server with this environment so many times while 16 writers save. */
  cut(times: number, env: Record<string, string>): Promise<AfterCut[]>;
}

/** The way this machine allows; DRAGOMAN_POWER_CUT=replay asks for the one on paper. Null where neither can be done. */
export function cutterHere(): Cutter | null {
  if (canMountImages && process.env['DRAGOMAN_POWER_CUT'] !== 'replay') return { what: 'power cut on an ext4 image, journal replayed', cut: cutImages };
  return canInjectErrors ? { what: 'power cut replayed from a log of write and fdatasync', cut: cutOnPaper } : null;
}

async function cutImages(times: number, env: Record<string, string>): Promise<AfterCut[]> {
  const outcomes: AfterCut[] = [];
  for (let round = 0; round < times; round += 1) outcomes.push(await cutImage(round, env));
  return outcomes;
}

/** Writers save on an ext4 image; what had reached the image when the power went is looked at after its journal was replayed. */
async function cutImage(round: number, env: Record<string, string>): Promise<AfterCut> {
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

/** One run is written down; each cut is another place in its log. */
async function cutOnPaper(times: number, env: Record<string, string>): Promise<AfterCut[]> {
  const { calls, acknowledged } = await writeDown(env);
  const answers = calls.flatMap((call, index) => (call.kind === 'answer' ? [{ index, text: call.text }] : []));
  // What came before is on the disk, as after a `sync`: the cut takes texts and not the whole file from a server that does not write through.
  const begun = answers.find(({ text }) => text.includes('{"ok":true}'))?.index;
  const saves = acknowledged.map((save) => ({ save, answeredAt: answers.find(({ text }) => text.includes(`"revisionId":"${save.revisionId}"`))?.index }));
  if (begun === undefined || saves.some(({ answeredAt }) => answeredAt === undefined)) throw new Error('an answer is missing from the log');
  if (examineCut(calls, { at: calls.length, begun, share: 1 }, acknowledged).lost.length > 0)
    throw new Error('the log does not tell everything that was written');
  const random = seededRandom(calls.length);
  return Array.from({ length: times }, (_, round) => {
    const at = begun + 1 + Math.floor(random() * (calls.length - begun));
    const answered = saves.flatMap(({ save, answeredAt }) => (answeredAt! < at ? [save] : []));
    const share = round % 2 === 0 ? 0 : random();
    return { acknowledged: answered.length, verdict: examineCut(calls, { at, begun, share }, answered) };
  });
}

/** 600 saves: the log is merged into the database twice meanwhile. */
async function writeDown(env: Record<string, string>): Promise<{ calls: SystemCall[]; acknowledged: Acknowledged[] }> {
  const place = mkdtempSync(path.join(tmpdir(), 'dragoman-calls-'));
  const { dataDir, remove } = makeDataFolder();
  try {
    const log = path.join(place, 'calls');
    const desk = await openDesk(dataDir, { env: { DRAGOMAN_LOG: 'silent', ...env }, under: writingDown(log) });
    await healthOf(desk);
    const writing = startWriting(desk);
    await until(() => acknowledgedBy(desk).length >= 600, 120_000);
    await writing.stop();
    await desk.server.stop('SIGKILL');
    await wait(500);
    return { calls: await readSystemCalls(log, realpathSync(dataDir)), acknowledged: acknowledgedBy(desk) };
  } finally {
    remove();
    rmSync(place, { recursive: true, force: true });
  }
}

function examineCut(calls: readonly SystemCall[], cut: PowerCut, acknowledged: Acknowledged[]): Verdict {
  const { dataDir, remove } = makeDataFolder();
  try {
    layDown(calls, cut, dataDir);
    return examine(dataDir, acknowledged);
  } catch (error) {
    // What cannot be read is lost.
    if (error instanceof BetterSqlite.SqliteError) return { ...NOTHING_LOST, lost: acknowledged, integrity: error.message };
    throw error;
  } finally {
    remove();
  }
}
