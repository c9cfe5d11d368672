/** What is kept away from the model, and what is wrong with what comes out of it. Pure. */
import type { DraftFlag } from '../core/api.ts';
import { withoutTransparent } from '../core/language/characters.ts';
import { toAsciiNumbers } from '../core/language/digits.ts';

const ARABIC_LETTER = /(?=\p{L})\p{Script=Arabic}/u;
const ADDRESS = /^(?:[a-z][a-z\d+.-]*:\/\/|www\.)\S+$|^[^\s@]+@[^\s@]+\.[^\s@]+$/iu;
/** Something a reader would miss: not only punctuation. */
const WORTH_A_LOOK = /[\p{L}\p{N}]/u;
const ENGLISH_SIGN: Readonly<Record<string, string>> = { '؟': '?', '،': ',', '؛': ';', '٪': '%', '۔': '.' };

/** Below this mean log-probability the machine was guessing. */
const UNSURE = -1.2;
/** Target tokens per source token. */
const SHORTEST_RATIO = 0.4;
const LONGEST_RATIO = 2.5;
/** Names and headlines vary too much in length to judge. */
const SHORTEST_JUDGED = 6;

/** What a sentence becomes without the model; null when it needs translating. A model asked about nothing invents something. */
export function passThrough(text: string): { text: string; flags: DraftFlag[] } | null {
  const visible = withoutTransparent(text).trim();
  if (visible === '') return { text: '', flags: [] };
  if (ADDRESS.test(visible)) return { text: visible, flags: ['passed-through'] };
  if (ARABIC_LETTER.test(visible)) return null;
  return { text: withEnglishSigns(visible), flags: WORTH_A_LOOK.test(visible) ? ['passed-through'] : [] };
}

function withEnglishSigns(text: string): string {
  return toAsciiNumbers(text).replace(/[؟،؛٪۔]/g, (sign) => ENGLISH_SIGN[sign] ?? sign);
}

/** What of a draft can be judged without knowing the language. */
export interface Judged {
  text: string;
  tokens: readonly number[];
  scores: readonly number[];
  sourceTokens: number;
  /** The search ended at its longest length. */
  isCut: boolean;
}

/** What is wrong with the draft of `source`; empty when nothing was seen. */
export function faultsOf(source: string, draft: Judged): DraftFlag[] {
  if (draft.text.trim() === '') return ['empty'];
  const ratio = draft.tokens.length / Math.max(1, draft.sourceTokens - 1);
  const isJudged = draft.sourceTokens >= SHORTEST_JUDGED;
  const faults: [DraftFlag, boolean][] = [
    ['loop', isLooping(draft.text) && !isLooping(source)],
    ['leftover-arabic', ARABIC_LETTER.test(draft.text)],
    ['too-long', draft.isCut || (isJudged && ratio > LONGEST_RATIO)],
    ['too-short', isJudged && ratio < SHORTEST_RATIO],
    ['unsure', mean(draft.scores) < UNSURE],
  ];
  return faults.filter(([, isSeen]) => isSeen).map(([flag]) => flag);
}

/** A word four times in a row, two to eight words three times in a row, four words three times anywhere, or a syllable five times in a row. */
export function isLooping(text: string): boolean {
  if (/(\p{L}{1,12}?)\1{4,}/u.test(text)) return true;
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (repeatsInARow(words, 1, 4)) return true;
  for (let length = 2; length <= 8; length++) if (repeatsInARow(words, length, 3)) return true;
  return mostOften(words, 4) >= 3;
}

function repeatsInARow(words: readonly string[], length: number, times: number): boolean {
  let same = 0;
  for (let at = length; at < words.length; at++) {
    same = words[at] === words[at - length] ? same + 1 : 0;
    if (same === length * (times - 1)) return true;
  }
  return false;
}

function mostOften(words: readonly string[], length: number): number {
  const counts = new Map<string, number>();
  for (let at = 0; at + length <= words.length; at++) {
    const run = words.slice(at, at + length).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
