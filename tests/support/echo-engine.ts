/** An engine without a model: `[en] ` and the source. Keeps the same promises as the real ones, so that other tests need no model. */
import { MOST_BEAMS, type Engine, type Translation } from '../../server/drafts/engine.ts';
import { passThrough } from '../../server/drafts/guards.ts';

export function createEchoEngine(): Engine {
  let isClosed = false;
  return {
    facts: async () => ({ name: 'echo', hash: '0'.repeat(64), engine: 'echo' }),
    async translate(sentences, { settings, signal }) {
      if (isClosed) throw new Error('closed');
      if (![1, 2, 3, 4, 5, MOST_BEAMS].includes(settings.beams)) throw new RangeError(`beams must be 1 to ${MOST_BEAMS}`);
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      return sentences.map(echo);
    },
    async close() {
      isClosed = true;
    },
  };
}

function echo(sentence: string): Translation {
  const passed = passThrough(sentence);
  if (passed) return { ...passed, tokens: [], scores: [], links: [] };
  const words = sentence.trim().split(/\s+/u);
  return { text: `[en] ${sentence.trim()}`, tokens: words.map((_, index) => index), scores: [...words, ''].map(() => -0.1), links: [], flags: [] };
}
