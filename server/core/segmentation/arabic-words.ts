/** Arabic words that decide whether a stop ends a sentence. Folded: no vowels, no tatweel; abbreviations without their last full stop. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** After a number: years and eras. */
export const ERAS = words('م ه ق.م ب.م ق.ه');

/** After a number: measures, times of day and currencies. */
export const UNITS = words(
  'م كم كلم سم مم ملم كغ كج كجم كغم كلغ غ غم جم ملغ مل ل لت هكت كم² م² كم2 م2 ك.م ق.د ث د ص ظ ب.ظ ق.ظ د.ك د.إ د.ا د.أ د.ب د.ع د.ج د.ت د.ل ج.م ج.س ر.س ر.ق ر.ع ر.ي ل.ل ل.س أ.أ',
);

/** What a figure counts before a measure: 2 مليون د.إ. */
export const GREAT_NUMBERS = words('ألف آلاف ألفا مليون ملايين مليونا مليار مليارات مليارا تريليون');

/** Before a figure: telephones and numbers of things. */
export const BEFORE_FIGURES = words('تلفون هاتف الهاتف فاكس الفاكس جوال الجوال موبايل رقم الرقم');

/** And so on. */
export const AND_SO_ON = words('إلخ الخ وإلخ والخ');

/** Blessings, parts of a reference and other abbreviations of more than one letter. */
export const ABBREVIATIONS = words('رض رح ره تع صلعم تح تحق تر مج مخ مط صص كم سم مم كلم ملم هات تلف');

/** Letters by their foreign names, as in جورج دبليو. بوش. These are always initials. */
export const LETTER_NAMES = words('دبليو جيه كيه إف اف إتش اتش إم إن إل آر إس إكس واي زد');

/** Letters by their foreign names that are words or parts of names as well: initials only in a row of them. */
export const DOUBTFUL_LETTER_NAMES = words('إيه ايه بي سي دي إي اي جي آي كيو تي يو في ام ان ال ار اس اكس أو او');

/** Those of them that are no words: after a name they are its initial, as in جون سي. رايلي. */
export const INITIALS_IN_NAMES = words('إيه ايه سي دي جي كيو تي يو');

/** Nouns that are told apart by a single letter: فيتامين ج، المجموعة أ. */
export const LETTERED = words(
  'فيتامين الفيتامين المجموعة مجموعة الفئة فئة القسم النوع البند الخيار الخطة الصف الملحق المستوى الدرجة النقطة الجزء الفريق الطرف الباب المنطقة الحرف حرف والحرف لغة بلغة اللغة قناة شقة الشقة المبنى مبنى العمارة البوابة القاعة',
);

/** What asks a question. After a pause it begins a new sentence. */
export const QUESTION_WORDS = words('هل ماذا لماذا كيف متى أين أليس ألم من؟');

/** Prepositions and relative pronouns: they go on with a sentence. */
export const CONTINUING = words('في من إلى الى على عن مع عند أن أو التي الذي الذين اللذين اللتين اللواتي أمس ضمن خلال بقلم تأليف إخراج حول');

/** Openings of news sentences; they end a sentence even after an acronym. */
export const OPENINGS = words(
  'وقال وقالت وقالوا وأضاف وأضافت وأكد وأكدت وأعلن وأعلنت وأوضح وأوضحت وأشار وأشارت وذكر وذكرت وتابع وتابعت وكان وكانت وكانوا وجاء وجاءت ومن وفي ومع وبعد وقبل وقد ولم ولن ولا وهو وهي وهذا وهذه ورفض ورفضت ورد وردت ولكن لكن ثم كما أما',
);

/** Names that begin with و, so that no "and" opens a sentence there. */
export const NAMES_WITH_WAW = words(
  'ويلز ويليام ويليامز ويليامسون وليم وليام وليامز والتر والت والاس وايت وايلد واين وود وودز وودوارد ووكر ووتر ويلسون ولسون واطسون واتسون وارن وارنر وورد ووردزورث وندسور ويندسور ويست ويب ويبر وولف وولش واشنطن وانغ وحيد وليد وائل وجيه وجدي وفاء وسيم وهبة وهبي وصفي وداد',
);

/** Verbs and phrases that say who spoke. After a closing quote they belong to the sentence of the quote. */
export const SPEECH = words(
  'قال قالت قالوا قلت قلنا يقول تقول يقولون سأل سألت سأله سألته سألها سألتها سألني سألتني سألهم تساءل تساءلت يتساءل صرخ صرخت يصرخ هتف هتفت هتفوا يهتف صاح صاحت صاحوا يصيح أجاب أجابت أجابه أجابته أجابها يجيب رد ردت يرد همس همست يهمس نادى نادت ' +
    'أضاف أضافت أردف أردفت تابع تابعت استطرد استطردت تمتم تمتمت غمغم علق علقت يعلق أوضح أوضحت كتب كتبت يكتب أكد أكدت عقب عقبت بحسب وفق وفقا حسب حسبما هكذا',
);
