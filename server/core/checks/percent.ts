/** Percentages. */
import { firstMatch } from './helpers.ts';
import { SILENT, type Check } from './check.ts';

/** Folded: مئة, مائة and مية are written مءه, ماءه, ميه. */
const ARABIC = /[%٪]|(?<!\p{L})(?:في|ب|ف|من)\s?(?:ال)?(?:مءه|ماءه|ميه)(?!\p{L})|(?<!\p{L})بال(?:مءه|ماءه|ميه)(?!\p{L})/u;
const ENGLISH = /%|\bper ?cents?\b|\bpercentages?\b|\bpercentile\b|(?<=\d )p(?:er)?ct?\b|\bin (?:a|every|each|one) hundred\b/i;
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
