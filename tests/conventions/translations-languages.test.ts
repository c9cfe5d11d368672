/** Every other language says what English says, in the plural forms of its own, and in its own marks. */
import { describe, expect, test } from 'vitest';
import { baseOf, otherLocales, pluralOf, wordsOf } from '../support/words.ts';

const english = wordsOf('en');
const counted = new Set([...english.keys()].filter((key) => pluralOf(key) !== null).map(baseOf));
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

test('Arabic is there', () => {
  expect(otherLocales()).toContain('ar');
});

describe.each(otherLocales())('%s', (locale) => {
  const words = wordsOf(locale);
  const forms = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  const expected = [...english.keys()].flatMap((key) => (pluralOf(key) === null ? [key] : forms.map((form) => `${baseOf(key)}_${form}`)));

  test('has the words of English and no others, counted ones in every plural form', () => {
    expect([...words.keys()].filter((key) => !expected.includes(key))).toEqual([]);
    expect(expected.filter((key) => !words.has(key))).toEqual([]);
  });

  test('leaves none empty', () => {
    expect([...words].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  test('has the same placeholders; a counted one may be said in words', () => {
    const wrong = [...words].filter(([key, text]) => {
      if (!counted.has(baseOf(key)) || pluralOf(key) === null) return String(placeholders(text)) !== String(placeholders(english.get(key) ?? ''));
      const known = ['one', 'other'].flatMap((form) => placeholders(english.get(`${baseOf(key)}_${form}`) ?? ''));
      return placeholders(text).some((name) => !known.includes(name));
    });
    expect(wrong.map(([key]) => key)).toEqual([]);
  });

  test('says the number wherever a form stands for more than one', () => {
    const exact = new Set<string>(['zero', 'one', 'two']);
    const silent = [...words].filter(([key, text]) => {
      const form = pluralOf(key);
      return form !== null && !exact.has(form) && placeholders(english.get(`${baseOf(key)}_other`) ?? '').includes('{{count}}') && !text.includes('{{count}}');
    });
    expect(silent.map(([key]) => key)).toEqual([]);
  });
});

describe('Arabic words', () => {
  /** The names of characters show the character, and one sentence is shown in both languages. */
  const words = [...wordsOf('ar')].filter(([key]) => !key.startsWith('client.palette.name.') && key !== 'welcome.heroEnglish');
  const breaking = (pattern: RegExp) => words.filter(([, text]) => pattern.test(text)).map(([key, text]) => `${key}: ${text}`);

  test('have Arabic marks, without a space before them', () => {
    expect(breaking(/[,;?"“”]/)).toEqual([]);
    expect(breaking(/\S [،؛؟.:!»]|« |\( | \)/)).toEqual([]);
    expect(breaking(/[،؛؟][^\s»)]/)).toEqual([]);
  });

  test('do not let a name cling to و or to ب', () => {
    expect(breaking(/(?:^|\s)[وبلك](?:\{\{(?!count|second|people)|[A-Za-z])/)).toEqual([]);
  });

  test('are Arabic, but for names', () => {
    const names = /^(?:edition\.layout|panels\.keys\.preset|import\.encoding)/;
    expect(words.filter(([key, text]) => !names.test(key) && !/[\u0600-\u06ff]/.test(text)).map(([key]) => key)).toEqual([]);
  });

  test('have Latin digits and no letter that a browser draws in another way', () => {
    expect(breaking(/[\u0660-\u0669\u06f0-\u06f9\u0640\u06a9\u06cc\u200e\u200f\u202a-\u202e]/)).toEqual([]);
  });
});
