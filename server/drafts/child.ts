/**
 * The engine's own process: a crash, an endless computation or a lack of memory in native code ends here and not in the server.
 * It gives way to everything else on the machine, and goes when its parent goes.
 */
import { setPriority } from 'node:os';
import type { Decoder } from './decoder.ts';
import { loadOwnLoop } from './engines/own-loop.ts';
import { loadPipeline } from './engines/pipeline.ts';
import type { ModelSource } from './engines/marian.ts';
import type { ChildSetup, FromChild, Order, Rung, ToChild } from './messages.ts';
import { translateSentence } from './translate.ts';

const BEAT_MS = 1000;
const LOADERS: Record<Rung, (source: ModelSource) => Promise<Decoder>> = { 'own-loop': loadOwnLoop, pipeline: loadPipeline };

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
process.on('SIGINT', () => undefined);
const setup = JSON.parse(process.argv[2] ?? '{}') as ChildSetup;
giveWay(setup.niceness);
const loading = load(setup);
loading.then(
  ({ rung, decoder }) => tell({ type: 'ready', rung, isBatchable: decoder.isBatchable, rssBytes: process.memoryUsage.rss() }),
  (error: unknown) => tell({ type: 'unloadable', reason: String(error) }),
);
const beat = beater();

process.on('message', (message: ToChild) => {
  // Messages arrive between two steps of the computation, never within one.
  if (message.type === 'stop') process.exit(0);
  for (const order of message.orders) void translate(order);
});

/** The first rung that can drive the model. @throws the reason of the first. */
async function load({ modelDir: dir, rungs, ...files }: ChildSetup): Promise<{ rung: Rung; decoder: Decoder }> {
  const reasons: unknown[] = [];
  for (const rung of rungs)
    try {
      return { rung, decoder: await LOADERS[rung]({ dir, ...files }) };
    } catch (error) {
      reasons.push(error);
    }
  throw reasons[0];
}

async function translate({ id, isUrgent, sentence, settings }: Order): Promise<void> {
  try {
    const { decoder } = await loading;
    const translation = await translateSentence(decoder, sentence, { ...settings, isUrgent, onStep: beat });
    tell({ type: 'translated', id, translation, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    tell({ type: 'failed', id, reason: String(error) });
  }
}

function beater(): () => void {
  let last = 0;
  return () => {
    if (Date.now() - last < BEAT_MS) return;
    last = Date.now();
    tell({ type: 'beat', rssBytes: process.memoryUsage.rss() });
  };
}

function tell(message: FromChild): void {
  process.send?.(message);
}

function giveWay(niceness: number): void {
  try {
    setPriority(niceness);
  } catch {
    // Not every system lets a process change its place; drafting works all the same.
  }
}
