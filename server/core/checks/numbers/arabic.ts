/** Numbers of an Arabic text. */
import type { ReadText } from '../read-text.ts';
import { MONTHS } from '../calendar-words.ts';
import { arabicWordNumbers } from './arabic-words.ts';
import { figuresIn } from './figures.ts';
import { readingOf, type NumberReading } from './mention.ts';

const BEHIND = / ?(?:و(?=نصف))?(\p{L}+)/uy;
const SCALES: readonly [RegExp, number][] = [
  [/^(?:ب|ل)?(?:ال)?(?:الف|الاف|الفا|الفي|الفين)$/, 1e3],
  [/^(?:ب|ل)?(?:ال)?(?:مليون|ملايين|مليونا|مليوني)$/, 1e6],
  [/^(?:ب|ل)?(?:ال)?(?:مليار|مليارات|مليارا|ملياري|بليون|بليونا|بلايين)$/, 1e9],
  [/^(?:ب|ل)?(?:ال)?(?:تريليون|تريليونا|تريليونات|ترليون)$/, 1e12],
];
const HALF_OF_DAY = /(?<!\p{L})(?:صباح|مساء|ظهر|عصر|فجر|ليل|الظهر|بعد الظهر)|(?<=\d ?)[صم](?!\p{L})/u;

/** Linear time. */
export function arabicNumbers(read: ReadText): NumberReading {
  const { text } = read.folded;
  const folded = figuresIn(text, 'either', (end) => scaleBehind(text, end));
  const words = arabicWordNumbers(text);
  for (const { number, source } of MONTHS) if (text.search(source) >= 0) words.values.add(number);
  const figures = folded.map((figure) => ({ ...figure, ...read.spanOfFolded(figure.start, figure.end) }));
  return readingOf(figures, words, HALF_OF_DAY.test(text));
}

function scaleBehind(text: string, end: number): number {
  let scale = 1;
  BEHIND.lastIndex = end;
  for (let match = BEHIND.exec(text); match; match = BEHIND.exec(text)) {
    const word = match[1]!;
    const factor = SCALES.find(([pattern]) => pattern.test(word))?.[1];
    if (factor === undefined) break;
    scale *= factor;
  }
  return scale;
}
