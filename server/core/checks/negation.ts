/** Denials of the source that the target does not make. */
import { AFTER_WORD, BEFORE_WORD } from './word-bounds.ts';
import { SILENT, type Check, type Outcome } from './check.ts';
import { DENYING_ENGLISH, STRONG_ENGLISH } from './negation-words.ts';
import type { PairText } from './pair-text.ts';

const DENIAL = new RegExp(`${BEFORE_WORD}(?:[وفب]?لم|[وف]?لن|[وف]?لا|[وف]?ليس|[وف]?ليست|[وف]?ليسوا|[وف]?لسنا|[وف]?لست|[وف]?ليسا)${AFTER_WORD}`, 'gu');

/** Phrases that deny by form only: still, soon, especially, must, no doubt, not only, the more so, or not, isn't it. Masked before the search. */
const HOLLOW = new RegExp(
  `${BEFORE_WORD}[وف]?(?:` +
    'لا (?:ي|ت|ن|ا)?زال(?:ت|وا|ون|ا)?|لا سيما|لاسيما|لا بد|لا شك|لا محاله|لا باس|لا ريب|لا غني|لا مفر|لا جدال|لا سيم|(?:ما|لم) (?:ي|ت|ن|ا)?ز(?:ا)?ل(?:ت|وا|نا|ون)?' +
    '|ان لم يكن|ان لم تكن|لم لا|بما لا يدع|الا وهو|الا وهي|غير ان|لا تنس(?:ي|وا)?|لم يسبق|ليس(?:ت)? فقط|لا فقط|ليس هذا فحسب|لا يقتصر|لا تقتصر|لم يقتصر|لم تقتصر' +
    '|لا ينفك|لا يفتا|ما لا يقل|بما لا يقل|لا يقل|لا تقل|لم يكد|لا يكاد|لا تكاد|لم تكد|لا سوي|(?:لا|لم) (?:ي|ت)(?:توقف|نقطع|برح|كف)(?:ون|وا)?|لا لبس|لا [يت]تجزء' +
    '|(?:لا|لم) (?:ي|ت)(?:لبث|فارق|خفي|خف|خلو|خل|عدم|ستبعد|ستغرب|تجاوز|تعدي|زيد)(?:وا|ون)?|ليس(?:ت)? (?:من )?(?:ال)?(?:مستبعد|مستغرب|مستحيل|عجيب|غريب)(?:ه|ا)?' +
    '|(?:ام|او) لا|نعم ?/ ?لا|[او]?ليس كذلك' +
    `)${AFTER_WORD}`,
  'gu',
);

/** لم that asks why: before a noun with its article or another denial, or behind a verb of knowing. */
const WHY = new RegExp(`${BEFORE_WORD}[وف]?لم (?=ال|ل[مان]${AFTER_WORD})|(?<=(?:دري|عرف|علم|فهم|سال|عرفون|علمون) )لم${AFTER_WORD}`, 'gu');

/** With one of these the denial is a restriction, which English says with only: لا … إلا. */
const RESTRICTION = new RegExp(`${BEFORE_WORD}[وف]?(?:الا|سوي|حتي|بل|لولا|لاكثر|اكثر)${AFTER_WORD}`, 'gu');
/** English for restrictions. */
const RESTRICTING = /\b(?:only|just|until|still|yet|despite|remain\w*|otherwise|apart|least|most|but|even|other|rather|all|up to|single|sole|alone|mere)\b/gi;

/** Not only … but: English that says “only” and denies nothing has turned it round. */
const NOT_ONLY = new RegExp(`${BEFORE_WORD}(?:(?:لا|لم|لن|ليس|ليست) (?:[^.!؟،,؛]{0,80} )?فحسب|(?:لا|ليس|ليست) فقط|(?:لا|لم) [يت]قتصر)${AFTER_WORD}`, 'u');
const ONLY = /\b(?:only|just|merely|solely|simply|limited|confined|restricted)\b/i;

/** Denials that are no verbs' have their own words in the target: without, un-. */
const OTHER_DENIAL = new RegExp(`${BEFORE_WORD}[وف]?(?:دون|بدون|بلا|غير|بغير|عدم|بعدم|لعدم|انعدام|رفض|منع)${AFTER_WORD}`, 'gu');
/** Not A, B or C: a denial that goes on is not said anew. */
const GOES_ON = /\b(?:n?or|n?either|any)\b/i;

export const negation: Check = {
  id: 'negation',
  severity: 'medium',
  run(pair) {
    const plain = pair.source.folded.text.replace(HOLLOW, blank).replace(WHY, blank);
    const denials = Array.from(plain.matchAll(DENIAL));
    if (denials.length === 0) return turnedRound(pair);
    const answers = answersIn(pair, plain);
    if (answers.all + answers.restrictions >= needed(denials, pair)) return turnedRound(pair, denials.length);
    const message = answers.all === 0 ? 'negation.missing' : 'negation.fewer';
    const [first] = denials;
    const values = { word: first![0].trim(), source: denials.length, target: answers.all };
    return { found: [{ message, values, source: answers.all === 0 ? pair.source.spanOfFolded(first!.index, first!.index + first![0].length) : null }] };
  },
};

function blank(phrase: string): string {
  return ' '.repeat(phrase.length);
}

/** How many denials the target must make. */
function needed(denials: readonly RegExpExecArray[], { target }: PairText): number {
  if (!GOES_ON.test(target.text)) return denials.length;
  return denials.filter(([word], index) => index === 0 || !/^ول/.test(word)).length;
}

/** What may answer a denial: the words for no and not, others that deny as far as the source has no words of its own for them, and restrictions. */
function answersIn({ target }: PairText, plain: string): { all: number; restrictions: number } {
  const strong = countOf(STRONG_ENGLISH, target.text);
  const others = countOf(DENYING_ENGLISH, target.text) - strong;
  const all = strong + Math.max(0, others - countOf(OTHER_DENIAL, plain));
  return { all, restrictions: Math.min(countOf(RESTRICTION, plain), countOf(RESTRICTING, target.text)) };
}

function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

/** “Not only” that has become “only”. */
function turnedRound({ source, target }: PairText, agreed = 0): Outcome {
  const match = NOT_ONLY.exec(source.folded.text);
  if (!match || !ONLY.test(target.text) || countOf(STRONG_ENGLISH, target.text) > 0) return agreed > 0 ? { found: [], agreed } : SILENT;
  const span = source.spanOfFolded(match.index, match.index + match[0].length);
  return { found: [{ message: 'negation.missing', values: { word: match[0].split(' ')[0]!, source: 1, target: 0 }, source: span }] };
}
