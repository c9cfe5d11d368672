import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exceptionsIn } from '../../server/core/segmentation/exceptions.ts';
import { SEGMENTER_VERSION, sentences } from '../../server/core/segmentation/segmentation.ts';
import { cpuTimeMs } from '../support/cpu-time.ts';
import { readProjectFile } from '../support/project-files.ts';
import gold from '../fixtures/segmentation.gold.json' with { type: 'json' };

/** A text with `|` where a sentence should end; the bars are taken out before it is cut. White space after a bar belongs to nobody. */
function cutLike(marked: string, lang: 'ar' | 'en'): { expected: string[]; found: string[] } {
  const text = marked.replaceAll('|', '');
  return { expected: marked.split('|').map((part) => part.trim()), found: texts(text, lang) };
}

function texts(text: string, lang: 'ar' | 'en'): string[] {
  return sentences(text, lang).map((span) => text.slice(span.start, span.end));
}

const ARABIC = {
  'a closing code belongs to the sentence it closes': 'قال \ue001نعم.\ue002| ثم غادر.',
  'an opening code belongs to the sentence it opens': 'انتهى.| \ue001ثم\ue002 غادر.',
  'a code does not hide an abbreviation': 'زار \ue001د.\ue002 أحمد الجامعة.',
  'codes at the end make no sentence': 'انتهى الدرس. \ue001\ue002',
  'a space before the stop': 'وصل الوفد . |وغادر بعد ساعة .',
  'a title with a space before its stop': 'زار د . أحمد المدينة.',
  'no space after the stop': 'انتهى الدرس.|خرج الطلاب.',
  'a stop within an address': 'راسلنا على info@example.com أو زر www.example.com/a.b.html اليوم.',
  'Arabic decimals': 'بلغ ٣.١٤ في المئة.| وكان ٢.٩ قبل عام.',
  'a numbered heading with a final stop': '2.1. منهج البحث',
  'Roman numerals': 'IV. المصادر والمراجع',
  'years with their era, then a new sentence': 'توفي سنة 1406 م.| وكان قد أتم كتابه.',
  'an era written onto its year': 'ولد سنة 570م. في مكة.',
  'a unit written onto its number': 'تبعد 5كم. عن المدينة.',
  'a currency, then a new sentence': 'سعره 12 د.ك.| وهو مناسب.',
  'an acronym, then a news opening': 'نقلت ذلك أ.ف.ب.| وقالت إن الاتفاق قريب.',
  'a vitamin is no initial': 'ينصح بتناول فيتامين ج.| كما ينصح بالراحة.',
  'foreign initials': 'كتب تي. إس. إليوت القصيدة.',
  'a foreign letter that ends a name': 'بثته قناة بي بي سي.| تحدث فيه الوزير.',
  'a footnote in round brackets after the stop': 'انتهت الحرب.(1)| وبدأت مرحلة.',
  'footnotes with Arabic digits': 'انتهت الحرب.[٣]| وبدأت مرحلة.',
  'emoji stay with what they follow': 'فزنا! 🎉🎉| شكرا لكم.',
  'emoji without spaces': 'فزنا!🎉| شكرا لكم.',
  'quotes set the other way round': 'قال: ”انتهى الأمر.“| ثم غادر.',
  'a remark of two sentences in brackets': 'غادر الوفد (وصل أمس. لم يتحدث) إلى المطار.| ثم عاد.',
  'a bracket that never closes': 'غادر الوفد ( وصل أمس.| لم يتحدث أحد.',
  'brackets that close twice': 'غادر الوفد) أمس).| لم يتحدث أحد.',
  'two brackets for one': 'غادر ((الوفد) أمس.| لم يتحدث أحد.',
  'a straight quote after a clitic': 'وصف الوضع ب"الخطير".| ودعا إلى الهدوء.',
  'a verb before a colon begins anew': 'قال: «نعم.»| قال: «لا.»',
  'dots before a question': 'لا أدري...| هل تعرف أنت؟',
  'a brand with a clitic': 'استحوذت على ياهو! أمس.| ثم باعتها.',
  'a reversed question mark': 'من هناك⸮| لا أحد.',
  'question and exclamation together': 'ماذا؟!| لا أصدق.',
  'an English company in Arabic': 'وقعت شركة Apple Inc. اتفاقا.| وأعلنت شركة Acme Corp.| وكان ذلك أمس.',
  'a title in quotes, with its verb behind it': 'شارك في برنامج «من سيربح المليون؟» وفاز بجائزة.| ثم عاد.',
  'a title in quotes before a clause': 'ذكر في كتابه "ما العمل؟" أن الثورة قادمة.',
  'what was said is no title': 'قال له: «من أنت؟» |لم يجب.',
  'what was said without a colon is none either': 'وسأله «من أنت؟» |لم يجب.',
  'an article of a law with its number': 'المادة 5. يلتزم الطرف الأول بالدفع.| المادة ٦. يلتزم الطرف الثاني بالتسليم.',
  'a number of an article in the midst of a sentence': 'طبقت المحكمة المادة 5.| يلتزم الطرف بالدفع.',
  'numbered questions': 'س1. ما اسمك؟| ج1. علي.',
  'letters in a row without stops': 'بيروت - أ ف ب.| أعلن الجيش اليوم.',
  'letters in a row with stops': 'نقلت وكالة أ. ف. ب. الخبر.',
  'a letter that names a group': 'تلعب في المجموعة أ.| تضم المجموعة أربعة فرق.',
  'degrees are no year': 'بلغت الدرجة 37.5 م.| الرطوبة عالية.',
  'no space after a number': 'النتيجة 2.1 مقابل 3.|كان ذلك متوقعا.',
  'a telephone': 'للحجز هاتف. 5551234 مساء.',
  'a blessing': 'روى الكليني ره. في الكافي.',
  'a law with a date of stops': 'بتاريخ 12.5.2020 وقع الطرفان العقد.| وسجل في المحكمة.',
  'dialogue with dashes': '- إلى أين؟ |- إلى البيت. |- ومتى تعود؟ |- مساء.',
  'Persian digits and a Persian year': 'صدر سنة ۱۳۹۹.| ثم أعيد طبعه.',
  'a menu': 'شوربة عدس: 15 ج.م.| وسلطة خضراء: 10 ج.م.',
  'a title behind and': 'حضر د. سامي وأ. كمال ود. منى.| ثم غادروا.',
  'and so on, then a new sentence': 'تواصل مع البحارة، إلخ.| حاول أن تتحدث معهم.',
  'a vitamin behind and': 'فيتامين ج وفيتامين د.| إن الفيروس خطير.',
  'an English company in quotes': 'صرحت "HK Management Inc." بسبب الإلغاء.',
  'a word with lam that opens': 'سأله: «متى؟» |لكنه لم يجب.| اشترى الخبز إلخ. |لقد جاع.',
  'two quotes with and between them': '«متى؟» و«أين؟» سؤالان بلا جواب.',
  'millions of a currency': 'قيمتها 2 مليون د.إ. |وصودرت كلها.',
  'an initial within a name': 'حضر جون سي. رايلي العرض.| وصفق له الناس.',
  'a name that begins with waw, behind initials': 'كتب إتش. جي. ويلز عن الزمن.',
  'somebody who answers with a quote': 'سأل: "متى؟" |رد الوزير: "قريبا."',
  'a title in Latin letters': 'أغنية Who Are You? لفرقة The Who مشهورة.',
  'a sentence three times over': 'انتهى الدرس.| انتهى الدرس.| انتهى الدرس.',
  'a year with its era, then any verb': 'قتل المتنبي سنة 354 هـ.| شغل الناس بشعره.| توفي أبوه سنة 348 هـ. قبل ذلك.',
  'a heading in words': 'المبحث الحادي عشر. مفهوم العقد',
  'an article that was put in later': 'المادة 12 مكررا. يعاقب بالحبس كل مخالف.',
} satisfies Record<string, string>;

