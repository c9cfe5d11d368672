/** All Arabic words that tell a number, by kind. Folded spelling: ء for every carrier of hamza, ه for ة; without article and other proclitics. */
import { counted, spelled, type WordTable } from '../word-table.ts';

const THREE_TO_NINE = ['ثلاث', 'اربع', 'خمس', 'ست', 'سبع', 'ثمان', 'تسع'];

/** Each of three to nine, times `step`, with each ending. */
function series(step: number, endings: readonly string[]): Record<string, number> {
  const tables = endings.map((ending) => counted(3 * step, step, THREE_TO_NINE.map((root) => root + ending).join(' ')));
  return Object.assign({}, ...tables) as Record<string, number>;
}

/** A hundred, alone or of the units before it. */
export const HUNDREDS: WordTable = spelled(100, 'مءه ماءه ميه');
const HUNDRED_FORMS = Object.keys(HUNDREDS);

/** Below a hundred, and hundreds told in one word. */
export const CARDINALS: WordTable = {
  ...spelled(0, 'صفر'),
  ...spelled(1, 'واحد واحده احد احدي'),
  ...spelled(2, 'اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي'),
  ...series(1, ['', 'ه']),
  ...spelled(8, 'ثماني ثمانيا ثمانيه'),
  ...spelled(10, 'عشر عشره'),
  ...spelled(20, 'عشرون عشرين'),
  ...series(10, ['ون', 'ين']),
  ...spelled(200, 'مءتان مءتين مءتا مءتي ماءتان ماءتين ماءتا ماءتي ميتين'),
  ...series(100, HUNDRED_FORMS),
  ...spelled(800, HUNDRED_FORMS.map((form) => `ثماني${form}`).join(' ')),
};

/** A thousand and more. */
export const SCALES: WordTable = {
  ...spelled(1e3, 'الف الفا الاف الوف'),
  ...spelled(1e6, 'مليون مليونا ملايين'),
  ...spelled(1e9, 'مليار مليارا مليارات بليون بليونا بلايين'),
  ...spelled(1e12, 'تريليون تريليونا تريليونات ترليون'),
};

/** The dual of a scale: the scale it tells two of. */
export const TWICE: WordTable = {
  ...spelled(1e3, 'الفان الفين الفي'),
  ...spelled(1e6, 'مليونان مليونين مليوني'),
  ...spelled(1e9, 'ملياران مليارين ملياري'),
};

/** The first to the tenth; with عشر behind them they go on to the nineteenth. */
export const ORDINALS: WordTable = {
  ...spelled(1, 'اول اولي حادي حاديه'),
  ...spelled(2, 'ثاني ثانيه ثان'),
  ...counted(3, 1, 'ثالث رابع خامس سادس سابع ثامن تاسع عاشر'),
  ...counted(3, 1, 'ثالثه رابعه خامسه سادسه سابعه ثامنه تاسعه عاشره'),
};

/** Half and quarter as what they are; a third by the number it is named after, as English names it. */
export const FRACTIONS: WordTable = { ...spelled(0.5, 'نصف منتصف'), ...spelled(0.25, 'ربع'), ...spelled(3, 'ثلث ثلثي ثلثا') };

/** Twice, both, a pair, threefold, a dozen, hundreds. */
export const MULTIPLES: WordTable = {
  ...spelled(1, 'وحيد وحيده'),
  ...spelled(2, 'ثناءي ثناءيه مرتين مرتان ضعف ضعفي ضعفين ضعفا كلا كلتا زوج'),
  ...counted(3, 1, 'ثلاثي رباعي خماسي سداسي سباعي ثماني'),
  ...counted(3, 1, 'ثلاثيه رباعيه خماسيه سداسيه سباعيه'),
  ...spelled(12, 'دزينه'),
  ...spelled(100, 'مءات'),
};

/** The twenties to the nineties of a century. */
export const DECADES: WordTable = { ...spelled(20, 'عشرينيات عشرينات'), ...series(10, ['ينيات', 'ينات']) };

/** Spans of years by their length: a decade, a century, a millennium. No part of the number beside them (the fifteenth century). */
export const YEAR_SPANS: WordTable = {
  ...spelled(10, 'عقد عقدا عقود'),
  ...spelled(20, 'عقدين عقدان'),
  ...spelled(100, 'قرن قرون'),
  ...spelled(200, 'قرنين قرنان'),
  ...spelled(1000, 'الفيه'),
};

/** Per cent: in or of a hundred. A pattern for folded texts, without the sign. */
export const PERCENT = `(?<!\\p{L})(?:(?:في|ب|ف|من)\\s?(?:ال)?|بال)(?:${HUNDRED_FORMS.join('|')})(?!\\p{L})`;
