/** Arabic words that decide whether a stop ends a sentence. Folded: no vowels, no tatweel; abbreviations without their last full stop. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** After a number: years and eras. */
export const ERAS = words('م ه ق.م ب.م ق.ه');

/** After a number: measures, times of day and currencies. */
export const UNITS = words(
  'م كم كلم سم مم ملم كغ كج كجم كغم كلغ غ غم جم ملغ مل ل لت هكت كم² م² كم2 م2 ك.م ق.د ث د ص ظ ب.ظ ق.ظ د.ك د.إ د.ا د.أ د.ب د.ع د.ج د.ت د.ل ج.م ج.س ر.س ر.ق ر.ع ر.ي ل.ل ل.س أ.أ',
);

/** Minutes, seconds, grammes and litres: what follows is counted no further. */
export const MINUTES = words('د ث غ ل');

/** What a figure counts before a measure: 2 مليون د.إ. */
export const GREAT_NUMBERS = words('ألف آلاف ألفا مليون ملايين مليونا مليار مليارات مليارا تريليون');

/** Hours in words, before ص، م، ظ. */
export const HOURS = words('الواحدة الثانية الثالثة الرابعة الخامسة السادسة السابعة الثامنة التاسعة العاشرة عشرة والنصف والربع والثلث ربعا ثلثا الساعة');

/** Before a figure: telephones and numbers of things. */
export const BEFORE_FIGURES = words('تلفون هاتف الهاتف فاكس الفاكس جوال الجوال موبايل رقم الرقم');

/** And so on. */
export const AND_SO_ON = words('إلخ الخ وإلخ والخ');

/** Blessings on those who were named. */
export const BLESSINGS = words('رض رح ره تع صلعم');

/** Parts of a reference and other abbreviations of more than one letter. */
export const ABBREVIATIONS = words('تح تحق تر مج مخ مط صص كم سم مم كلم ملم هات تلف');

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

/** What a measure may still be followed by: where it is measured to, and how often. */
export const BEHIND_MEASURES = words(
  'جنوب شمال شرق غرب جنوبي شمالي شرقي غربي تقريبا فقط يوميا شهريا سنويا أسبوعيا لكل كل مربع مربعة مكعب مكعبة فوق تحت أي بين داخل خارج قرب نحو طولا عرضا ارتفاعا عمقا وزنا نقدا مقدما صيفا شتاء ليلا نهارا صباحا مساء حتى عدا بتوقيت إضافية إضافيا زيادة شمالا جنوبا شرقا غربا يمينا يسارا مرة مرتين ثلاث أربع',
);

/** Words of a phrase that says when; behind it an era ends no sentence: وفي سنة 331 ق.م. بنى. */
export const WHEN = words(
  'في وفي ففي منذ ومنذ حتى وحتى سنة السنة عام العام عاما سنوات أعوام القرن القرنين قرن القرون الألف الألفية يوم شهر نحو حوالي قبل وقبل بعد وبعد أوائل أواخر بداية نهاية منتصف مطلع بين وبين من ومن إلى و' +
    ' الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر الحادي الثانية الثالثة عشر والعشرين والعشرون',
);

/** Verbs and pronouns that tell of somebody or something once the year is said: they begin a sentence. */
export const TELLING = words(
  'كان كانت كانوا هو هي هم هذا هذه ذلك تلك نشأ نشأت عاش عاشت درس درست تعلم تعلمت ترك تركت ألف ألفت تولى تولت حكم حكمت أسس أسست اشتهر اشتهرت عرف عرفت يعد تعد يعتبر تعتبر عمل عملت انتقل انتقلت هاجر هاجرت توفي توفيت ولد ولدت بنى بنت شيد شيدت' +
    ' كتب كتبت سافر سافرت رحل رحلت أصبح أصبحت صار صارت استمر استمرت خلفه خلفته له لها بدأ بدأت انتهى انتهت ضم ضمت يضم تضم يقع تقع سقط سقطت قام قامت قتل دفن خلف تزوج تزوجت انضم انضمت أعلن أعلنت تأسس تأسست يبلغ تبلغ بلغ بلغت تبعد تحتوي تشمل تتكون تتألف تعود تمتد تشتهر تميز تميزت تحول تحولت تعرض تعرضت اتخذ اتخذت احتل احتلت امتد امتدت شهد شهدت دمر دمرت فتح فتحت غزا غزت هزم أنشأ أنشئ أنشئت أقام أقيم أقيمت سمي سميت لم لا لن قد لقد',
);