const ENGLISH = {
  'two plain sentences': 'He left.| She stayed.',
  titles: 'Mr. Smith met Dr. Jones and Gen. Lee.| They spoke.',
  initials: 'J. R. R. Tolkien and George W. Bush met.| It was late.',
  'U.S. before a noun': 'The U.S. Steel company grew.',
  'U.S. at the end': 'He moved to the U.S.| The war had ended.',
  'e.g. and i.e.': 'Bring tools, e.g. a hammer, i.e. something heavy.| Then go.',
  'etc. in the midst and at the end': 'Pens, books, etc. are sold.| They sell pens, etc.| We left.',
  decimals: 'It cost 3.50 dollars.| He paid 2.75 more.',
  'a number at the end': 'It began in 1990.| Everything changed.',
  'No. before a number': 'See No. 5 and Fig. 3 on p. 12.| Then go on.',
  months: 'On Jan. 5 they met.| On Feb. 6 they parted.',
  'p.m. before a day': 'They met at 5 p.m. Monday.| They left at 6 p.m.| The end.',
  'a quote with its stop inside': '“I am here.”| He sat down.',
  'a quote with its speaker': '“Are you sure?” he asked.| “Yes!” Amal shouted.| Nobody spoke.',
  'straight quotes': 'He said "stop."| She did.',
  'single quotes': '‘It is over.’| They left.',
  'apostrophes are no quotes': "It's over.| They've left.",
  'an address': 'See www.example.com/a.html or mail me@example.com.| Thanks.',
  'dots that trail off': 'I thought... maybe not.| We went.',
  'dots and a new sentence': 'I thought...| But no.',
  'a remark in brackets': 'He left (it was late. Very late) at ten.| She stayed.',
  'a list marker': '1. Open the file.',
  'I at the end': 'So did I.| They left.',
  'a footnote': 'It ended.[3]| A new age began.',
  company: 'Acme Inc. grew.| He joined Acme Inc.| The firm grew.',
  'a list with small letters': 'a. First. |b. Second.',
  'a volume and its number': 'See vol. 2, no. 3.| Then stop.',
  'a brand with a mark': 'He works at Yahoo! Inc. in California.',
  'two titles': 'The Rt. Hon. David Cameron resigned.| He left.',
  'a time of day before a new sentence': 'They returned at 9 p.m.| Nobody was hurt.| At 5 p.m. President Ford spoke.',
  'an avenue before a capital': 'It is on Park Ave.| Admission is free.',
  'a street at the end and a saint': 'He lives on Main St.| They met at St. Paul.',
  'words that look like abbreviations': 'He came in.| Peter left.| They watched the Sun.| Mars rose.',
  'letters that tell things apart': 'Team B.| Team C was third.| See App. B.| Then go.',
  'what is compared': 'Germany vs. France cost approx. $5 million.',
  'a speaker who says I': '“Yes!” I cried.| “It is late.” |I said nothing.',
  'an article with its number': 'Article 5. The tenant pays.| Article 6. The owner repairs.',
} satisfies Record<string, string>;

