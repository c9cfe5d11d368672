/** All English words that tell a number, by kind. Folded: small letters. */
import { counted, spelled, type WordTable } from '../word-table.ts';

/** Below a hundred. */
export const CARDINALS: WordTable = {
  ...counted(0, 1, 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'),
  ...counted(20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety'),
};

/** A thousand and more. */
export const SCALES: WordTable = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

/** Scales that are no cardinals by themselves: dozens, hundreds, thousandths. A hundred among them. */
export const LOOSE_SCALES: WordTable = {
  ...spelled(12, 'dozen'),
  ...spelled(20, 'score'),
  ...spelled(100, 'hundred hundreds hundredth'),
  ...spelled(1e3, 'thousands thousandth'),
  ...spelled(1e6, 'millions'),
  ...spelled(1e9, 'billions'),
  ...spelled(1e12, 'trillions'),
};

/** Scales as they are written onto a figure: 5k, $3bn. */
export const SHORT_SCALES: WordTable = { k: 1e3, mn: 1e6, mln: 1e6, bn: 1e9, tn: 1e12 };

/** The first to the ninetieth. */
export const ORDINALS: WordTable = {
  ...counted(1, 1, 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth'),
  ...counted(17, 1, 'seventeenth eighteenth nineteenth twentieth'),
  ...counted(20, 10, 'twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth'),
};

/** Half and quarter as what they are; the others by the number they are named after, as Arabic names them. */
export const FRACTIONS: WordTable = { ...spelled(0.5, 'half halves'), ...spelled(0.25, 'quarter quarters'), ...counted(3, 1, 'thirds fourths fifths') };

/** Once, twice, both, a pair, threefold; rounds and hours that are named after a number. */
export const MULTIPLES: WordTable = {
  ...counted(1, 1, 'once twice thrice'),
  ...counted(1, 1, 'single double triple quadruple'),
  ...counted(1, 1, 'sole doubled tripled quadrupled'),
  ...counted(1, 1, 'solo duo trio quartet quintet'),
  ...counted(2, 1, 'doubling tripling'),
  ...counted(2, 1, 'twofold threefold fourfold'),
  ...spelled(2, 'couple pair both twins fortnight'),
  ...spelled(2, 'semifinal semifinals'),
  ...spelled(4, 'quarterfinal quarterfinals'),
  ...spelled(12, 'noon midday midnight'),
  ...spelled(0, 'nil'),
};

/** The twenties to the nineties of a century. */
export const DECADES: WordTable = counted(20, 10, 'twenties thirties forties fifties sixties seventies eighties nineties');

/** Spans of years by their length. */
export const YEAR_SPANS: WordTable = { decade: 10, decades: 10, century: 100, millennium: 1000 };

/** Per cent, in a hundred. A pattern without the sign; the case of letters is the reader's. */
export const PERCENT = '\\bper ?cents?\\b|\\bpercentages?\\b|\\bpercentile\\b|(?<=\\d )p(?:er)?ct?\\b|\\bin (?:a|every|each|one) hundred\\b';
