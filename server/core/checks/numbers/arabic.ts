/** Numbers of an Arabic text. */
import { readings } from '../../language/arabic/clitics.ts';
import { ORDINALS, SCALES, TWICE } from '../../language/arabic/number-vocabulary.ts';
import { entryOf } from '../../language/word-table.ts';
import type { ReadText } from '../read-text.ts';
import { MONTHS } from '../calendar-words.ts';
import { arabicWordNumbers } from './arabic-words.ts';
import { figuresIn } from './figures.ts';
import { readingOf, type Figure, type NumberReading } from './mention.ts';
import { portionsIn } from './portions.ts';

/** News agencies write the decimal sign as a letter: 2ر5. */
const DECIMAL_RA = /(\d)ر(?=\d)/g;
const TO_THE_HOUR = /(?<!\p{L})(\p{L}{3,10}) الا /gu;
const BEHIND = / ?(?:و(?=نصف))?(\p{L}+)/uy;
const HALF_OF_DAY = /(?<!\p{L})(?:صباح|مساء|ظهر|عصر|فجر|ليل|الظهر|بعد الظهر)|(?<=\d ?)[صم](?!\p{L})/u;

/** Linear time. */
export function arabicNumbers(read: ReadText): NumberReading {
  const { text } = read.folded;
  const folded = figuresIn(text.replace(DECIMAL_RA, '$1.'), 'either', (end) => scaleBehind(text, end));
  const words = arabicWordNumbers(text);
  for (const { number, source } of MONTHS) if (text.search(source) >= 0) words.values.add(number);
  for (const value of [...portionsIn(text, 'arabic'), ...hoursBefore(text)]) words.values.add(value);
  const figures = folded.map((figure) => ({ ...figure, values: eitherWay(figure, text), ...read.spanOfFolded(figure.start, figure.end) }));
  return readingOf(figures, words, HALF_OF_DAY.test(text));
}

/** The hour that is not yet full: a quarter to three is 2:45. */
function hoursBefore(text: string): number[] {
  return Array.from(text.matchAll(TO_THE_HOUR), ([, word]) => entryOf(ORDINALS, word!.replace(/^ال/, ''))).flatMap((hour) =>
    hour === undefined ? [] : [hour - 1],
  );
}

/** Beside the letter the parts stand as they were typed: 2ر5, or 5ر2 as it looks. */
function eitherWay({ values, written, start, end }: Figure, text: string): readonly number[] {
  return text.slice(start, end).includes('ر') ? [...values, Number(written.split('.').reverse().join('.'))] : values;
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
