/** Questions that became statements, and the reverse. */
import { firstMatch } from './helpers.ts';
import { BEFORE_WORD } from './word-bounds.ts';
import { SILENT, type Check } from './check.ts';

/** A source may ask by its first word alone. */
const ASKING = new RegExp(
  `${BEFORE_WORD}[وف]?(?:هل|ماذا|لماذا|متي|اين|اليس|اوليس|افلا|اولا|افلم|اولم|الم(?= [يتنا]))(?![\\p{L}\\p{M}])|^\\P{L}*[وف]?(?:كيف|من|ما|كم|اي)(?![\\p{L}\\p{M}])`,
  'u',
);

export const questionMark: Check = {
  id: 'question-mark',
  severity: 'high',
  run({ source, target }) {
    const asked = firstMatch(source.prose, /[؟?]/);
    const asks = firstMatch(target.prose, /[?؟]/);
    if (asked && asks) return { found: [], agreed: 1 };
    if (asked) return { found: [{ message: 'question-mark.missing', source: asked }] };
    return asks && !ASKING.test(source.folded.text) ? { found: [{ message: 'question-mark.extra', target: asks }] } : SILENT;
  },
};
