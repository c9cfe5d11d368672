/** Names that have an English form of their own instead of a transliteration, with every form English may use. Arabic as folding leaves it, without article. */
import { foldArabic } from '../../language/arabic.ts';
import { readings } from '../../language/arabic/clitics.ts';
import { lightStem } from '../../language/arabic/stems.ts';

const TABLE = `
مصر: egypt egyptian
صين: china chinese sino
مغرب: morocco moroccan maghreb
قاهره: cairo
دمشق: damascus
نمسا: austria austrian
يونان: greece greek
مجر: hungary hungarian
هند: india indian indies hindi
طرابلس: tripoli
قدس: jerusalem quds
اردن: jordan jordanian
المانيا: germany german
بكين: beijing peking
سعوديه: saudi
عراق: iraq iraqi
جزاءر: algeria algerian algiers
لبنان: lebanon lebanese
سوريا: syria syrian
سوريه: syria syrian
شام: levant syria damascus sham
حلب: aleppo
موصل: mosul
بيروت: beirut
خرطوم: khartoum
رباط: rabat
دار البيضاء: casablanca
اسكندريه: alexandria
قبرص: cyprus cypriot
تركيا: turkey turkiye turkish
فرنسا: france french
اسبانيا: spain spanish hispania iberia
ايطاليا: italy italian
بريطانيا: britain british uk
انجلترا: england english
انكلترا: england english
اسكتلندا: scotland scottish
ايرلندا: ireland irish
سويسرا: switzerland swiss
سويد: sweden swedish
نرويج: norway norwegian
دنمارك: denmark danish
هولندا: netherlands dutch holland
بلجيكا: belgium belgian
بولندا: poland polish
برتغال: portugal portuguese
روسيا: russia russian
اوكرانيا: ukraine ukrainian
يابان: japan japanese
كوريا: korea korean
فلسطين: palestine palestinian
اسراءيل: israel israeli
غزه: gaza
امريكا: america american us usa
اميركا: america american us usa
اثيوبيا: ethiopia ethiopian
حبشه: ethiopia abyssinia
سودان: sudan sudanese
تونس: tunisia tunis tunisian
ليبيا: libya libyan
يمن: yemen yemeni
كويت: kuwait kuwaiti
قطر: qatar qatari
امارات: emirates uae emirati
بحرين: bahrain bahraini
عمان: oman omani amman
فارس: persia persian fars iran
اندلس: andalusia andalus spain
اشبيليه: seville sevilla
قرطبه: cordoba
غرناطه: granada
طليطله: toledo
صقليه: sicily sicilian
بندقيه: venice venetian
لندن: london
باريس: paris
موسكو: moscow
فيينا: vienna
اثينا: athens
روما: rome roman
لشبونه: lisbon
استانبول: istanbul
اسطنبول: istanbul
قسطنطينيه: constantinople istanbul
مسيح: christ jesus messiah
يسوع: jesus
عيسي: jesus isa
موسي: moses musa
ابراهيم: abraham ibrahim
اسماعيل: ishmael ismail
داود: david dawud
سليمان: solomon sulayman suleiman
يوسف: joseph yusuf
مريم: mary maryam
بطرس: peter boutros
بولس: paul boulos
يوحنا: john
جونيور: jr junior
اولمبياد: olympics olympiad olympic
`;

const FORMS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => line.split(': '))
    .map(([arabic = '', english = '']) => [arabic, new Set(english.split(' '))]),
);

/** Of a place or person itself, not of its people; undefined when it has no form of its own. */
export function formsOfPlace(arabic: string): ReadonlySet<string> | undefined {
  return firstOf(readings(foldArabic(arabic)));
}

/** The English forms of the name in lower case, or undefined when it has none of its own; a people has those of its place. */
export function englishForms(arabic: string): ReadonlySet<string> | undefined {
  const stem = lightStem(foldArabic(arabic));
  return formsOfPlace(arabic) ?? firstOf(PLACE_ENDINGS.map((ending) => stem + ending));
}

/** What the name of a place loses before the ending of its people: فرنسا, فرنسي. */
const PLACE_ENDINGS = ['', 'ا', 'يا'];

function firstOf(spellings: readonly string[]): ReadonlySet<string> | undefined {
  return spellings.map((spelling) => FORMS.get(spelling)).find((forms) => forms !== undefined);
}
