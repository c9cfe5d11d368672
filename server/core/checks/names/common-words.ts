/** Words that are no names though they may sound like one or begin with a capital: من and Man, على and Ali. */
import { foldArabic } from '../../language/arabic.ts';

const ARABIC = new Set(
  (
    'من الي علي عن في ان لان اذ اذا ما ماذا لا لم لن ليس كان كانت يكون تكون قد هل هو هي هم هن هذا هذه ذلك تلك التي الذي الذين ثم او ام بل لكن حتي منذ مع عند لدي بين بعد قبل كل بعض غير سوي ' +
    'كما مثل حين حيث لو كي يا اي انه انها انهم له لها لهم به بها بهم فيه فيها منه منها عليه عليها اليه اليها عنه عنها نحو دون ضد خلال حول عام يوم سنه شهر قال قالت وقال ايضا اخر اخري اول الان هنا هناك'
  ).split(' '),
);
const ENGLISH = new Set(
  (
    'the a an and or but of in on at to for from by with as is are was were be been has have had he she it they we you i his her its their our your my this that these those who which what when where why how ' +
    'not no nor so if then than there here all any some many much more most one two three first last new old also after before since during while until about over under between into out up down off mr mrs ms dr ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december'
  ).split(' '),
);

/** Whether a word of either language is too common to be taken for a name. */
export function isCommonWord(word: string): boolean {
  return ENGLISH.has(word.toLowerCase()) || ARABIC.has(foldArabic(word));
}
