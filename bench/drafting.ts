/**
 * Drafts the sample article once and ten times over: through transformers.js' `pipeline()`, one sentence a call, and with our own loop, greedily and with
 * four beams, one by one and many at once. With the starter model in the engine's process, as the server does it: what memory that takes, and how long the
 * server's event loop waits meanwhile. And with a model of the size of opus-mt whose weights are random. All on the same files and processor threads in one run.
 * Prints ratios; speeds alone say little elsewhere. `-- --starter` leaves the large model out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Decoder } from '../server/drafts/decoder.ts';
import type { ModelSource } from '../server/drafts/engines/marian.ts';
import { loadOwnLoop } from '../server/drafts/engines/own-loop.ts';
import { Pool } from '../server/drafts/pool.ts';
import { OPUS_MT, writeRandomMarian } from '../tests/support/random-marian.ts';
import { articleSentences, startPipeline, starter } from '../tests/support/starter-model.ts';

const THREADS = 2;
const COPIES = 10;
const GREEDY_BAR = 6;
const BEAM_BAR = 1.5;
const LONGEST_WAIT_MS = 50;
const RESOLUTION_MS = 5;
const once = articleSentences();
const many = Array.from({ length: COPIES }, () => once).flat();
const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => console.error(message, facts) };

/** Tokens a second. */
type Speed = number;

/** Delays beyond the timer's own rhythm, in milliseconds. */
interface Waits {
  p50: number;
  p99: number;
  max: number;
}

async function speedOf(work: () => Promise<number>): Promise<Speed> {
  const started = performance.now();
  const tokens = await work();
  return tokens / ((performance.now() - started) / 1000);
}

/** Each gives how many tokens it wrote. */
interface Drafter {
  one(sentence: string): Promise<number>;
  all(sentences: readonly string[]): Promise<number>;
}

function oneByOne({ one }: Pick<Drafter, 'one'>): Promise<Speed> {
  return speedOf(async () => {
    let tokens = 0;
    for (const sentence of once) tokens += await one(sentence);
    return tokens;
  });
}

/** As the server has it: in the engine's process, with guards and messages. */
function throughPool(pool: Pool, beams: number): Drafter {
  const all = async (sentences: readonly string[]) => sumOf((await pool.translate(sentences, { settings: { beams }, urgency: 'background' })).map(tokensOf));
  return { all, one: (sentence) => all([sentence]) };
}

/** The loop alone, in this process: what random weights write makes no sense, and the guards would have all of it tried again. */
function throughLoop(decoder: Decoder, beams: number): Drafter {
  const options = { beams, isStrict: false, isUrgent: false, onStep: () => undefined };
  const one = async (sentence: string) => tokensOf(await decoder.decode(sentence, options));
  return { one, all: async (sentences) => sumOf(await Promise.all(sentences.map(one))) };
}

/** The end token is one, too. */
function tokensOf({ tokens }: { tokens: readonly number[] }): number {
  return tokens.length + 1;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** All take turns, and of each the best turn counts: what else runs on the machine meanwhile shall not decide. */
async function compare(
  name: string,
  { source, greedy, wide, rounds }: { source: ModelSource; greedy: Drafter; wide: Drafter; rounds: number },
): Promise<{ greedy: number; wide: number }> {
  const write = await startPipeline(source);
  const theirs = { one: async (sentence: string) => tokensOf({ tokens: await write(sentence) }) };
  for (const { one } of [theirs, greedy, wide]) await one(once[0]!);
  const contest: [string, () => Promise<Speed>][] = [
    ['pipeline(), greedy, one by one', () => oneByOne(theirs)],
    ['ours, greedy, one by one', () => oneByOne(greedy)],
    [`ours, greedy, ${once.length} at once`, () => speedOf(() => greedy.all(once))],
    [`ours, greedy, ${many.length} at once`, () => speedOf(() => greedy.all(many))],
    ['ours, 4 beams, one by one', () => oneByOne(wide)],
    [`ours, 4 beams, ${once.length} at once`, () => speedOf(() => wide.all(once))],
    [`ours, 4 beams, ${many.length} at once`, () => speedOf(() => wide.all(many))],
  ];
  const best = contest.map(() => 0);
  for (let round = 0; round < rounds; round++) for (const [at, [, run]] of contest.entries()) best[at] = Math.max(best[at]!, await run());
  console.log(`\n${name}`);
  for (const [at, [row]] of contest.entries())
    console.log(`  ${row.padEnd(32)} ${best[at]!.toFixed(0).padStart(6)} tokens/s ${(best[at]! / best[0]!).toFixed(2).padStart(6)} ×`);
  return { greedy: best[3]! / best[0]!, wide: best[6]! / best[0]! };
}

async function waitsDuring(work: () => Promise<unknown>): Promise<Waits> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  await work();
  delay.disable();
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  return { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
}

function showWaits(name: string, { p50, p99, max }: Waits): void {
  console.log(`  ${name.padEnd(32)} p50 ${p50.toFixed(1).padStart(5)} ms   p99 ${p99.toFixed(1).padStart(5)} ms   max ${max.toFixed(1).padStart(5)} ms`);
}

async function compareStarter(): Promise<{ greedy: number; wide: number; waits: Waits }> {
  const pool = new Pool({ modelDir: starter.dir, threads: THREADS, log });
  const ratios = await compare('Starter model, in the engine’s process', {
    source: { ...starter, threads: THREADS },
    greedy: throughPool(pool, 1),
    wide: throughPool(pool, 4),
    rounds: 3,
  });
  console.log(`  memory of the engine's process: ${megabytes(pool.status.rssBytes)}`);
  showWaits('the event loop waits, idle', await waitsDuring(() => new Promise((resolve) => setTimeout(resolve, 2000))));
  const waits = await waitsDuring(() => throughPool(pool, 4).all(many));
  showWaits('the event loop waits, drafting', waits);
  await pool.close();
  return { ...ratios, waits };
}

async function compareLarge(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-bench-'));
  try {
    const dir = path.join(folder, 'random-opus-mt');
    writeRandomMarian(dir, OPUS_MT);
    const source = { ...starter, dir, threads: THREADS };
    const before = process.memoryUsage.rss();
    const decoder = await loadOwnLoop(source);
    await compare('Random weights in the shape of opus-mt, 32 bit, in this process', {
      source,
      greedy: throughLoop(decoder, 1),
      wide: throughLoop(decoder, 4),
      rounds: 1,
    });
    console.log(`  memory of our loop and pipeline(): ${megabytes(process.memoryUsage.rss() - before)}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MB`;
}

function judge(what: string, holds: boolean): void {
  console.log(`${what}: ${holds ? 'held' : 'NOT HELD'}`);
  if (!holds) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { greedy, waits, wide } = await compareStarter();
  if (!process.argv.includes('--starter')) await compareLarge();
  console.log('');
  judge(`${many.length} sentences, greedy, at least ${GREEDY_BAR} × pipeline() (${greedy.toFixed(2)} ×)`, greedy >= GREEDY_BAR);
  judge(`${many.length} sentences, 4 beams, at least ${BEAM_BAR} × pipeline() greedy (${wide.toFixed(2)} ×)`, wide >= BEAM_BAR);
  judge(`event loop below ${LONGEST_WAIT_MS} ms at p99 while drafting (${waits.p99.toFixed(1)} ms)`, waits.p99 < LONGEST_WAIT_MS);
}

await main();
