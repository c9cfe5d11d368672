/**
 * Drafts the sample article once and ten times over, one sentence after the other through transformers.js and through the server's own pool,
 * on the same files in one run, and measures how long the server's event loop waits meanwhile. Prints ratios; speeds alone say little elsewhere.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { env, LogLevel, pipeline } from '@xenova/transformers';
import { sentences } from '../server/core/segmentation/segmentation.ts';
import { Pool } from '../server/drafts/pool.ts';
import { projectRoot } from '../server/project-root.ts';

const THREADS = 2;
const LONGEST_WAIT_MS = 50;
const RESOLUTION_MS = 5;
const modelDir = path.join(projectRoot, 'models/ar-en-starter');
const article = readFileSync(path.join(projectRoot, 'samples/russia-china.ar.txt'), 'utf8');
const once = sentences(article, 'ar').map(({ start, end }) => article.slice(start, end));
const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => console.error(message, facts) };

interface Speed {
  sentences: number;
  tokens: number;
  seconds: number;
}

/** Delays beyond the timer's own rhythm, in milliseconds. */
interface Waits {
  p50: number;
  p99: number;
  max: number;
}

async function speedOf(work: readonly string[], tokensOf: (sentence: string) => Promise<number>): Promise<Speed> {
  const started = performance.now();
  let tokens = 0;
  for (const sentence of work) tokens += await tokensOf(sentence);
  return { sentences: work.length, tokens, seconds: (performance.now() - started) / 1000 };
}

async function waitsDuring<T>(work: () => Promise<T>): Promise<{ waits: Waits; result: T }> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const result = await work();
  delay.disable();
  const ms = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  return { waits: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) }, result };
}

async function startPipeline(): Promise<(sentence: string) => Promise<number>> {
  Object.assign(env, { allowRemoteModels: false, localModelPath: path.dirname(modelDir), logLevel: LogLevel.ERROR });
  const translate = await pipeline('translation', path.basename(modelDir), {
    dtype: 'fp32',
    device: 'cpu',
    session_options: { intraOpNumThreads: THREADS, interOpNumThreads: 1 },
  });
  return async (sentence) => {
    const answer = (await translate(sentence, { num_beams: 1, max_new_tokens: 500 })) as { translation_text: string }[];
    return translate.tokenizer.encode(answer[0]!.translation_text).length;
  };
}

function startPool(): { pool: Pool; tokensOf: (sentence: string) => Promise<number> } {
  const pool = new Pool({ modelDir, threads: THREADS, log });
  return {
    pool,
    async tokensOf(sentence) {
      const [translation] = await pool.translate([sentence], { settings: { beams: 1 }, urgency: 'background' });
      return translation!.scores.length;
    },
  };
}

function showSpeed(name: string, { sentences: count, tokens, seconds }: Speed): void {
  console.log(
    `${name.padEnd(34)} ${String(count).padStart(4)} sentences ${seconds.toFixed(2).padStart(7)} s ${(count / seconds).toFixed(1).padStart(7)} sentences/s ${(tokens / seconds).toFixed(0).padStart(6)} tokens/s`,
  );
}

function showWaits(name: string, { p50, p99, max }: Waits): void {
  console.log(`${name.padEnd(34)} p50 ${p50.toFixed(1).padStart(6)} ms   p99 ${p99.toFixed(1).padStart(6)} ms   max ${max.toFixed(1).padStart(6)} ms`);
}

async function main(): Promise<void> {
  const theirs = await startPipeline();
  const { pool, tokensOf: ours } = startPool();
  await speedOf(once.slice(0, 2), theirs);
  await speedOf(once.slice(0, 2), ours);
  const idle = await waitsDuring(() => new Promise((resolve) => setTimeout(resolve, 3000)));

  const ratios: number[] = [];
  let busy: Waits = idle.waits;
  for (const copies of [1, 10]) {
    const work = Array.from({ length: copies }, () => once).flat();
    const baseline = await speedOf(work, theirs);
    const measured = await waitsDuring(() => speedOf(work, ours));
    showSpeed(`transformers.js pipeline, ×${copies}`, baseline);
    showSpeed(`own loop in the child, ×${copies}`, measured.result);
    ratios.push(baseline.seconds / measured.result.seconds);
    busy = measured.waits;
  }
  await pool.close();

  console.log(`\nOwn loop against pipeline: ${ratios.map((ratio) => `${ratio.toFixed(2)}×`).join(' and ')} as fast.\n`);
  showWaits('The event loop waits, idle', idle.waits);
  showWaits('The event loop waits, drafting', busy);
  const holds = busy.p99 < LONGEST_WAIT_MS;
  console.log(`\np99 below ${LONGEST_WAIT_MS} ms while drafting: ${holds ? 'yes' : 'NO'}`);
  process.exitCode = holds ? 0 : 1;
}

await main();
