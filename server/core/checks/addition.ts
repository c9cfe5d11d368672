/** Passages of the target of which the draft has no trace. */
import { SILENT, type Check } from './check.ts';
import { excerptOf, spanOfWords } from './helpers.ts';
import { missingPassage } from './wording.ts';

export const addition: Check = {
  id: 'addition',
  severity: 'low',
  run({ draft, target }) {
    const gap = draft && missingPassage(target, draft);
    if (!gap) return SILENT;
    const span = spanOfWords(target.words, gap.from, gap.to);
    return { found: [{ message: 'addition', values: { text: excerptOf(target.text, span) }, target: span }] };
  },
};
