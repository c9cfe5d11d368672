import { expect, test } from 'vitest';
import { previewFile } from '../../server/imports/preview.ts';
import { watchTurns } from '../support/cpu-time.ts';

test('while a long text is looked at before its import, others get their turn', async () => {
  const bytes = new TextEncoder().encode(`${'ذهب الولد إلى المدرسة في الصباح. '.repeat(10)}\n`.repeat(3000));
  const stop = watchTurns();
  const { facts } = await previewFile({ name: 'long.txt', bytes });
  const { longestMs, allMs } = stop();
  expect(facts).toMatchObject({ paragraphs: 3000, sentences: 30_000 });
  expect(longestMs).toBeLessThan(allMs / 2);
});
