/** Arabic letters that were left in the target. */
import type { Check } from './check.ts';
import { findEach } from './helpers.ts';

const ARABIC_WORDS = /(?=\p{L})\p{Script=Arabic}[\p{Script=Arabic}\p{M}]*(?:\s+(?=\p{L})\p{Script=Arabic}[\p{Script=Arabic}\p{M}]*)*/gu;

export const arabicLetters: Check = {
  id: 'arabic-letters',
  severity: 'high',
  run: ({ target }) => findEach(target.text, ARABIC_WORDS, ([text], span) => ({ message: 'arabic-letters', values: { text }, target: span })),
};
