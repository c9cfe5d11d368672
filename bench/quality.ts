/**
 * Translates files of sentence pairs and compares with the references: `npm run bench:quality -- FILE.tsv …`, Arabic and English on each line with a tab
 * between. Prints BLEU and chrF for each file and each width of search, with the model in DRAGOMAN_MODEL or the starter model.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readConfig } from '../server/config.ts';
import { bleuCounts, corpusBleu } from '../server/core/metrics/bleu.ts';
import { chrf, chrfCounts } from '../server/core/metrics/chrf.ts';
import { ModelError } from '../server/drafts/engine.ts';
import { Pool } from '../server/drafts/pool.ts';

const WIDTHS = [1, 4];
const { engine, modelDir } = readConfig();
const log = { info: () => undefined, warn: () => undefined, error: (facts: object, message: string) => console.error(message, facts) };

interface Pair {
  arabic: string;
  english: string;
}

/** What is wrong with what was asked for. */
class UsageError extends Error {}

function readPairs(file: string): Pair[] {
  const lines = contentOf(file).split(/\r?\n/).filter(Boolean);
  return lines.map((line, index) => {
    const [arabic, english] = line.split('\t');
    if (arabic === undefined || english === undefined) throw new UsageError(`${file}, line ${index + 1}: Arabic, a tab and English are expected`);
    return { arabic, english };
  });
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

async function measure(pool: Pool, file: string, beams: number): Promise<void> {
  const pairs = readPairs(file);
  const started = performance.now();
  const drafts = await pool.translate(
    pairs.map(({ arabic }) => arabic),
    { settings: { beams }, urgency: 'background' },
  );
  const seconds = (performance.now() - started) / 1000;
  const bleu = corpusBleu(drafts.map(({ text }, at) => bleuCounts(text, pairs[at]!.english)));
  const similar = chrf(drafts.map(({ text }, at) => chrfCounts(text, pairs[at]!.english)));
  const flagged = drafts.filter(({ flags }) => flags.length > 0).length;
  const cells = [path.basename(file).padEnd(24), String(pairs.length).padStart(6), String(beams).padStart(6), bleu.toFixed(2).padStart(7)];
  console.log([...cells, similar.toFixed(2).padStart(7), String(flagged).padStart(8), seconds.toFixed(1).padStart(8)].join(' '));
}

async function main(files: readonly string[]): Promise<void> {
  if (files.length === 0) throw new UsageError('Name at least one file: npm run bench:quality -- FILE.tsv …');
  for (const file of files) readPairs(file);
  const pool = new Pool({ modelDir, threads: engine.threads, log });
  const { hash, name } = await pool.facts();
  console.log(`Model ${name}, ${hash.slice(0, 12)}\n`);
  // The first draft waits until the model is loaded.
  await pool.translate(['نعم'], { settings: { beams: 1 }, urgency: 'background' });
  console.log('file                      lines  beams    BLEU    chrF  flagged  seconds');
  for (const file of files) for (const beams of WIDTHS) await measure(pool, file, beams);
  await pool.close();
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ModelError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
