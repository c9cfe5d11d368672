/** Numbers of an Arabic text. */
import { readings } from '../../language/arabic/clitics.ts';
import { SCALES, TWICE } from '../../language/arabic/number-vocabulary.ts';
import { entryOf } from '../../language/word-table.ts';
import type { ReadText } from '../read-text.ts';
import { MONTHS } from '../calendar-words.ts';
import { arabicWordNumbers } from './arabic-words.ts';
import { figuresIn } from './figures.ts';
import { readingOf, type NumberReading } from './mention.ts';

const BEHIND = / ?(?:و(?=نصف))?(\p{L}+)/uy;
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
    const factor = factorOf(match[1]!);
    if (factor === undefined) break;
    scale *= factor;
  }
  return scale;
}

/** Behind a figure the dual tells of one: 3 ملياري متر is what remains of its ending before a noun. */
function factorOf(word: string): number | undefined {
  const forms = word.startsWith('و') ? [word] : readings(word);
  return forms.map((form) => entryOf(SCALES, form) ?? entryOf(TWICE, form)).find((factor) => factor !== undefined);
}
