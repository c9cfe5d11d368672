import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { Crew, planFor, type Answer } from '../../server/drafts/crew.ts';
import type { ChildSetup, Order } from '../../server/drafts/messages.ts';

const MB = 2 ** 20;
const setup: ChildSetup = {
  modelDir: 'none',
  dtype: 'fp32',
  encoderFile: '',
  decoderFile: '',
  bytes: 25 * MB,
  threads: 2,
  rungs: ['own-loop'],
  silenceMs: 300,
  niceness: 0,
};

test.each([
  ['a small model once for each thread', 25 * MB, 2, { copies: 2, threads: 1 }],
  ['and on more processors more often', 25 * MB, 8, { copies: 8, threads: 1 }],
  ['as often as there is room for it', 110 * MB, 8, { copies: 2, threads: 4 }],
  ['a large model once, with all threads', 300 * MB, 2, { copies: 1, threads: 2 }],
  ['on one thread once', 25 * MB, 1, { copies: 1, threads: 1 }],
])('loads %s', (_what, bytes, threads, plan) => {
  expect(planFor({ bytes, threads })).toEqual(plan);
});

/** A thread that answers at once, or does what the sentence says. */
const PROGRAM = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.postMessage({ type: 'ready', rung: 'own-loop', isBatchable: true });
  parentPort.on('message', ({ id, sentence }) => {
    if (sentence === 'hang') for (;;);
    if (sentence === 'throw') throw new Error('out of order');
    if (sentence === 'end') process.exit(3);
    if (sentence === 'wait') return setTimeout(() => parentPort.postMessage({ type: 'beat' }), 200).ref(), setTimeout(() => answer(id), 400);
    answer(id);
  });
  const answer = (id) => parentPort.postMessage({ type: 'translated', id, translation: { text: String(threadId) } });
`;

const order = (id: number, sentence: string): Order => ({ id, sentence, settings: { beams: 1 }, isUrgent: false });

/** A crew of such threads, and what it says. */
async function startCrew(program = PROGRAM) {
  const workers: Worker[] = [];
  const answers: Answer[] = [];
  const losses: string[] = [];
  const start = () => {
    workers.push(new Worker(program, { eval: true }));
    return workers.at(-1)!;
  };
  const starting = Crew.start(setup, { onAnswer: (answer) => answers.push(answer), onLoss: (reason) => losses.push(reason) }, start);
  const end = () => Promise.all(workers.map((worker) => worker.removeAllListeners('exit').terminate()));
  try {
    return { ...(await starting), answers, losses, end };
  } catch (error) {
    await end();
    throw error;
  }
}

describe('threads of the engine’s process', () => {
  test('each take the sentences that the other has no time for', async () => {
    const { answers, crew, end } = await startCrew();
    for (const [id, sentence] of ['wait', 'one', 'two', 'wait'].entries()) crew.translate(order(id, sentence));
    await expect.poll(() => answers.filter(({ type }) => type === 'translated').length).toBe(4);
    const threads = answers.flatMap((answer) => (answer.type === 'translated' ? answer.translation.text : []));
    expect(new Set(threads).size).toBe(2);
    await end();
  });

  test('say that they work as long as they do', async () => {
    const { answers, crew, end, losses } = await startCrew();
    crew.translate(order(1, 'wait'));
    await expect.poll(() => answers.map(({ type }) => type)).toEqual(['beat', 'translated']);
    await new Promise((resolve) => setTimeout(resolve, 2 * setup.silenceMs));
    expect(losses).toEqual([]);
    await end();
  });

  test.each([
    ['hangs, while the other works on', 'hang', /hangs/],
    ['throws', 'throw', /out of order/],
    ['ends', 'end', /ended with 3/],
  ])('one of them that %s is said to be lost', async (_what, sentence, reason) => {
    const { answers, crew, end, losses } = await startCrew();
    crew.translate(order(1, sentence));
    const timer = setInterval(() => crew.translate(order(2, 'a sentence much longer than the other')), 20);
    await expect.poll(() => losses[0]).toMatch(reason);
    clearInterval(timer);
    expect(answers.some(({ type }) => type === 'translated')).toBe(true);
    await end();
  });

  test('that the system does not give are a loss, and no fault of the model', async () => {
    const losses: string[] = [];
    const start = (): never => {
      throw new Error('EAGAIN');
    };
    await expect(Crew.start(setup, { onAnswer: () => undefined, onLoss: (reason) => losses.push(reason) }, start)).rejects.toThrow('EAGAIN');
    expect(losses).toEqual(['Error: EAGAIN']);
  });

  test('that cannot load the model say why', async () => {
    const program = `require('node:worker_threads').parentPort.postMessage({ type: 'unloadable', reason: 'no such graph' });`;
    await expect(startCrew(program)).rejects.toThrow('no such graph');
  });
});
