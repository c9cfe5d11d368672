import { describe, expect, it } from 'vitest';
import { fold } from '../../server/core/language/fold.ts';
import { createFinder, findAll } from '../../server/core/search/find.ts';
import { replaceAll } from '../../server/core/search/replace.ts';

describe('finding', () => {
  const found = (text: string, query: string): string[] => findAll(text, query).map(({ start, end }) => text.slice(start, end));

  it.each([
    ['a spelling with hamza', 'اعلنت الوزارة', 'أعلنت', ['اعلنت']],
    ['a word with vowels', 'كَتَبَ', 'كتب', ['كَتَبَ']],
    ['ta marbuta as ha', 'مدرسه ومدرسة', 'مدرسة', ['مدرسه', 'مدرسة']],
    ['Latin in any case', 'Quran, QURAN', 'Qurʾān', ['Quran', 'QURAN']],
    ['every place, none overlapping', 'aaaa', 'aa', ['aa', 'aa']],
    ['signs as they are', 'a.c abc a*c', 'a.c', ['a.c']],
    ['white space around the query is nothing', 'one two', ' two ', ['two']],
    ['an empty query finds nothing', 'one', '', []],
    ['vowels alone find nothing', 'كَتَبَ', '\u064e', []],
    ['digits of either kind', 'عام ١٩٩٠', '1990', ['١٩٩٠']],
  ])('%s', (_, text, query, expected) => {
    expect(found(text, query)).toEqual(expected);
  });

  it('does not take رؤساء for a part of رسالة', () => {
    expect(found('رسالة', 'رؤساء')).toEqual([]);
  });

  it('asks folded texts as well as plain ones', () => {
    const finder = createFinder('سلام');
    expect(finder.isIn('السَّلام')).toBe(true);
    expect(finder.isIn(fold('السَّلام'))).toBe(true);
    expect(finder.findAll(fold('سلام سلام'))).toHaveLength(2);
    expect(createFinder(' ').isEmpty).toBe(true);
    expect(createFinder(' ').isIn('a')).toBe(false);
  });
});

describe('replacing', () => {
  it.each([
    ['every occurrence', 'a cat, a cat', { find: 'cat', replace: 'dog' }, ['a dog, a dog', 2]],
    ['any case', 'Cat cat', { find: 'CAT', replace: 'dog' }, ['dog dog', 2]],
    ['the same case only', 'Cat cat', { find: 'cat', replace: 'dog', matchCase: true }, ['Cat dog', 1]],
    ['whole words only', 'cat concat cat’s cats', { find: 'cat', replace: 'dog', wholeWord: true }, ['dog concat dog’s cats', 2]],
    ['whole words next to letters of any script', 'éa a aب', { find: 'a', replace: 'x', wholeWord: true }, ['éa x aب', 1]],
    ['whole words next to digits and underscores', 'a1 _a a', { find: 'a', replace: 'x', wholeWord: true }, ['a1 _a x', 1]],
    ['marks as whole words', 'a,b', { find: ',', replace: ';', wholeWord: true }, ['a;b', 1]],
    ['a whole phrase behind a part of a word', 'ba a a', { find: 'a a', replace: 'x', wholeWord: true }, ['ba x', 1]],
    ['no pattern in the query', 'a.c abc', { find: 'a.c', replace: 'x' }, ['x abc', 1]],
    ['no pattern in the replacement', 'a', { find: 'a', replace: '$&$1' }, ['$&$1', 1]],
    ['exact spelling', 'café cafe', { find: 'cafe', replace: 'x' }, ['café x', 1]],
    ['no letter without its accent', 'cafe\u0301', { find: 'cafe', replace: 'x' }, ['cafe\u0301', 0]],
    ['not across an inline code', 'fo\ue001o foo', { find: 'foo', replace: 'x' }, ['fo\ue001o x', 1]],
    ['beside an inline code', '\ue001foo\ue002', { find: 'foo', replace: 'x', wholeWord: true }, ['\ue001x\ue002', 1]],
    ['a code inside a word hides no boundary', 'foo\ue001bar', { find: 'foo', replace: 'x', wholeWord: true }, ['foo\ue001bar', 0]],
    ['never an inline code', 'a\ue001', { find: '\ue001', replace: '' }, ['a\ue001', 0]],
    ['no code is added', 'a', { find: 'a', replace: 'b\ue001' }, ['b', 1]],
    ['nothing for nothing', 'a', { find: '', replace: 'b' }, ['a', 0]],
    ['nothing by nothing', 'a b', { find: ' b', replace: '' }, ['a', 1]],
    ['after letters whose small form is longer', 'İİ Cat', { find: 'cat', replace: 'x' }, ['İİ x', 1]],
    ['beside an emoji', '😀cat😀', { find: 'cat', replace: 'x', wholeWord: true }, ['😀x😀', 1]],
    ['no half of an emoji', '😀', { find: '\ude00', replace: 'x' }, ['😀', 0]],
  ])('%s', (_, text, query, expected) => {
    const result = replaceAll(text, { matchCase: false, wholeWord: false, ...query });
    expect([result.text, result.count]).toEqual(expected);
    expect(result.spans).toHaveLength(result.count);
  });

  it('says where in the given text', () => {
    expect(replaceAll('a cat', { find: 'cat', replace: 'lion', matchCase: true, wholeWord: true }).spans).toEqual([{ start: 2, end: 5 }]);
  });
});
