/** Questions that became statements, and the reverse. */
import { firstMatch } from './helpers.ts';
import { BEFORE_WORD } from './word-bounds.ts';
import { SILENT, type Check } from './check.ts';

const ADDRESS = /(?:https?:\/\/|www\.)\S+/gi;
/** A source may ask by its first word alone. */
const ASKING = new RegExp(`${BEFORE_WORD}[وف]?(?:هل|ماذا|لماذا|متي|اين|اليس|اوليس)(?![\\p{L}\\p{M}])|^\\P{L}*[وف]?(?:كيف|من|ما|كم|اي)(?![\\p{L}\\p{M}])`, 'u');

export const questionMark: Check = {
  id: 'question-mark',
  severity: 'high',
  run({ source, target }) {
    const asked = firstMatch(masked(source.text), /[؟?]/);
    const asks = firstMatch(masked(target.text), /[?؟]/);
    if (asked && asks) return { found: [], agreed: 1 };
    if (asked) return { found: [{ message: 'question-mark.missing', source: asked }] };
    return asks && !ASKING.test(source.folded.text) ? { found: [{ message: 'question-mark.extra', target: asks }] } : SILENT;
  },
};

/** Addresses may hold question marks; blanked, so that offsets stay. */
function masked(text: string): string {
  return text.replace(ADDRESS, (address) => ' '.repeat(address.length));
}