describe('sentences of Arabic', () => {
  it.each(gold.cases)('$id $tags', ({ text, sentences: expected }) => {
    expect(texts(text, 'ar')).toEqual(expected);
  });

  it.each(Object.entries(ARABIC))('%s', (_, marked) => {
    const { expected, found } = cutLike(marked, 'ar');
    expect(found).toEqual(expected);
  });

  it('finds the twenty sentences of the sample article', () => {
    const paragraphs = readFileSync('samples/russia-china.ar.txt', 'utf8').split('\n');
    expect(paragraphs.map((paragraph) => sentences(paragraph, 'ar').length)).toEqual([1, 2, 1, 1, 1, 2, 1, 2, 1, 1, 2, 1, 2, 2]);
  });
});

describe('sentences of English', () => {
  it.each(Object.entries(ENGLISH))('%s', (_, marked) => {
    const { expected, found } = cutLike(marked, 'en');
    expect(found).toEqual(expected);
  });
});

describe('texts as people write them', () => {
  it.each(['ar', 'en'] as const)('are cut as a reader would, F1 at least .98: %s', (lang) => {
    const lines = readProjectFile(`tests/fixtures/sentences.${lang}.txt`).split('\n').filter(Boolean);
    const count = { right: 0, made: 0, due: 0 };
    for (const { expected, found } of lines.map((line) => cutLike(line, lang))) {
      const due = endsOf(expected);
      count.right += [...endsOf(found)].filter((end) => due.has(end)).length;
      count.made += found.length - 1;
      count.due += due.size;
    }
    expect((2 * count.right) / (count.made + count.due)).toBeGreaterThan(0.98);
  });

  /** Where each but the last ends, white space not counted. */
  function endsOf(parts: readonly string[]): Set<number> {
    let at = 0;
    return new Set(parts.slice(0, -1).map((part) => (at += part.replace(/\s/g, '').length)));
  }
});

