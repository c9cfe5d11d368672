/** Number words of a folded Arabic text, read generously: whatever they may say. */
import { readings } from '../../language/arabic/clitics.ts';
import { CARDINALS, DECADES, FRACTIONS, HUNDREDS, MULTIPLES, ORDINALS, SCALES, TWICE, YEAR_SPANS } from '../../language/arabic/number-vocabulary.ts';
import { entryOf, type WordTable } from '../../language/word-table.ts';
import type { WordNumbers } from './mention.ts';

const UNITS: WordTable = { ...MULTIPLES, ...FRACTIONS, ...ORDINALS, ...DECADES, ...HUNDREDS, ...CARDINALS };
/** Typed apart from the number it joins. */
const AND = 'و';
const DUAL = /.{3}(?:ين|ان|تي)$/;

/** Every value the words may say: each alone, and what neighbours add up to. A dual may say two. Linear time. */
export function arabicWordNumbers(folded: string): WordNumbers {
  const result: WordNumbers = { values: new Set(), scales: new Set() };
  let sum = new Sum();
  for (const [word] of folded.matchAll(/\p{L}+/gu)) {
    if (word === AND) continue;
    if (DUAL.test(word)) result.values.add(2);
    const forms = formsOf(word);
    const span = forms.map((form) => entryOf(YEAR_SPANS, form)).find((value) => value !== undefined);
    if (span !== undefined) result.values.add(span);
    const isTold = forms.some((form) => sum.take(form, result));
    if (!isTold) sum = new Sum();
  }
  return result;
}

/** Whether a folded word may tell a number, or a part of one. */
export function isArabicNumberWord(word: string): boolean {
  return formsOf(word).some((form) => [UNITS, SCALES, TWICE].some((table) => entryOf(table, form) !== undefined));
}

/** With the alef of the accusative and without it: خمسا. */
function formsOf(word: string): string[] {
  return readings(word).flatMap((form) => (form.endsWith('ا') ? [form, form.slice(0, -1)] : [form]));
}

/** Number words one after the other: hundreds before thousands multiply, all else adds. */
class Sum {
  private total = 0;
  private current = 0;

  take(word: string, { values, scales }: WordNumbers): boolean {
    const [unit, scale, twice] = [entryOf(UNITS, word), entryOf(SCALES, word), entryOf(TWICE, word)];
    if (unit !== undefined) {
      values.add(unit);
      this.current = unit === 100 && this.current > 0 && this.current < 10 ? this.current * 100 : this.current + unit;
    } else if (scale !== undefined) {
      values.add(scale);
      scales.add(scale);
      this.total += (this.current || 1) * scale;
      this.current = 0;
    } else if (twice !== undefined) {
      scales.add(twice);
      this.total += 2 * twice;
    } else return false;
    values.add(this.total + this.current);
    if (this.total > 0 && this.current > 0) values.add(this.current);
    return true;
  }
}