/** Words that begin as a verb of the present does and are none. */
export const NO_VERBS = words(
  'يوما يومي يومين يوميا يوميات يونيو يوليو يناير يمين يمينا يسار يسارا يوسف ياسر ياسين يحيى يعقوب يونس يزيد يهود يهودي يهودية يونان يوناني يونانية ياباني يابانية يمني يمنية',
);

/** Short words that look like a verb of the past and are none: they go on behind a year. */
export const NO_PAST = words(
  'تحت فوق دون غير حيث حين ضد إثر أثر عقب وفق رغم مثل مثلا عبر ضمن معا سوى لدى لدن أمس رجب صفر قبله قبلها بعده بعدها عنده عندها عنه عنها عليه عليها إليه إليها فيه فيها منه منها معه معها بها بهم لهم كأن لأن بيد أبو أبي أبا أخو ابن بنت تجاه تقدر شامل كامل خالص صافي',
);

/** What asks a question. After a pause it begins a new sentence. */
export const QUESTION_WORDS = words('هل ماذا لماذا كيف متى أين أليس ألم من؟');

/** Prepositions and relative pronouns: they go on with a sentence. */
export const CONTINUING = words('في من إلى الى على عن مع عند أن أو التي الذي الذين اللذين اللتين اللواتي أمس ضمن خلال بقلم تأليف إخراج حول');

/** Openings of news sentences; they end a sentence even after an acronym. */
export const OPENINGS = words(
  'وقال وقالت وقالوا وأضاف وأضافت وأكد وأكدت وأعلن وأعلنت وأوضح وأوضحت وأشار وأشارت وذكر وذكرت وتابع وتابعت وكان وكانت وكانوا وجاء وجاءت ومن وفي ومع وبعد وقبل وقد ولم ولن ولا وهو وهي وأنا ونحن وأنت وهم وهن وهما وهذا وهذه ورفض ورفضت ورد وردت ولكن لكن ثم كما أما',
);

/** Names that begin with و, so that no "and" opens a sentence there. */
export const NAMES_WITH_WAW = words(
  'ويلز ويليام ويليامز ويليامسون وليم وليام وليامز والتر والت والاس وايت وايلد واين وود وودز وودوارد ووكر ووتر ويلسون ولسون واطسون واتسون وارن وارنر وورد ووردزورث وندسور ويندسور ويست ويب ويبر وولف وولش واشنطن وانغ وحيد وليد وائل وجيه وجدي وفاء وسيم وهبة وهبي وصفي وداد',
);

/** Verbs and phrases that say who spoke. After a closing quote they belong to the sentence of the quote. */
export const SPEECH = words(
  'قال قالت قالوا قلت قلنا يقول تقول يقولون سأل سألت سأله سألته سألها سألتها سألني سألتني سألهم تساءل تساءلت يتساءل صرخ صرخت يصرخ هتف هتفت هتفوا يهتف صاح صاحت صاحوا يصيح أجاب أجابت أجابه أجابته أجابها يجيب رد ردت يرد همس همست يهمس نادى نادت ' +
    'أضاف أضافت أردف أردفت تابع تابعت استطرد استطردت تمتم تمتمت غمغم علق علقت يعلق أمر أمرت حذر حذرت أوضح أوضحت كتب كتبت يكتب أكد أكدت عقب عقبت بحسب وفق وفقا حسب حسبما هكذا',
);
