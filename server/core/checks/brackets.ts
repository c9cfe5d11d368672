/** Brackets of the target that do not pair. */
import type { Check } from './check.ts';
import { unpaired, type Sign } from './pairing.ts';

const OPENING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const BRACKET = /[()[\]{}]/g;
/** 1) a) iv) at the beginning of a line or after a space or semicolon, and smileys. */
const LONE = /(?:(?:^|[\s;,،؛(])(?:\d{1,3}|\p{L}|[ivx]{1,4}))$|[:;8]-?$/u;

export const brackets: Check = {
  id: 'brackets',
  severity: 'medium',
  run({ source, target }) {
    if (loneBrackets(source.prose).length > 0) return { found: [] };
    const lone = loneBrackets(target.prose);
    return {
      found: lone.map(({ sign, at }) => ({
        message: sign in OPENING ? 'brackets.open' : 'brackets.close',
        values: { sign },
        target: { start: at, end: at + 1 },
      })),
    };
  },
};

function loneBrackets(text: string): Sign[] {
  const signs = Array.from(text.matchAll(BRACKET), (match) => ({ sign: match[0], at: match.index }));
  return unpaired(signs, OPENING).filter(({ sign, at }) => !((sign === ')' || sign === '(') && LONE.test(text.slice(Math.max(0, at - 6), at))));
}
