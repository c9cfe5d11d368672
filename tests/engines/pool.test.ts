import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EngineLostError, ModelError, type Translation } from '../../server/drafts/engine.ts';
import { Pool, type PoolOptions } from '../../server/drafts/pool.ts';
import { projectRoot } from '../../server/project-root.ts';
import { builtEngine } from '../support/built-engine.ts';
import { createQuietLog } from '../support/quiet-log.ts';
import { ensureBuilt } from '../support/workbench.ts';
import { GREEDY } from './contract.ts';

const shipped = path.join(projectRoot, 'models/ar-en-starter');
const SENTENCE = 'وصل الوزير إلى بكين يوم الثلاثاء.';
const LONG = Array.from({ length: 12 }, () => 'وقال المتحدث باسم الوزارة إن المحادثات كانت مفيدة، وأضاف أن الوزير سيزور بكين يوم الثلاثاء.').join(' ');

// Each test starts a process or two, and each process loads the model.
vi.setConfig({ testTimeout: 60_000 });

const pools: Pool[] = [];
const folders: string[] = [];
beforeAll(ensureBuilt);
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const canLimit = spawnSync('prlimit', ['--version']).status === 0;

function createPool(more: Partial<PoolOptions> = {}): Pool {
  const pool = new Pool({ modelDir: shipped, threads: 1, niceness: 0, log: createQuietLog(), program: builtEngine, ...more });
  pools.push(pool);
  return pool;
}

function copyOfModel(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-model-'));
  folders.push(folder);
  const model = path.join(folder, 'copy');
  cpSync(shipped, model, { recursive: true });
  return model;
}

function configure(model: string, settings: Record<string, number | string | undefined>): void {
  const file = path.join(model, 'config.json');
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...settings }));
}

