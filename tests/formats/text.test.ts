import { describe, expect, test } from 'vitest';
import { formatById } from '../../server/formats/registry.ts';
import { encode } from './encode.ts';
import { article, exported, fileOf, randomFrom, refusal, requestFor, shown, textOf } from './files.ts';

const text = formatById('text');
const read = (content: string) => text.read(fileOf('a.txt', content));
const same = (block: { text: string }) => block.text;

describe('reading plain text', () => {
  test('the article is fourteen paragraphs, each exactly as it stands', () => {
    const { blocks, encoding, leftOut } = read(article);
    expect(blocks.map((block) => block.text)).toEqual(
      article
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    );
    expect(blocks).toHaveLength(14);
    expect({ encoding, leftOut }).toEqual({ encoding: 'utf-8', leftOut: [] });
  });

  test('each line with words is a paragraph, whatever ends it; white space around it is not part of it', () => {
    const { blocks } = read('أول\r\n\r\n  ثان \t\nثالث\rرابع\u2029خامس\u0085سادس\fسابع\n   \n\u200f\n');
    expect(blocks.map((block) => block.text)).toEqual(['أول', 'ثان', 'ثالث', 'رابع', 'خامس', 'سادس', 'سابع']);
    expect(blocks.map((block) => block.anchor)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']);
  });

  test('bidirectional controls inside a paragraph stay in the source', () => {
    expect(read('قال\u200f (AFP)\u200f هنا').blocks[0]!.text).toBe('قال\u200f (AFP)\u200f هنا');
  });

  test('private-use characters of the file become codes, so that none is taken for one of ours', () => {
    const [block] = read('شعار \ue001 و\uf8ff و\ue000.').blocks;
    expect(shown(block!)).toBe('شعار <1/> و<2/> و<3/>.');
    expect(block!.codes.map(({ type, data }) => `${type} ${data.charCodeAt(0).toString(16)}`)).toEqual(['private e001', 'private f8ff', 'private e000']);
  });

  test('lost characters are mentioned', () => {
    expect(read('كل\ufffdم').leftOut).toEqual([{ what: 'lost-characters', count: 1 }]);
  });

  test('a file without a word has no blocks', () => {
    expect(read(' \n\u200f\n\n').blocks).toEqual([]);
  });

  test('a paragraph of 64 kB is taken, a longer one refused', () => {
    expect(read('س'.repeat(65_536)).blocks[0]!.text).toHaveLength(65_536);
    expect(refusal(() => read('س'.repeat(65_537)))).toBe('invalid import.longParagraph');
  });

  test('twenty thousand paragraphs are taken, one more refused', () => {
    expect(read('س\n'.repeat(20_000)).blocks).toHaveLength(20_000);
    expect(refusal(() => read('س\n'.repeat(20_001)))).toBe('invalid import.tooManyParagraphs');
  });

  test('more private-use characters than there are codes are refused', () => {
    expect(refusal(() => read('\ue001'.repeat(6400)))).toBe('accepted');
    expect(refusal(() => read(`كلمة${'\ue001'.repeat(6400)}`))).toBe('invalid import.tooManyCodes');
  });
});

describe('writing plain text', () => {
  test('pours each translation into its place and keeps everything around', () => {
    const file = fileOf('a.txt', '  أول\t\r\n\r\nثان\r\n');
    expect(exported(text, file, ({ anchor }) => (anchor === 'p1' ? 'First' : 'Second'))).toBe('  First\t\r\n\r\nSecond\r\n');
  });

  test('leaves a paragraph without a translation in Arabic, controls and all', () => {
    expect(exported(text, fileOf('a.txt', 'أول\nقال\u200f ثان'), ({ anchor }) => (anchor === 'p1' ? 'First' : null))).toBe('First\nقال\u200f ثان');
  });

  test('keeps no bidirectional control in or around English', () => {
    expect(exported(text, fileOf('a.txt', '\u200f\nأول\n\u202b\u202c\n'), () => '\u200eFirst\u200f (\u2066AFP\u2069)')).toBe('\nFirst (AFP)\n\n');
  });

  test('writes UTF-8 from any encoding, with a byte order mark only where there was one', () => {
    const written = (bytes: Uint8Array) => exported(text, fileOf('a.txt', bytes), () => 'Café');
    expect(written(encode('كلمة عربية هنا', 'windows-1256'))).toBe('Café');
    expect(written(encode('كلمة', 'utf-16be', { bom: true }))).toBe('\ufeffCafé');
  });

  test('makes a new line of a translation a line of the file', () => {
    expect(exported(text, fileOf('a.txt', 'أول\r\nثان\r\n'), () => 'One\nTwo')).toBe('One\r\nTwo\r\nOne\r\nTwo\r\n');
  });

  test('puts the file’s own private-use characters back', () => {
    expect(exported(text, fileOf('a.txt', 'شعار \ue123'), () => '\ue001 logo')).toBe('\ue123 logo');
  });

  test('the same request gives the same bytes', () => {
    const file = fileOf('a.txt', article);
    const request = requestFor(file, text.read(file), ({ anchor }) => `Text of ${anchor}`);
    expect(text.write(request)).toEqual(text.write(request));
  });
});

test('any text comes back letter by letter when nothing was changed', () => {
  const random = randomFrom(7);
  const alphabet = ['ا', 'ب ', 'كلمة', '\n', '\r\n', '\r', '\t', ' ', '\u200f', '\u202b', '\ue001', '\uf8ff', '.', '\u2029', '😀', '\ufeff', 'abc', '٣'];
  for (let round = 0; round < 300; round++) {
    const content = Array.from({ length: 40 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const file = fileOf('a.txt', content);
    const { blocks } = text.read(file);
    expect(exported(text, file, same)).toBe(content);
    expect(exported(text, file, () => null)).toBe(content);
    expect(blocks.every((block) => block.text === block.text.trim())).toBe(true);
  }
  expect(textOf(text.write(requestFor(fileOf('a', article), read(article), same)))).toBe(article);
});
