/** The program of one thread of the engine's process: it has the model in memory for itself, and one copy of ONNX Runtime computes nothing for another. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Decoder } from './decoder.ts';
import type { ModelSource } from './engines/marian.ts';
import { loadOwnLoop } from './engines/own-loop.ts';
import { loadPipeline } from './engines/pipeline.ts';
import type { FromThread, Order, Rung, ThreadSetup } from './messages.ts';
import { translateSentence } from './translate.ts';

const BEAT_MS = 1000;
const TRIAL = 'نعم';
/** What the C++ library, ONNX Runtime and V8 say when there is no memory left. */
const NO_MEMORY = /bad_alloc|failed to allocate|out of memory|allocation failed/i;
const LOADERS: Record<Rung, (source: ModelSource) => Promise<Decoder>> = { 'own-loop': loadOwnLoop, pipeline: loadPipeline };

const loading = load(workerData as ThreadSetup);
loading.then(
  ({ decoder, passedOver, rung }) => tell({ type: 'ready', rung, passedOver, isBatchable: decoder.isBatchable }),
  (error: unknown) => {
    endWithoutMemory(error);
    tell({ type: 'unloadable', reason: String(error) });
  },
);
const beat = beater();

// Orders arrive between two steps of the computation, never within one.
parentPort?.on('message', (order: Order) => void translate(order));

/** The first rung that drafts with the model: whether files fit each other shows only then. @throws the reason of the first. */
async function load({ modelDir: dir, rungs, ...files }: ThreadSetup): Promise<{ rung: Rung; decoder: Decoder; passedOver: string[] }> {
  const reasons: unknown[] = [];
  for (const rung of rungs)
    try {
      const decoder = await LOADERS[rung]({ dir, ...files });
      await decoder.decode(TRIAL, { beams: 1, isStrict: false, isUrgent: false, onStep: () => undefined });
      return { rung, decoder, passedOver: reasons.map(String) };
    } catch (error) {
      endWithoutMemory(error);
      reasons.push(error);
    }
  throw reasons[0];
}

async function translate({ id, isUrgent, sentence, settings }: Order): Promise<void> {
  try {
    const { decoder } = await loading;
    tell({ type: 'translated', id, translation: await translateSentence(decoder, sentence, { ...settings, isUrgent, onStep: beat }) });
  } catch (error) {
    endWithoutMemory(error);
    tell({ type: 'failed', id, reason: String(error) });
  }
}

/** Neither the model nor the sentence is to blame: this thread is lost, and the next process, which has more memory or is given less at a time, tries again. */
function endWithoutMemory(error: unknown): void {
  if (NO_MEMORY.test(String(error))) throw error;
}

function beater(): () => void {
  let last = 0;
  return () => {
    if (Date.now() - last < BEAT_MS) return;
    last = Date.now();
    tell({ type: 'beat' });
  };
}

function tell(message: FromThread): void {
  parentPort?.postMessage(message);
}
