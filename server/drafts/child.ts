/**
 * The engine's own process: a crash, an endless computation or a lack of memory in native code ends here and not in the server.
 * It gives way to everything else on the machine, and goes when its parent goes.
 */
import { setPriority } from 'node:os';
import { loadOwnLoop } from './engines/own-loop.ts';
import type { Decoder } from './decoder.ts';
import type { ChildSetup, FromChild, ToChild } from './messages.ts';
import { translateSentence } from './translate.ts';

const BEAT_MS = 1000;

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches every process of the terminal; the parent decides what becomes of this one.
process.on('SIGINT', () => undefined);
const setup = JSON.parse(process.argv[2] ?? '{}') as ChildSetup;
giveWay(setup.niceness);
const loading = loadOwnLoop(setup.modelDir, setup);
let work = loading.then(
  () => tell({ type: 'ready', rssBytes: process.memoryUsage.rss() }),
  (error: unknown) => tell({ type: 'unloadable', reason: String(error) }),
);

process.on('message', (message: ToChild) => {
  // Messages arrive between two steps of the computation, never within one.
  if (message.type === 'stop') process.exit(0);
  work = work.then(async () => translate(await loading, message));
});

async function translate(engine: Decoder, { id, sentence, settings }: Extract<ToChild, { type: 'translate' }>): Promise<void> {
  try {
    const translation = await translateSentence(engine, sentence, { ...settings, onStep: beat() });
    tell({ type: 'translated', id, translation, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    tell({ type: 'failed', id, reason: String(error) });
  }
}

function beat(): () => void {
  let last = Date.now();
  return () => {
    if (Date.now() - last < BEAT_MS) return;
    last = Date.now();
    tell({ type: 'beat' });
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
