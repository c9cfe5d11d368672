/** All checks, in the order in which they are shown. A new one is a file and a line here, and a line in docs/checks.md. */
import { addition } from './addition.ts';
import { andOveruse } from './and-overuse.ts';
import { arabicLetters } from './arabic-letters.ts';
import { arabicPunctuation } from './arabic-punctuation.ts';
import { bidiControl } from './bidi-control.ts';
import { brackets } from './brackets.ts';
import { capital } from './capital.ts';
import type { Check } from './check.ts';
import { currency } from './currency.ts';
import { date } from './date.ts';
import type { DocumentCheck } from './document.ts';
import { empty } from './empty.ts';
import { identical } from './identical.ts';
import { length } from './length.ts';
import { loop } from './loop.ts';
import { month } from './month.ts';
import { name } from './name.ts';
import { nameConsistency } from './name-consistency.ts';
import { negation } from './negation.ts';
import { number } from './number.ts';
import { omission } from './omission.ts';
import { percent } from './percent.ts';
import { questionMark } from './question-mark.ts';
import { quotes } from './quotes.ts';
import { repeatedWord } from './repeated-word.ts';
import { sameSourceDifferentTarget } from './same-source-different-target.ts';
import { sameTargetDifferentSource } from './same-target-different-source.ts';
import { spaceBeforePunctuation } from './space-before-punctuation.ts';
import { spaces } from './spaces.ts';
import { tags } from './tags.ts';
import { untouchedDraft } from './untouched-draft.ts';
import { url } from './url.ts';
import { weekday } from './weekday.ts';

export const CHECKS: readonly Check[] = [
  empty,
  identical,
  number,
  percent,
  currency,
  date,
  month,
  weekday,
  questionMark,
  negation,
  name,
  omission,
  addition,
  length,
  loop,
  repeatedWord,
  tags,
  url,
  arabicLetters,
  arabicPunctuation,
  bidiControl,
  quotes,
  brackets,
  spaces,
  spaceBeforePunctuation,
  capital,
  untouchedDraft,
];

export const DOCUMENT_CHECKS: readonly DocumentCheck[] = [nameConsistency, sameSourceDifferentTarget, sameTargetDifferentSource, andOveruse];
