/** Rules for every language. A stop ends a sentence unless a rule says that the sentence goes on. */
import type { Stop } from './stops.ts';

/** True when the sentence goes on after the stop. */
export type Rule = (stop: Stop) => boolean;

const CLOSING_QUOTE = /[”"»’›]/;

/** Nothing was said yet: a line that begins with dots. */
export const hasNoWords: Rule = (stop) => stop.isFirstWord && stop.previous === '';

/** A comma, colon or closing mark follows: the sentence is still under way. */
export const isBeforePunctuation: Rule = (stop) => /[،؛:,;)\]»”]/.test(stop.nextCharacter);

/** A remark in brackets belongs to the sentence around it, however many sentences it holds. */
export const isInBrackets: Rule = (stop) => stop.open.brackets > 0 || stop.closesInnerBracket;

/** A quote within a quote closes while the outer one goes on. */
export const isInOuterQuote: Rule = (stop) => closesQuote(stop) && stop.open.quotes > 0;

/** `1.`, `2.1.`, `IV.`, `أولا.` at the beginning count what follows. */
export const isListMarker: Rule = (stop) =>
  stop.isFirstWord &&
  stop.marks === '.' &&
  /^(?:\d{1,3}(?:\.\d{1,3})*|[IVXivx]{1,4}|\p{L}|(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|أخير)ا)$/u.test(stop.previous);

/** What a number belongs to that heads a clause, a step or a caption. Arabic words as folding leaves them. */
const LABELS: ReadonlySet<string> = new Set(
  (
    'المادة مادة البند بند الفصل فصل الباب باب القسم قسم الفقرة فقرة الجزء جزء الشكل شكل الجدول جدول الصورة صورة الخطوة السؤال المثال مثال الملحق ملحق ملاحظة ' +
    'المبحث المطلب الفرع المحور الدرس المحاضرة التمرين تمرين الوحدة الحلقة المسألة مسألة القاعدة ' +
    'Article Section Chapter Part Clause Paragraph Step Figure Table Example Question Appendix Annex Schedule Rule Lesson Unit Lecture Exercise Module Topic Theorem Lemma Definition Principle Sec Art Ch'
  ).split(' '),
);

/** How they are counted: `5`, `2.1`, `3-2`, `IV`, `B`, `الأولى`, `Two`. */
const COUNT =
  /^(?:\d{1,4}(?:[.–-]\d{1,3})*|[IVXL]{1,5}|[A-Z]|[أ-ي]|ال(?:أول|أولى|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|حادي|عشرون)ة?|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)$/u;

/** What may follow the count: المادة 5 مكررا، الفصل الثاني عشر. */
const BEHIND_COUNT = /^(?:مكررا?|عشرة?)$/;

/** `المادة 5.`, `Article 2.1.`, `الباب الثاني.`, `س1.` at the beginning, with what they head behind them. */
export const isHeading: Rule = (stop) => stop.marks === '.' && (isCountedLabel(stop.wordsBefore(4)) || isNumberedLetter(stop));

/** All that the sentence holds so far, the last word first. */
function isCountedLabel(words: readonly string[]): boolean {
  const [count = '', label = '', ...others] = words.length === 3 && BEHIND_COUNT.test(words[0]!) ? words.slice(1) : words;
  return others.length === 0 && LABELS.has(label.replace(/\.$/, '')) && COUNT.test(count.replace(/^\(|\)$/g, ''));
}

function isNumberedLetter(stop: Stop): boolean {
  return stop.isFirstWord && /^\p{L}\d{1,3}$/u.test(stop.previous);
}

export function closesQuote(stop: Stop): boolean {
  return CLOSING_QUOTE.test(stop.closers);
}

export function isFullStop(stop: Stop): boolean {
  return stop.marks === '.';
}

/** Three dots or fewer, or their one character: a pause. Four dots are a pause and a full stop. */
export function isEllipsis(stop: Stop): boolean {
  return /^(?:…+|\.{2,3})$/.test(stop.marks);
}

/** The rules both languages begin with. */
export const COMMON: readonly Rule[] = [hasNoWords, isBeforePunctuation, isInBrackets, isInOuterQuote, isListMarker, isHeading];
