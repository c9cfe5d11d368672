import { describe, expect, it } from 'vitest';
import { foldArabic, withoutArabicMarks } from '../../server/core/language/arabic.ts';
import { toAsciiDigits, toAsciiNumbers } from '../../server/core/language/digits.ts';
import { directionOf, dominantDirection, dominantLanguage, hasArabicLetters, isBlank } from '../../server/core/language/direction.ts';
import { fold, sourceSpan } from '../../server/core/language/fold.ts';
import { problemOfText } from '../../server/core/language/well-formed.ts';
import { wordCount, wordSpans } from '../../server/core/language/words.ts';

describe('folding', () => {
  it.each([
    ['case', 'Élan ISTANBUL', 'elan istanbul'],
    ['accents, composed or not', 'é e\u0301', 'e e'],
    ['transliteration', 'al-Ḥasan ibn al-Haytham, Qurʾān, ʿUmar', 'al-hasan ibn al-haytham, quran, umar'],
    ['letters that are not taken apart', 'Łódź Ægir Øre Straße', 'lodz aegir ore strasse'],
    ['vowels', 'كَتَبَ الوَلَدُ', 'كتب الولد'],
    ['tatweel', 'الـــسلام', 'السلام'],
    ['alef in all its forms', 'أحمد إحمد آحمد ٱحمد احمد', 'احمد احمد احمد احمد احمد'],
    ['alef in two characters', 'ا\u0653 ا\u0654', 'ا ا'],
    ['final ya', 'مستشفى علی', 'مستشفي علي'],
    ['ta marbuta', 'مدرسة', 'مدرسه'],
    ['hamza on any carrier', 'المسؤولون المسئولون', 'المسءولون المسءولون'],
    ['hamza on a carrier in two characters', 'و\u0654 ي\u0654', 'ء ء'],
    ['Persian letters', 'کتاب', 'كتاب'],
    ['digits', '١٩٩٠ ۱۹۹۰', '1990 1990'],
    ['decimal signs', '٣٫٥ ١٬٠٠٠', '3.5 1,000'],
    ['presentation forms', 'ﻗﺎﻝ ﻻ', 'قال لا'],
    ['but not a ligature that is a phrase', 'ﷺ ﷲ', 'ﷺ ﷲ'],
    ['format characters', 'a\u200fb\u00adc\ufeff', 'abc'],
    ['inline codes', 'a\ue001b\uf8ff', 'ab'],
    ['quotes and dashes', '‘a’ “b” c–d—e…', '\'a\' "b" c-d-e...'],
    ['white space', 'a \n\u00a0\tb', 'a b'],
    ['nothing', '', ''],
    ['a capital that grows', 'İ', 'i'],
    ['characters beyond the first plane', '😀𝒜', '😀𝒜'],
  ])('%s', (_, text, expected) => {
    expect(fold(text).text).toBe(expected);
  });

  it.each([
    ['with its vowels', 'قال كَتَبَ ثم', 'كتب', 'كَتَبَ'],
    ['without the tatweel before', 'الـسلام', 'سلام', 'سلام'],
    ['with its accent', 'cafe\u0301 x', 'cafe', 'cafe\u0301'],
    ['over inline codes', 'a\ue001b\ue002 c', 'ab', 'a\ue001b'],
    ['over many spaces', 'a   b', 'a b', 'a   b'],
    ['a ligature as a whole', 'xﻻy', 'ل', 'ﻻ'],
    ['after an emoji', '😀 Élan', 'elan', 'Élan'],
    ['letters that became two', 'Straße!', 'asse', 'aße'],
  ])('leads back to the original %s', (_, text, query, expected) => {
    const folded = fold(text);
    const at = folded.text.indexOf(query);
    const { start, end } = sourceSpan(folded, at, at + query.length);
    expect(text.slice(start, end)).toBe(expected);
  });

  it('keeps one place for each unit', () => {
    const folded = fold('ﻻ…ßab\u064b'.repeat(50));
    expect(folded.offsets.length).toBe(folded.text.length);
    expect(folded.ends.length).toBe(folded.text.length);
  });

  it('of Arabic alone leaves the case of Latin', () => {
    expect(foldArabic('أَحمد Ahmad ٣')).toBe('احمد Ahmad 3');
    expect(withoutArabicMarks('أَحمدـ')).toBe('أحمد');
  });
});

describe('digits', () => {
  it('become ASCII at the same places', () => {
    expect(toAsciiDigits('٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹')).toBe('0123456789 0123456789');
    expect(toAsciiNumbers('١٬٢٣٤٫٥')).toBe('1,234.5');
  });
});

describe('language and direction', () => {
  it.each([
    ['مرحبا', 'ar'],
    ['Hello', 'en'],
    ['قال Smith نعم', 'ar'],
    ['He said نعم twice', 'en'],
    ['123 !', null],
    ['', null],
  ])('of %j is %s', (text, expected) => {
    expect(dominantLanguage(text)).toBe(expected);
  });

  it.each([
    ['ar', 'rtl'],
    ['ar-EG', 'rtl'],
    ['fa', 'rtl'],
    ['en', 'ltr'],
    ['arn', 'ltr'],
  ])('%s runs %s', (language, expected) => {
    expect(directionOf(language)).toBe(expected);
  });

  it('falls back where there are no letters', () => {
    expect([dominantDirection('12', 'rtl'), dominantDirection('a', 'rtl'), dominantDirection('ا', 'ltr')]).toEqual(['rtl', 'ltr', 'rtl']);
  });

  it.each([
    ['', true],
    [' \n\u00a0', true],
    ['\u200f\ufeff', true],
    [' \ue001\ue002 ', true],
    ['.', false],
    ['\u064b', false],
  ])('blank %j: %s', (text, expected) => {
    expect(isBlank(text)).toBe(expected);
  });

  it.each([
    ['a ب', true],
    ['ﻗ', true],
    ['١٢، ؟', false],
    ['abc', false],
  ])('Arabic letters in %j: %s', (text, expected) => {
    expect(hasArabicLetters(text)).toBe(expected);
  });
});

describe('words', () => {
  it.each([
    ['', 0],
    ['قال الوزير: «نعم»، ثم غادر.', 5],
    ['كَتَبَ الوَلَدُ', 2],
    ['well-known don’t U.S. 3,14 ١٬٠٠٠ example.com/a', 6],
    ['one, two', 2],
    ['– … !', 0],
    ['bold\ue001word', 2],
    ['a\u200fb', 1],
  ])('in %j are %i', (text, expected) => {
    expect(wordCount(text)).toBe(expected);
    expect(wordSpans(text)).toHaveLength(expected);
  });

  it('have their places', () => {
    expect(wordSpans('(a) bc.')).toEqual([
      { start: 1, end: 2 },
      { start: 4, end: 6 },
    ]);
  });
});

describe('text that cannot be stored', () => {
  it.each([
    ['a', null],
    ['', null],
    ['😀', null],
    ['a\0b', 'nul'],
    ['\ud83d', 'lone-surrogate'],
    ['a\ude00b', 'lone-surrogate'],
    ['\ude00\ud83d', 'lone-surrogate'],
  ])('%j: %s', (text, expected) => {
    expect(problemOfText(text)).toBe(expected);
  });
});
