/** Percentages. */
import { PERCENT as PERCENT_ARABIC } from '../language/arabic/number-vocabulary.ts';
import { PERCENT as PERCENT_ENGLISH } from '../language/english/number-vocabulary.ts';
import { firstMatch } from './helpers.ts';
import { SILENT, type Check } from './check.ts';

const ARABIC = new RegExp(`[%٪]|${PERCENT_ARABIC}`, 'u');
const ENGLISH = new RegExp(`%|${PERCENT_ENGLISH}`, 'i');
/** Share, rate, percentage: English may say it with the sign. */
const SHARE = /نسب|مءوي|معدل|ماءوي/;

export const percent: Check = {
  id: 'percent',
  severity: 'high',
  run({ source, target }) {
    const here = firstMatch(source.folded.text, ARABIC);
    const there = firstMatch(target.text, ENGLISH);
    if (here && there) return { found: [], agreed: 1 };
    if (here) return { found: [{ message: 'percent.missing', source: source.spanOfFolded(here.start, here.end) }] };
    return there && !SHARE.test(source.folded.text) ? { found: [{ message: 'percent.extra', target: there }] } : SILENT;
  },
};
