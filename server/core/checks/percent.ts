/** Percentages. */
import { PERCENT as PERCENT_ARABIC } from '../language/arabic/number-vocabulary.ts';
import { PERCENT as PERCENT_ENGLISH } from '../language/english/number-vocabulary.ts';
import { firstMatch } from './helpers.ts';
import { SILENT, type Check } from './check.ts';

/** Of a hundred students: no share unless a number stands before it, as in five of the hundred. */
const OF_A_HUNDRED = '(?!من (?!ال))';
const ARABIC = new RegExp(`[%٪]|${OF_A_HUNDRED}(?:${PERCENT_ARABIC})`, 'u');
const ENGLISH = new RegExp(`[%٪]|${PERCENT_ENGLISH}`, 'i');
/** Share, rate, percentage: English may say it with the sign. */
const SHARE = /نسب|مءوي|معدل|ماءوي/;
/** Half, a third, a quarter: 50, 33, 25 per cent. */
const FRACTION = /(?<!\p{L})[وفبكل]?(?:ال)?(?:نصف|ثلث|ثلثا|ثلثي|ربع|ارباع|خمس|اخماس)(?!\p{L})/u;

export const percent: Check = {
  id: 'percent',
  severity: 'high',
  run({ source, target }) {
    const here = firstMatch(source.folded.text, ARABIC);
    const there = firstMatch(target.prose, ENGLISH);
    if (here && there) return { found: [], agreed: 1 };
    if (here) return { found: [{ message: 'percent.missing', source: source.spanOfFolded(here.start, here.end) }] };
    return there && !SHARE.test(source.folded.text) && !FRACTION.test(source.folded.text) ? { found: [{ message: 'percent.extra', target: there }] } : SILENT;
  },
};
