import { describe, expect, it } from 'vitest';
import { procliticsOf, readings } from '../../server/core/language/arabic/clitics.ts';
import { arabicNumberWords } from '../../server/core/language/arabic/number-words.ts';
import { lightStem } from '../../server/core/language/arabic/stems.ts';
import { englishNumberWords } from '../../server/core/language/english/number-words.ts';
import { fold } from '../../server/core/language/fold.ts';

const folded = (text: string): string => fold(text).text;

describe('light stems', () => {
  it.each([
    ['الكِتاب', 'كتاب'],
    ['والكتاب', 'كتاب'],
    ['بالمدرسة', 'مدرس'],
    ['للوزارة', 'وزار'],
    ['ووزير', 'وزير'],
    ['المسؤولون', 'مسءول'],
    ['المسئولين', 'مسءول'],
    ['كتابها', 'كتاب'],
    ['الصينية', 'صين'],
    ['من', 'من'],
    ['وعد', 'وعد'],
    ['ﺍﻟﻜﺘﺎﺏ', 'كتاب'],
    ['China', 'china'],
  ])('%s has the stem %s', (word, stem) => {
    expect(lightStem(folded(word))).toBe(stem);
  });
});

describe('proclitics', () => {
  it.each([
    ['وللوزارة', ['و', 'ل', 'ال'], 'وزاره'],
    ['فبالحق', ['ف', 'ب', 'ال'], 'حق'],
    ['كالقمر', ['ك', 'ال'], 'قمر'],
    ['وسيكتب', ['و', 'س'], 'يكتب'],
    ['سيارة', ['س'], 'ياره'],
    ['بموسكو', ['ب'], 'موسكو'],
    ['ولد', [], 'ولد'],
    ['من', [], 'من'],
    ['', [], ''],
  ])('of %s are %j', (word, clitics, rest) => {
    expect(procliticsOf(folded(word))).toEqual({ clitics, rest });
  });

  it('leave every reading open, the word as it stands first', () => {
    expect(readings(folded('وست'))).toEqual(['وست', 'ست']);
    expect(readings(folded('وللوزارة'))).toEqual(['وللوزاره', 'للوزاره', 'وزاره', 'لوزاره']);
    expect(readings(folded('وبموسكو'))).toEqual(['وبموسكو', 'بموسكو', 'موسكو']);
    expect(readings('من')).toEqual(['من']);
  });
});

describe('numbers in words', () => {
  const values = (text: string): number[] => arabicNumberWords(folded(text)).map(({ value }) => value);
  it.each([
    ['ثلاثة رجال', [3]],
    ['خمسة عشر كتابا', [15]],
    ['اثنتا عشرة ساعة', [12]],
    ['ثلاثة وعشرون', [23]],
    ['مئة وخمسة وعشرون', [125]],
    ['ثلاثمئة وأربع وستون', [364]],
    ['ثلاث مائة', [300]],
    ['ألف وتسعمائة وثمانية وأربعين', [1948]],
    ['ألفين وثلاثة وعشرين', [2023]],
    ['مليونان وثلاثمئة ألف', [2_300_000]],
    ['خمسة ملايين', [5_000_000]],
    ['بثلاثة كتب والأربعة', [3, 4]],
    ['خمسة وستة', [5, 6]],
    ['خمسة، عشرون', [5, 20]],
    ['واحد وعشرون', [21]],
    ['كتاب ومدرسة', []],
  ])('%s: %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    ['three men', [3]],
    ['twenty-three', [23]],
    ['two hundred and five', [205]],
    ['a thousand and one nights', [1001]],
    ['two million three hundred thousand', [2_300_000]],
    ['nineteen ninety-five', [1995]],
    ['twenty twenty', [2020]],
    ['five, six', [5, 6]],
    ['five and six', [5, 6]],
    ['a book and one more', [1]],
    ['Zero tolerance', [0]],
    ['someone', []],
  ])('%s: %j', (text, expected) => {
    expect(englishNumberWords(folded(text)).map(({ value }) => value)).toEqual(expected);
  });

  it('say where they stand', () => {
    expect(arabicNumberWords('قبل خمسه عشر عاما')).toEqual([{ start: 4, end: 12, value: 15 }]);
    expect(englishNumberWords('in two hundred days')).toEqual([{ start: 3, end: 14, value: 200 }]);
  });
});
