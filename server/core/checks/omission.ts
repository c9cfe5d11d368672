/** Passages of the draft that have left no trace in the target. */
import { createWordMap } from '../inline/word-map.ts';
import type { Span } from '../model.ts';
import { SILENT, type Check } from './check.ts';
import { excerptOf, spanOfWords } from './helpers.ts';
import type { ReadText } from './read-text.ts';
import { missingPassage } from './wording.ts';

export const omission: Check = {
  id: 'omission',
  severity: 'medium',
  run({ source, draft, target }) {
    if (!draft || target.words.length === 0) return SILENT;
    const gap = missingPassage(draft, target);
    if (!gap) return SILENT;
    const values = { text: excerptOf(draft.text, spanOfWords(draft.words, gap.from, gap.to)) };
    return { found: [{ message: 'omission', values, source: answerOf(source, draft, gap) }] };
  },
};

/** About where the source says what the words of the draft say. */
function answerOf(source: ReadText, draft: ReadText, { from, to }: { from: number; to: number }): Span | null {
  const { first, last } = createWordMap(draft.text, source.text, []).rangeOf(from, to);
  return last > first ? spanOfWords(source.words, first, last) : null;
}
