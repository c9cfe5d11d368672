/** Money of the source that the target does not name. */
import { NOUN_PROCLITICS } from '../language/arabic/clitics.ts';
import { AFTER_WORD, BEFORE_WORD } from './word-bounds.ts';
import { SILENT, type Check, type Found } from './check.ts';

interface Currency {
  name: string;
  /** In the folded source, as whole words with clitics, and signs. */
  source: RegExp;
  target: RegExp;
}

/** name | Arabic words | what English may say */
const TABLE = `
dollar | دولار دولارا دولارات دولاري دولارين USD | \\$|dollars?|USD|bucks?|greenbacks?
cent | سنتا سنتات | cents?|¢|\\$|pennies|dollars?
euro | يورو EUR | €|euros?|EUR
pound | جنيه جنيها جنيهات جنيهين استرليني GBP EGP | £|pounds?|sterling|quid|guineas?|GBP|EGP|LE
rial | ريال ريالا ريالات ريالين SAR | riyals?|rials?|reals?|reais|SAR|QAR|OMR|YER
dirham | درهم درهما دراهم درهمين AED | dirhams?|dirhems?|drachmas?|AED|MAD|Dhs?
dinar | دينار دينارا دنانير دينارين | dinars?|KWD|JOD|IQD|BHD|TND|LYD
lira | ليره ليرات ليرتين | liras?|lire|pounds?|TRY|SYP|LBP|£
rouble | روبل روبلا روبلات RUB | roubles?|rubles?|RUB
yuan | يوان يوانا رنمينبي CNY | yuans?|renminbi|RMB|CNY
rupee | روبيه روبيات INR | rupees?|rupiahs?|INR|₹
franc | فرنك فرنكا فرنكات CHF | francs?|CHF|CFA
krone | كرونه كرونا كرونات | kron[aeu]r?|kroner|koruna|NOK|SEK|DKK|crowns?
shekel | شيكل شيقل شيكلا | shekels?|NIS|ILS|₪
peso | بيزو | pesos?
rand | راند | rands?|ZAR
yen | ينا | yen|JPY|¥
`;

/** Signs say the same in both languages. */
const SIGNS: Readonly<Record<string, string>> = { dollar: '\\$', euro: '€', pound: '£', yen: '¥', shekel: '₪', rupee: '₹' };
/** What only looks like money: clubs and places. */
const NO_MONEY: Readonly<Record<string, string>> = { rial: '(?! (?:مدريد|مايوركا|بيتيس|سوسيداد|سرقسطه|بلد))', dirham: '', lira: '' };
const EXTRA_SOURCE: Readonly<Record<string, string>> = {
  /** Without a number before it, or the coin's country behind it, it is also “enacted”. */
  cent: '|(?<=\\d ?)سنت(?!\\p{L})|(?<!\\p{L})[بو]سنت(?!\\p{L})|(?<!\\p{L})سنت (?:واحد|ا?مريكي|اميركي|اوروبي)(?!\\p{L})',
  yen: '|[\\d)] ?ين(?!\\p{L})|مليون ين(?!\\p{L})|مليار ين(?!\\p{L})|(?<!\\p{L})ين ياباني',
};

const CURRENCIES: readonly Currency[] = TABLE.trim()
  .split('\n')
  .map((line) => line.split(' | ') as [string, string, string])
  .map(([name, words, english]) => ({
    name,
    source: sourcePattern(name, words),
    target: new RegExp(`(?<![\\p{L}])(?:[A-Z]{1,3}(?=[$£]))?(?:${english})(?!\\p{L})`, 'iu'),
  }));

function sourcePattern(name: string, words: string): RegExp {
  const sign = SIGNS[name] === undefined ? '' : `|${SIGNS[name]}`;
  const alternatives = words.toLowerCase().replaceAll(' ', '|');
  return new RegExp(
    `(?:${BEFORE_WORD}|(?<=\\d))${NOUN_PROCLITICS}(?:${alternatives})${AFTER_WORD}${NO_MONEY[name] ?? ''}${EXTRA_SOURCE[name] ?? ''}${sign}`,
    'u',
  );
}

export const currency: Check = {
  id: 'currency',
  severity: 'high',
  run({ source, target }) {
    const found: Found[] = [];
    let agreed = 0;
    for (const { name, source: here, target: there } of CURRENCIES) {
      const match = here.exec(source.folded.text);
      if (!match) continue;
      if (there.test(target.prose)) agreed++;
      else found.push({ message: 'currency', values: { name }, source: source.spanOfFolded(match.index, match.index + match[0].length) });
    }
    return found.length + agreed === 0 ? SILENT : { found, agreed };
  },
};
