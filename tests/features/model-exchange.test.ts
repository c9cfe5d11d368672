/** Another model is chosen while sentences are being drafted. */
import { expect, test } from 'vitest';
import { EngineLostError, type Engine } from '../../server/drafts/engine.ts';
import { ModelInUse } from '../../server/drafts/model-in-use.ts';

/** Answers when it is let; closing it fails whoever waits, as the real pool does. */
class SlowEngine implements Engine {
  readonly name: string;
  isClosed = false;
  let: () => void = () => undefined;
  #fail: (error: Error) => void = () => undefined;
  constructor(name: string) {
    this.name = name;
  }
  facts() {
    return Promise.resolve({ name: this.name, hash: this.name, engine: 'own-loop' });
  }
  async translate(sentences: readonly string[]) {
    await new Promise<void>((resolve, reject) => {
      this.let = resolve;
      this.#fail = reject;
    });
    return sentences.map((text) => ({ text: `${this.name}: ${text}`, tokens: [], scores: [], links: [], flags: [] }));
  }
  close() {
    this.isClosed = true;
    this.#fail(new EngineLostError('closed'));
    return Promise.resolve();
  }
}

const options = { settings: { beams: 1 }, urgency: 'background' } as const;

test('what is under way is begun again by the new model, and is said to be of it', async () => {
  const made: SlowEngine[] = [];
  const inUse = new ModelInUse({ dir: '/old', dtype: null }, ({ dir }) => made[made.push(new SlowEngine(dir)) - 1]!);
  const answer = inUse.translate(['مرحبا'], options);
  expect(inUse.exchange({ dir: '/new', dtype: null })).toBe(true);
  expect(made[0]!.isClosed).toBe(true);
  await new Promise(setImmediate);
  made[1]!.let();
  expect(await answer).toMatchObject({ translations: [{ text: '/new: مرحبا' }], from: { name: '/new' } });
});

test('choosing the same again disturbs nobody; another kind of files of it is another model', () => {
  const made: SlowEngine[] = [];
  const inUse = new ModelInUse({ dir: '/old', dtype: null }, ({ dir }) => made[made.push(new SlowEngine(dir)) - 1]!);
  expect(inUse.exchange({ dir: '/old', dtype: null })).toBe(false);
  expect(made[0]!.isClosed).toBe(false);
  expect(inUse.exchange({ dir: '/old', dtype: 'q8' })).toBe(true);
});

test('an engine that was lost, not exchanged, is the caller’s to try again', async () => {
  const engine = new SlowEngine('/old');
  const inUse = new ModelInUse({ dir: '/old', dtype: null }, () => engine);
  const answer = inUse.translate(['مرحبا'], options);
  void engine.close();
  await expect(answer).rejects.toThrow(EngineLostError);
});