function exchangeGraphs(model: string): void {
  const [encoder, decoder] = ['encoder_model', 'decoder_model_merged'].map((name) => path.join(model, `onnx/${name}.onnx`)) as [string, string];
  renameSync(encoder, `${encoder}.aside`);
  renameSync(decoder, encoder);
  renameSync(`${encoder}.aside`, decoder);
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const textOf = async (pool: Pool): Promise<string> => (await pool.translate([SENTENCE], GREEDY))[0]!.text;
const reasonOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('the engine’s process', () => {
  test('is not there before there is work, and gives way to everything else', async () => {
    const pool = createPool({ niceness: undefined });
    expect(pool.pid).toBeNull();
    expect(pool.status).toMatchObject({ state: 'idle', model: 'ar-en-starter', rssBytes: 0 });
    const states: string[] = [];
    pool.onStatus(({ state }) => states.push(state));
    await textOf(pool);
    expect(states).toEqual(['loading', 'ready']);
    expect(pool.status.rssBytes).toBeGreaterThan(50_000_000);
    expect(getPriority(pool.pid!)).toBe(10);
  });

  test('killed at work: the next one does that work, and what waited', async () => {
    const pool = createPool();
    const before = await textOf(pool);
    const first = pool.pid!;
    const atWork = pool.translate([LONG], GREEDY);
    const waiting = textOf(pool);
    await pause(20);
    process.kill(first, 'SIGKILL');
    expect((await atWork)[0]!.text).not.toBe('');
    expect(await waiting).toBe(before);
    expect(pool.pid).not.toBe(first);
  });

  test('killed twice by the same sentence: that one is refused, the others are done', async () => {
    const pool = createPool({ times: { firstPauseMs: 10 } });
    const before = await textOf(pool);
    const deadly = reasonOf(pool.translate([LONG], GREEDY));
    const others = [textOf(pool), textOf(pool)];
    for (let round = 0; round < 2; round++) {
      await expect.poll(() => pool.status.state, { timeout: 20_000, interval: 5 }).toBe('ready');
      await pause(20);
      process.kill(pool.pid!, 'SIGKILL');
      await expect.poll(() => pool.status.state, { timeout: 20_000, interval: 5 }).not.toBe('ready');
    }
    expect(await deadly).toBeInstanceOf(EngineLostError);
    expect(await Promise.all(others)).toEqual([before, before]);
  });

  test.skipIf(!canLimit)('whose memory runs out is replaced by one that does the same work', async () => {
    const log = createQuietLog();
    const pool = createPool({ log });
    await textOf(pool);
    const [, used] = /VmData:\s+(\d+) kB/.exec(readFileSync(`/proc/${pool.pid}/status`, 'utf8'))!;
    spawnSync('prlimit', ['--pid', String(pool.pid), `--data=${(Number(used) + 4000) * 1024}`]);
    const drafts = await pool.translate([LONG, LONG], { ...GREEDY, settings: { beams: 6 } });
    expect(drafts.every(({ text }) => text !== '')).toBe(true);
    expect(log.lines.map(({ message }) => message)).toContain('the engine was lost');
  });

  test('that hangs is ended and replaced; it writes nothing any more', async () => {
    const pool = createPool({ times: { silenceMs: 2500 } });
    const before = await textOf(pool);
    const first = pool.pid!;
    process.kill(first, 'SIGSTOP');
    expect(await textOf(pool)).toBe(before);
    expect(isAlive(first)).toBe(false);
    expect(pool.pid).not.toBe(first);
  });

  test('waits longer before each new start while starts fail', async () => {
    const log = createQuietLog();
    const pool = createPool({ log, times: { firstPauseMs: 60, loadMs: 1 } });
    const started = performance.now();
    for (let round = 0; round < 3; round++) expect(await reasonOf(pool.translate([SENTENCE], GREEDY))).toBeInstanceOf(EngineLostError);
    expect(performance.now() - started).toBeGreaterThan(60 + 120);
    expect(log.lines.filter(({ message }) => message === 'the engine was lost')).toHaveLength(3);
  });

  test('is given back when nobody needs it, and comes again', async () => {
    const pool = createPool({ times: { idleMs: 50 } });
    const before = await textOf(pool);
    const first = pool.pid!;
    await expect.poll(() => pool.pid).toBeNull();
    await expect.poll(() => isAlive(first)).toBe(false);
    expect(pool.status).toMatchObject({ state: 'idle', rssBytes: 0 });
    expect(await textOf(pool)).toBe(before);
  });

  test('ends within two seconds when the pool is closed at work', async () => {
    const pool = createPool();
    await textOf(pool);
    const pid = pool.pid!;
    const atWork = reasonOf(pool.translate([LONG, LONG], GREEDY));
    await pause(20);
    const started = performance.now();
    await pool.close();
    expect(performance.now() - started).toBeLessThan(2000);
    expect(await atWork).toBeInstanceOf(EngineLostError);
    expect(isAlive(pid)).toBe(false);
  });

  test('lets a person overtake the background at the next sentence', async () => {
    const pool = createPool();
    const done: string[] = [];
    const background = pool
      .translate(
        Array.from({ length: 8 }, () => SENTENCE),
        GREEDY,
      )
      .then((all: Translation[]) => done.push(`background ${all.length}`));
    const interactive = pool.translate([SENTENCE], { ...GREEDY, urgency: 'interactive' }).then(() => done.push('interactive'));
    await Promise.all([background, interactive]);
    expect(done).toEqual(['interactive', 'background 8']);
  });
});

describe('a bad model', () => {
  test.each<[string, (model: string) => void, ModelError['reason'], string]>([
    ['a folder that is not there', (model) => rmSync(model, { recursive: true }), 'missing', 'config.json'],
    ['a file that is not there', (model) => rmSync(`${model}/onnx/encoder_model.onnx`), 'missing', 'onnx/encoder_model.onnx'],
    ['a file cut short', (model) => truncateSync(`${model}/onnx/decoder_model_merged.onnx`, 1_000_000), 'damaged', 'onnx/decoder_model_merged.onnx'],
    ['a file with a byte too many', (model) => appendFileSync(`${model}/tokenizer.json`, ' '), 'damaged', 'tokenizer.json'],
    ['a list of files that is none', (model) => writeFileSync(`${model}/manifest.json`, '{"files": 3}'), 'damaged', 'manifest.json'],
    ['no list of files, and broken JSON', (model) => (rmSync(`${model}/manifest.json`), writeFileSync(`${model}/config.json`, '{')), 'damaged', 'config.json'],
    [
      'no list of files, and an empty file',
      (model) => (rmSync(`${model}/manifest.json`), truncateSync(`${model}/onnx/encoder_model.onnx`, 0)),
      'damaged',
      'onnx/encoder_model.onnx',
    ],
    [
      'no list of files, and a graph without its last byte',
      (model) => (rmSync(`${model}/manifest.json`), truncateSync(`${model}/onnx/encoder_model.onnx`, statSync(`${model}/onnx/encoder_model.onnx`).size - 1)),
      'damaged',
      'onnx/encoder_model.onnx',
    ],
  ])('%s is named, and no process is started', async (_name, spoil, reason, file) => {
    const model = copyOfModel();
    spoil(model);
    const pool = createPool({ modelDir: model });
    await pool.check();
    expect(pool.status).toMatchObject({ state: reason, model: 'copy', file: path.join(model, file) });
    expect(await reasonOf(pool.translate([SENTENCE], GREEDY))).toMatchObject({ reason, file: path.join(model, file) });
    expect(await reasonOf(pool.facts())).toBeInstanceOf(ModelError);
    expect(pool.pid).toBeNull();
  });

  test('one that cannot be loaded says so once and is not tried again by itself', async () => {
    const model = copyOfModel();
    rmSync(`${model}/manifest.json`);
    // A field of a model, and nothing else.
    writeFileSync(`${model}/onnx/decoder_model_merged.onnx`, Buffer.from([8, 7]));
    const log = createQuietLog();
    const pool = createPool({ modelDir: model, log });
    expect(await reasonOf(pool.translate([SENTENCE], GREEDY))).toMatchObject({ reason: 'unloadable' });
    await pause(400);
    expect(pool.pid).toBeNull();
    expect(pool.status.state).toBe('unloadable');
    expect(log.lines.map(({ message }) => message)).toEqual(['the model cannot be loaded']);
  });

  test.each<[string, (model: string) => void]>([
    ['whose graphs were exchanged', exchangeGraphs],
    ['whose settings speak of other graphs', (model) => configure(model, { decoder_layers: 1 })],
  ])('one %s is found out before anything is drafted with it', async (_name, spoil) => {
    const model = copyOfModel();
    rmSync(`${model}/manifest.json`);
    spoil(model);
    const pool = createPool({ modelDir: model });
    expect(await reasonOf(pool.translate([SENTENCE], GREEDY))).toMatchObject({ reason: 'unloadable' });
    expect(pool.status).toMatchObject({ state: 'unloadable', file: model });
  });

  test.each(['t5', undefined])('of another kind is not loaded: model_type %s', async (kind) => {
    const model = copyOfModel();
    rmSync(`${model}/manifest.json`);
    configure(model, { model_type: kind });
    const pool = createPool({ modelDir: model });
    expect(await reasonOf(pool.translate([SENTENCE], GREEDY))).toMatchObject({ reason: 'unloadable', file: path.join(model, 'config.json') });
    expect(pool.pid).toBeNull();
  });

  test('with settings that only the last rung can do without is drafted by that', async () => {
    const model = copyOfModel();
    rmSync(`${model}/manifest.json`);
    configure(model, { d_model: 64 });
    const log = createQuietLog();
    const pool = createPool({ modelDir: model, log });
    expect(await textOf(pool)).not.toBe('');
    expect(await pool.facts()).toMatchObject({ engine: 'pipeline' });
    expect(pool.status).toMatchObject({ state: 'ready', rung: 'pipeline' });
    expect(log.lines).toMatchObject([{ level: 'warn', facts: { model, rung: 'pipeline' } }]);
  });

  test.each(['نموذج عربي', 'with spaces, and 50% #1?', 'a--b.git'])('is loaded from a folder of any name, such as %s', async (name) => {
    const model = path.join(path.dirname(copyOfModel()), name);
    cpSync(shipped, model, { recursive: true });
    for (const rung of ['own-loop', 'pipeline'] as const) expect(await textOf(createPool({ modelDir: model, rungs: [rung] }))).not.toBe('');
  });

  test('put right is noticed without a restart', async () => {
    const model = copyOfModel();
    const file = `${model}/onnx/encoder_model.onnx`;
    rmSync(file);
    const pool = createPool({ modelDir: model, times: { recheckMs: 50 } });
    await pool.check();
    expect(pool.status.state).toBe('missing');
    cpSync(path.join(shipped, 'onnx/encoder_model.onnx'), file);
    await expect.poll(() => pool.status.state).toBe('idle');
    expect(await textOf(pool)).not.toBe('');
  });

  test('that could not be loaded and is put right is noticed too, and not before', async () => {
    const model = copyOfModel();
    rmSync(`${model}/manifest.json`);
    exchangeGraphs(model);
    const pool = createPool({ modelDir: model, times: { recheckMs: 20 } });
    await reasonOf(pool.translate([SENTENCE], GREEDY));
    await pause(100);
    expect(pool.status.state).toBe('unloadable');
    exchangeGraphs(model);
    await expect.poll(() => pool.status).toMatchObject({ state: 'idle', file: null });
    expect(await textOf(pool)).not.toBe('');
  });

  test('its hash tells a changed model from the one before', async () => {
    const model = copyOfModel();
    const before = await createPool({ modelDir: model }).facts();
    expect(before).toMatchObject({ name: 'copy', engine: 'own-loop' });
    rmSync(`${model}/manifest.json`);
    expect(await createPool({ modelDir: model }).facts()).toEqual(before);
    appendFileSync(`${model}/generation_config.json`, '\n');
    expect((await createPool({ modelDir: model }).facts()).hash).not.toBe(before.hash);
  });
});