describe('exceptions', () => {
  const cut = (text: string, list: string, lang: 'ar' | 'en' = 'ar'): string[] =>
    sentences(text, lang, exceptionsIn(list)).map((span) => text.slice(span.start, span.end));

  it.each([
    ['an abbreviation', 'زار قطكو. الكبرى. ثم عاد.', 'قطكو.', ['زار قطكو. الكبرى.', 'ثم عاد.']],
    ['one without its stop', 'زار قطكو. الكبرى. ثم عاد.', 'قطكو', ['زار قطكو. الكبرى.', 'ثم عاد.']],
    ['one with vowels and tatweel', 'زار قَطكـو. الكبرى.', 'قطكو', ['زار قَطكـو. الكبرى.']],
    ['several, with comments and blank lines', 'زار قطكو. الكبرى. ثم نفطكو. الصغرى.', '# ours\n\nقطكو\r\nنفطكو', ['زار قطكو. الكبرى.', 'ثم نفطكو. الصغرى.']],
    ['words that belong together', 'زار شركة نور. مصر. ثم نور. مصر.', 'شركة نور.', ['زار شركة نور. مصر.', 'ثم نور.', 'مصر.']],
    ['a mark that is no full stop', 'زار واو! كافيه ثم واو. كافيه.', 'واو!', ['زار واو! كافيه ثم واو.', 'كافيه.']],
    ['behind an opening bracket or quote', 'زار «قطكو. الكبرى» أمس.', 'قطكو', ['زار «قطكو. الكبرى» أمس.']],
    ['an end of line, which always ends a sentence', 'زار قطكو.\nالكبرى.', 'قطكو', ['زار قطكو.', 'الكبرى.']],
  ])('keep a sentence whole after %s', (_, text, list, expected) => {
    expect(cut(text, list)).toEqual(expected);
  });

  it('count in English too', () => {
    expect(cut('See Abt. Foo. Then go.', 'Abt.', 'en')).toEqual(['See Abt. Foo.', 'Then go.']);
  });

  it.each(['', ' \n ', '# قطكو', '...', '.'])('that say nothing change nothing: %j', (list) => {
    expect(cut('زار قطكو. الكبرى... نعم.', list)).toEqual(cut('زار قطكو. الكبرى... نعم.', ''));
  });
});

describe('spans of sentences', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['line separator', '\u2028'],
    ['paragraph separator', '\u2029'],
    ['next line', '\u0085'],
    ['vertical tab', '\v'],
    ['form feed', '\f'],
  ])('%s always ends a sentence and is in none', (_, lineBreak) => {
    expect(texts(`العنوان${lineBreak}وصل الوفد. ثم غادر.${lineBreak}`, 'ar')).toEqual(['العنوان', 'وصل الوفد.', 'ثم غادر.']);
  });

  it('count from the start of the text, a byte order mark and CRLF included', () => {
    expect(sentences('\ufeffنعم. لا.\r\n  هنا.', 'ar')).toEqual([
      { start: 1, end: 5 },
      { start: 6, end: 9 },
      { start: 13, end: 17 },
    ]);
  });

  it.each(['', ' \n\t ', '\u200f', '\ufeff'])('are none in %j', (text) => {
    expect(sentences(text, 'ar')).toEqual([]);
  });

  it('hold an inline code that stands alone', () => {
    expect(sentences(' \ue001 ', 'ar')).toEqual([{ start: 1, end: 2 }]);
  });

  it.each(['...', '؟', '. نعم', '«»', ')(', '12'])('cover all of %j that is visible', (text) => {
    const spans = sentences(text, 'ar');
    expect(spans.map((span) => text.slice(span.start, span.end)).join(' ')).toBe(text);
  });

  it('name the version of the rules', () => {
    expect(SEGMENTER_VERSION).toMatch(/^[\w-]+$/);
  });
});

describe('hostile text', () => {
  const LONG = 300_000;
  it.each(['.', '. ', '"', '(', '(a.', '.)', '«a.» ', 'a.', 'د. ', '. 😀', ' ', '.[1]', '.</', '“', '\u200f', '.\ue001', 'ق.م. '])(
    'a long run of %j takes no more than its share of time',
    (piece) => {
      const measure = (length: number): number => {
        const text = piece.repeat(length / piece.length);
        return cpuTimeMs(() => sentences(text, 'ar'));
      };
      const short = measure(LONG / 10);
      expect(measure(LONG)).toBeLessThan(40 * Math.max(short, 10));
    },
  );
});
