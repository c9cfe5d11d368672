/** Spaces too many: within the target and at its ends. */
import type { Check, Found } from './check.ts';
import { findEach, replacing } from './helpers.ts';
import type { ReadText } from './read-text.ts';

const RUNS = /(?<=\S)[ \u00a0\t]{2,}(?=\S)/g;

export const spaces: Check = {
  id: 'spaces',
  severity: 'low',
  run({ source, target }) {
    const inside = findEach(target.text, RUNS, (_match, span) => ({ message: 'spaces.several', target: span, fix: replacing(span, ' ') }));
    return { found: [...atStart(source, target), ...inside.found, ...atEnd(source, target)] };
  },
};

function atStart({ text: source }: ReadText, { text }: ReadText): Found[] {
  const span = { start: 0, end: text.length - text.trimStart().length };
  return span.end === 0 || /^\s/.test(source) ? [] : [{ message: 'spaces.start', target: span, fix: replacing(span, '') }];
}

function atEnd({ text: source }: ReadText, { text }: ReadText): Found[] {
  const span = { start: text.trimEnd().length, end: text.length };
  return span.start === span.end || /\s$/.test(source.slice(-1)) ? [] : [{ message: 'spaces.end', target: span, fix: replacing(span, '') }];
}
