/** Number words of a folded Arabic text: cardinals, ordinals, duals, fractions, decades. */
import type { WordNumbers } from './mention.ts';

const UNITS: Readonly<Record<string, number>> = {
  ...spelled(0, 'صفر'),
  ...spelled(1, 'واحد واحده احد احدي حادي حاديه اول اولي وحيد وحيده'),
  ...spelled(2, 'اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي ثاني ثانيه ثان ثنائي مرتين مرتان ضعف ضعفي ضعفين ضعفا كلا كلتا زوج'),
  ...spelled(3, 'ثلاث ثلاثه ثالث ثالثه ثلث ثلثي ثلثا ثلاثي'),
  ...spelled(4, 'اربع اربعه رابع رابعه'),
  ...spelled(5, 'خمس خمسه خامس خامسه خماسي'),
  ...spelled(6, 'ست سته سادس سادسه'),
  ...spelled(7, 'سبع سبعه سابع سابعه'),
  ...spelled(8, 'ثمان ثماني ثمانيه ثامن ثامنه'),
  ...spelled(9, 'تسع تسعه تاسع تاسعه'),
  ...spelled(10, 'عشر عشره عاشر عاشره'),
  ...spelled(0.5, 'نصف منتصف'),
  ...spelled(0.25, 'ربع'),
  ...spelled(12, 'دزينه'),
  ...tens('عشر ثلاث اربع خمس ست سبع ثمان تسع'),
  ...spelled(100, 'مءه ماءه ميه مءات'),
  ...spelled(200, 'مءتا ماءتا مءتان مءتين ماءتان ماءتين مءتي ماءتي'),
  ...hundreds('ثلاث اربع خمس ست سبع ثمان ثماني تسع'),
};
/** Ten and a hundred years: said, but no part of the number beside them (the fifteenth century). */
const SPANS: Readonly<Record<string, number>> = {
  ...spelled(10, 'عقد عقدا عقود'),
  ...spelled(20, 'عقدين عقدان'),
  ...spelled(100, 'قرن قرون'),
  ...spelled(200, 'قرنين قرنان'),
};
const THOUSANDS: Readonly<Record<string, number>> = {
  ...spelled(1e3, 'الف الاف الفا الوف الفيه'),
  ...spelled(1e6, 'مليون ملايين مليونا'),
  ...spelled(1e9, 'مليار مليارات مليارا بليون بلايين'),
  ...spelled(1e12, 'تريليون تريليونات تريليونا ترليون'),
};
/** Two of a great number in one word. */
const TWICE: Readonly<Record<string, number>> = {
  ...spelled(2e3, 'الفين الفان الفي'),
  ...spelled(2e6, 'مليونين مليونان مليوني'),
  ...spelled(2e9, 'مليارين ملياران ملياري'),
};

const PREFIX = /^(?:[وف]?(?:[بلك]?ال|لل|[بلك])|[وف])/;
const DUAL = /.{3}(?:ين|ان|تي)$/;

function spelled(value: number, words: string): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word) => [word, value]));
}

function tens(roots: string): Record<string, number> {
  const entries = roots.split(' ').map((root, index) => spelled((index + 2) * 10, ['ين', 'ون', 'ينيات', 'ينات'].map((end) => root + end).join(' ')));
  return Object.assign({}, ...entries) as Record<string, number>;
}

function hundreds(roots: string): Record<string, number> {
  const values = [300, 400, 500, 600, 700, 800, 800, 900];
  const entries = roots.split(' ').map((root, index) => spelled(values[index]!, ['مءه', 'ماءه', 'ميه'].map((end) => root + end).join(' ')));
  return Object.assign({}, ...entries) as Record<string, number>;
}

/** Every value the words may say: each alone, and what neighbours add up to. A dual may say two. Linear time. */
export function arabicWordNumbers(folded: string): WordNumbers {
  const result: WordNumbers = { values: new Set(), scales: new Set() };
  let sum = new Sum();
  for (const [word] of folded.matchAll(/\p{L}+/gu)) {
    if (DUAL.test(word)) result.values.add(2);
    const span = forms(word)
      .map((form) => own(SPANS, form))
      .find((value) => value !== null);
    if (span != null) result.values.add(span);
    const isTold = forms(word).some((form) => sum.take(form, result));
    if (!isTold) sum = new Sum();
  }
  return result;
}

function forms(word: string): string[] {
  const bare = word.replace(PREFIX, '');
  const all = bare === word ? [word] : [word, bare, word.replace(/^[وف]/, '')];
  return all.flatMap((form) => (form.endsWith('ا') ? [form, form.slice(0, -1)] : [form]));
}

/** Number words one after the other: hundreds before thousands multiply, all else adds. */
class Sum {
  private total = 0;
  private current = 0;

  take(word: string, { values, scales }: WordNumbers): boolean {
    const [unit, scale, twice] = [own(UNITS, word), own(THOUSANDS, word), own(TWICE, word)];
    if (unit !== null) {
      values.add(unit);
      this.current = unit === 100 && this.current > 0 && this.current < 10 ? this.current * 100 : this.current + unit;
    } else if (scale !== null) {
      values.add(scale);
      scales.add(scale);
      this.total += (this.current || 1) * scale;
      this.current = 0;
    } else if (twice !== null) {
      scales.add(twice / 2);
      this.total += twice;
    } else return false;
    values.add(this.total + this.current);
    if (this.total > 0 && this.current > 0) values.add(this.current);
    return true;
  }
}

function own(table: Readonly<Record<string, number>>, word: string): number | null {
  return Object.hasOwn(table, word) ? table[word]! : null;
}
