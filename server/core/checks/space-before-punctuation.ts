/** A space before a sign that follows its word. Smileys follow none. */
import type { Check } from './check.ts';
import { findEach, replacing } from './helpers.ts';

const SPACE = /(?<=\S)[ \u00a0]+(?=(?![:;]-?[()])(?:[,;:!?]+|\.)["”’)\]]?(?:\s|$))/g;

export const spaceBeforePunctuation: Check = {
  id: 'space-before-punctuation',
  severity: 'low',
  run: ({ target: { text } }) =>
    findEach(text, SPACE, (_match, span) => ({
      message: 'space-before-punctuation',
      values: { sign: text[span.end]! },
      target: { start: span.start, end: span.end + 1 },
      fix: replacing(span, ''),
    })),
};
