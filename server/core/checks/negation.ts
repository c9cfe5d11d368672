/** Denials of the source that the target does not make. */
import { AFTER_WORD, BEFORE_WORD } from './word-bounds.ts';
import { SILENT, type Check } from './check.ts';

const DENIAL = new RegExp(`${BEFORE_WORD}(?:[وفب]?لم|[وف]?لن|[وف]?لا|[اوف]?ليس|[وف]?ليست|[وف]?ليسوا|[وف]?لسنا|[وف]?لست|[وف]?ليسا)${AFTER_WORD}`, 'gu');

/** Phrases that deny by form only: still, especially, must, no doubt, not only, the more so. Masked before the search. */
const HOLLOW = new RegExp(
  `${BEFORE_WORD}[وف]?(?:` +
    'لا (?:ي|ت|ن|ا)?زال(?:ت|وا|ون|ا)?|لا سيما|لاسيما|لا بد|لا شك|لا محاله|لا باس|لا ريب|لا غني|لا مفر|لا جدال|لا ريب|لا سيم|(?:ما|لم) (?:ي|ت|ن|ا)?ز(?:ا)?ل(?:ت|وا|نا|ون)?' +
    '|ان لم يكن|ان لم تكن|لم لا|بما لا يدع|الا وهو|الا وهي|غير ان|لا تنس(?:ي|وا)?|لم يسبق|ليس(?:ت)? فقط|لا فقط|ليس هذا فحسب|لا يقتصر|لا تقتصر|لم يقتصر|لم تقتصر|لا ينفك|لا يفتا|ما لا يقل|بما لا يقل|لا يقل|لا تقل|لم يكد|لا يكاد|لا تكاد|لم تكد|لا سوي|(?:لا|لم) (?:ي|ت)(?:توقف|نقطع|برح|كف)(?:ون|وا)?|لا لبس' +
    `)${AFTER_WORD}`,
  'gu',
);

/** With one of these the denial is a restriction, which English says with only: لا … إلا. */
const RESTRICTION = new RegExp(`${BEFORE_WORD}[وف]?(?:الا|سوي|حتي|بل|فحسب|لولا)${AFTER_WORD}`, 'u');

const STRONG = "\\b(?:not|no|never|none|nothing|nobody|nor|neither|without|cannot|nowhere|no-one)\\b|n['’]t\\b";

/** English that denies by its meaning. */
const BY_MEANING =
  '\\b(?:unable|fail(?:s|ed|ing|ures?)?|refus\\w*|reject\\w*|den(?:y|ies|ied|ying|ial)|declin\\w*|lack\\w*|absen\\w*|hardly|barely|scarcely|rarely|seldom|few|fewer|less|avoid\\w*' +
  '|prevent\\w*|prohibit\\w*|forbid\\w*|forbade|bann?(?:ed|s|ing)?|stop(?:s|ped|ping)?|except\\w*|other than|rather than|instead|unless|far from|impossible|ceas\\w*|los(?:e|es|ing|t)' +
  '|zero|exempt\\w*|nil|exclud\\w*|ignor\\w*|unlike|neglect\\w*|insuffic\\w*|doubt\\w*|abstain\\w*|oppos\\w*|out of|overlook\\w*|anything but|yet to|free (?:of|from)|little' +
  '|miss(?:ed|es|ing)?|end(?:ed|s)?|outside|beyond|against|too)\\b';
/** Or by its form. */
const BY_FORM = '\\b(?:un|in|im|il|ir|dis|non|mis)-?[a-z]{4,}\\b|\\b[a-z]{3,}less(?:ly|ness)?\\b|\\b[a-z]{3,}-free\\b';
const DENYING = new RegExp([STRONG, BY_MEANING, BY_FORM].join('|'), 'gi');
/** English for restrictions. */
const RESTRICTING = /\b(?:only|just|until|still|yet|despite|remain\w*|otherwise|apart|least|but|even|other|rather)\b/i;
/** Begin like a denial and deny nothing. */
const AFFIRMING =
  /\b(?:in(?:to|side|stead|come|clud|creas|deed|form|stitut|dustr|vest|volv|ter|tro|sist|stanc|spir|sur|habit|herit|itia|nov|put|quir|sid|struct|sight|ject|dicat|divid|ternation|fect|fluenc|flat|fra|fant|n(?!oc)|gredi|dia|do|k)\w*|im(?:port|prov|plement|age|agin|media|migra|pact|pos|press|plic|ply|plied)\w*|un(?:ion|it|ivers|iform|ique|der|til|ited|ite|ity|it|animous|iversit|its)\w*|dis(?:cover|cuss|play|tanc|tinc|tribut|trict|eas|aster|c|h|put|turb|patch|guis|solv)\w*|mis(?:sion|sil|ter|siss|s)\w*|non(?:e)\b|il(?:lustr|ness|l)\w*|ir(?:an|aq|ish|eland|on|rit)\w*)\b/gi;

export const negation: Check = {
  id: 'negation',
  severity: 'medium',
  run({ source, target }) {
    const { text } = source.folded;
    const plain = text.replace(HOLLOW, (phrase) => ' '.repeat(phrase.length));
    const denials = Array.from(plain.matchAll(DENIAL));
    const [first] = denials;
    if (!first) return SILENT;
    const answers = target.text.replace(AFFIRMING, ' ').match(DENYING)?.length ?? 0;
    const isAnswered = RESTRICTION.test(text) ? answers > 0 || RESTRICTING.test(target.text) : answers >= denials.length;
    if (isAnswered) return { found: [], agreed: denials.length };
    const message = answers === 0 ? 'negation.missing' : 'negation.fewer';
    const values = { word: first[0].trim(), source: denials.length, target: answers };
    return { found: [{ message, values, source: answers === 0 ? source.spanOfFolded(first.index, first.index + first[0].length) : null }] };
  },
};
