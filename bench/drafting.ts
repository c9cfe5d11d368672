/**
 * Drafts the sample article once and ten times over: through transformers.js' `pipeline()`, one sentence a call, and through our own loop, greedily and with
 * four beams, one by one and many at once; with the starter model, and with a model of the size of opus-mt whose weights are random. All on the same files in
 * one run. Then through the server's own pool: what memory the engine's process takes, and how long the server's event loop waits meanwhile.
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

type Decode = (sentence: string) => Promise<number>;

function oneByOne(sentences: readonly string[], decode: Decode): Promise<Speed> {
  return speedOf(async () => {
    let tokens = 0;
    for (const sentence of sentences) tokens += await decode(sentence);
    return tokens;
  });
}

function together(sentences: readonly string[], decode: Decode): Promise<Speed> {
  return speedOf(async () => (await Promise.all(sentences.map(decode))).reduce((sum, tokens) => sum + tokens, 0));
}

function ours(decoder: Decoder, beams: number): Decode {
  const options = { beams, isStrict: false, isUrgent: false, onStep: () => undefined };
  return async (sentence) => (await decoder.decode(sentence, options)).tokens.length + 1;
}

/** All take turns, and of each the best turn counts: what else runs on the machine meanwhile shall not decide. */
async function compare(name: string, source: ModelSource, rounds: number): Promise<{ greedy: number; wide: number }> {
  const theirs = await startPipeline(source);
  const pipelined: Decode = async (sentence) => (await theirs(sentence)).length + 1;
  const before = process.memoryUsage.rss();
  const decoder = await loadOwnLoop(source);
  const [greedy, wide] = [ours(decoder, 1), ours(decoder, 4)];
  for (const decode of [pipelined, greedy, wide]) await decode(once[0]!);
  const contest: [string, () => Promise<Speed>][] = [
    ['pipeline(), greedy, one by one', () => oneByOne(once, pipelined)],
    ['own loop, greedy, one by one', () => oneByOne(once, greedy)],
    [`own loop, greedy, ${once.length} at once`, () => together(once, greedy)],
    [`own loop, greedy, ${many.length} at once`, () => together(many, greedy)],
    ['own loop, 4 beams, one by one', () => oneByOne(once, wide)],
    [`own loop, 4 beams, ${once.length} at once`, () => together(once, wide)],
    [`own loop, 4 beams, ${many.length} at once`, () => together(many, wide)],
  ];
  const best = contest.map(() => 0);
  for (let round = 0; round < rounds; round++) for (const [at, [, run]] of contest.entries()) best[at] = Math.max(best[at]!, await run());
  console.log(`\n${name}`);
  for (const [at, [row]] of contest.entries())
    console.log(`  ${row.padEnd(32)} ${best[at]!.toFixed(0).padStart(6)} tokens/s ${(best[at]! / best[0]!).toFixed(2).padStart(6)} ×`);
  console.log(`  memory of our loop beside pipeline(): ${((process.memoryUsage.rss() - before) / 2 ** 20).toFixed(0)} MB`);
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

/** The server's side: guards, retries and messages included. */
async function measurePool(): Promise<Waits> {
  const pool = new Pool({ modelDir: starter.dir, threads: THREADS, log });
  const draft = (sentences: readonly string[]) => pool.translate(sentences, { settings: { beams: 4 }, urgency: 'background' });
  await draft(once.slice(0, 2));
  const idle = await waitsDuring(() => new Promise((resolve) => setTimeout(resolve, 2000)));
  const started = performance.now();
  const busy = await waitsDuring(() => draft(many));
  console.log(`\nThe server while its engine drafts ${many.length} sentences with 4 beams, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  console.log(`  memory of the engine's process: ${(pool.status.rssBytes / 2 ** 20).toFixed(0)} MB`);
  showWaits('the event loop waits, idle', idle);
  showWaits('the event loop waits, drafting', busy);
  await pool.close();
  return busy;
}

async function compareLarge(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dragoman-bench-'));
  try {
    const dir = path.join(folder, 'random-opus-mt');
    writeRandomMarian(dir, OPUS_MT);
    await compare('Random weights in the shape of opus-mt, 32 bit', { ...starter, dir, threads: THREADS }, 1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function judge(what: string, holds: boolean): void {
  console.log(`${what}: ${holds ? 'held' : 'NOT HELD'}`);
  if (!holds) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { greedy, wide } = await compare('Starter model', { ...starter, threads: THREADS }, 3);
  const { p99 } = await measurePool();
  if (!process.argv.includes('--starter')) await compareLarge();
  console.log('');
  judge(`${many.length} sentences, greedy, at least ${GREEDY_BAR} × pipeline() (${greedy.toFixed(2)} ×)`, greedy >= GREEDY_BAR);
  judge(`${many.length} sentences, 4 beams, at least ${BEAM_BAR} × pipeline() greedy (${wide.toFixed(2)} ×)`, wide >= BEAM_BAR);
  judge(`event loop below ${LONGEST_WAIT_MS} ms at p99 while drafting (${p99.toFixed(1)} ms)`, p99 < LONGEST_WAIT_MS);
}

await main();
