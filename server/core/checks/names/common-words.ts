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

/** Common nouns and verbs that sound like an Arabic word, mostly because one language borrowed it: بنك and bank. */
const BORROWED = new Set(
  (
    'academy access accordion account add added admin affect after aid alcohol all already among and anime anthropologist anthropology any ' +
    'archive are asset attached automate average away back balloon bank banks bar battery been being beta between bomb both bronze but buy byte ' +
    'bytes cable cafe cake caliph call came camera can cannot captain car carbon case cashier cat catalog catalogs cave cell cells change check ' +
    'chocolate chromosome chromosomes church cinema cipher classic classical club cobra code codes college colonel come comedians comedy computer ' +
    'computers core corona cover create cup data date day demographic did dinosaur dinosaurs doctor doing dollar dollars domain done down drama ' +
    'dramatic due dynamic easy effect either email emir end ensure euro euros fantasy feature fee feel file film films filters folklore for full ' +
    'future gallery gallon gas gene general genes genome geology good gram grand guide had has have health higher hijab his hockey hotel hydrogen ' +
    'icon idea ideology imam immune institute internet into intranet invoice issue item items jazz jeans just kilo kilometer kilometre king known ' +
    'late league legal less level like line lines liter litre long look made main major male manga mangrove many marathon may mean media meme men ' +
    'menu metal meter metre microphone microservices might mile million millions mine minister missile mitochondrial mode model more mosque much ' +
    'museum music musicians need neon net new nitrogen node not now one open option other oxygen paid pallet pane park part piano podcast point ' +
    'pound pounds president prince prix professor protein protocol protocols queen quote race radio rap read ready recall rise rock rocket ' +
    'romance router routine rugby same satellite scenario scenarios see set sheikh some source space stadium storage stored strategic strategies ' +
    'strategy studio such sultan sure tab taekwondo taken tank team technology telemetry television tennis than that the theater theatre their ' +
    'them theme then there they this those time today ton tons topology track unit upon use used usually vaccine value via video videos virus ' +
    'volt want was watt way web well were wiki will with work you'
  ).split(' '),
);

/** Whether a word of either language is too common to be taken for a name. */
export function isCommonWord(word: string): boolean {
  return ENGLISH.has(word.toLowerCase()) || BORROWED.has(word.toLowerCase()) || ARABIC.has(foldArabic(word));
}
