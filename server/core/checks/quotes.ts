/** Quotes of the target that do not pair. */
import { SILENT, type Check } from './check.ts';
import { unpaired, type Sign } from './pairing.ts';

const OPENING: Readonly<Record<string, string>> = { '“': '”', '«': '»' };
const QUOTE = /["“”«»„]/g;
/** 5'10", 12": inches and seconds. */
const MEASURE = /\d$/;

export const quotes: Check = {
  id: 'quotes',
  severity: 'low',
  run({ source, target }) {
    if (loneQuotes(source.prose).length > 0) return SILENT;
    const lone = loneQuotes(target.prose, !/["“”«»„]/.test(source.prose)).filter(({ at }) => !spansSegments(at, source.prose, target.prose));
    return {
      found: lone.map(({ sign, at }) => ({
        message: sign in OPENING || sign === '"' ? 'quotes.open' : 'quotes.close',
        values: { sign },
        target: { start: at, end: at + 1 },
      })),
    };
  },
};

/** A quotation of several segments opens with the first and closes with the last; a source that marks it otherwise has no quotes. */
function spansSegments(at: number, source: string, target: string): boolean {
  return !/["“”«»„]/.test(source) && (target.slice(0, at).trim() === '' || target.slice(at + 1).trim() === '');
}

/** Where the text mixes kinds of quotes it is enough that their number is even. */
function loneQuotes(text: string, mayMeasure = true): Sign[] {
  const signs = Array.from(text.matchAll(QUOTE), (match) => ({ sign: match[0], at: match.index }));
  const straight = signs.filter(({ sign, at }) => sign === '"' && !(mayMeasure && MEASURE.test(text.slice(Math.max(0, at - 1), at)) && signs.length % 2 === 1));
  const curly = signs.filter(({ sign }) => sign !== '"');
  if (straight.length % 2 === 1 && curly.length % 2 === 1) return [];
  return [...unpaired(curly, OPENING), ...(straight.length % 2 === 1 ? straight.slice(-1) : [])];
}
