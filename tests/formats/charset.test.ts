import { describe, expect, test } from 'vitest';
import { decodeAs, decodeFile, ENCODINGS } from '../../server/formats/charset.ts';
import { likelyArabicEncoding } from '../../server/formats/likely-encoding.ts';
import { encode, encodeAs } from './encode.ts';
import { article, fileOf, refusal } from './files.ts';

const ARABIC = 'مرحبا بكم في بيروت، كيف الحال؟ ';
const detected = (bytes: Uint8Array, declared?: string) => decodeFile(fileOf('a.txt', bytes), declared).encoding;
const refused = (bytes: Uint8Array | string) => refusal(() => decodeFile(fileOf('a.txt', bytes)));

/** Only what all five encodings have. */
const plain = article.replace(/[^\n\u0020-\u007e\u0621-\u063a\u0641-\u0652،؛؟]/g, ' ');
const pieces = (length: number) =>
  Array.from({ length: 60 }, (_, index) => plain.slice(index * 37, index * 37 + length)).filter((text) => text.length === length);

describe('the encoding is found', () => {
  for (const length of [40, 100, 300]) {
    for (const encoding of ENCODINGS) {
      test(`of every ${length} characters of the article in ${encoding}`, () => {
        const wrong = pieces(length).filter((text) => detected(encode(text, encoding)) !== encoding);
        expect(pieces(length).length).toBeGreaterThan(30);
        expect(wrong).toEqual([]);
      });
    }
  }

  test.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('%s by its byte order mark, which is no part of the text', (encoding) => {
    const decoded = decodeFile(fileOf('a.txt', encode(ARABIC, encoding, { bom: true })));
    expect(decoded).toMatchObject({ text: ARABIC, encoding, certainty: 'marked', hasBom: true });
  });

  test('plain ASCII and short texts are UTF-8', () => {
    expect(decodeFile(fileOf('a.txt', 'Hello'))).toMatchObject({ encoding: 'utf-8', certainty: 'valid', hasBom: false });
    expect(detected(encode('ن', 'utf-8'))).toBe('utf-8');
  });

  test('UTF-16 without a mark is tried before UTF-8, in which it would be valid', () => {
    const bytes = encode(ARABIC, 'utf-16le');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).not.toThrow();
    expect(detected(bytes)).toBe('utf-16le');
    expect(detected(encode('Only Latin letters here', 'utf-16be'))).toBe('utf-16be');
  });

  test('what a file says of itself counts when letters could be either', () => {
    expect(detected(encode('سس', 'iso-8859-6'), 'ISO-8859-6')).toBe('iso-8859-6');
    expect(detected(encode(ARABIC, 'utf-8'), 'windows-1256')).toBe('utf-8');
  });

  test('the choice of the person wins', () => {
    const bytes = encode('مرحبا من بيروت', 'windows-1256');
    expect(decodeFile({ name: 'a.txt', bytes, encoding: 'iso-8859-6' }).encoding).toBe('iso-8859-6');
    expect(refusal(() => decodeFile({ name: 'a.txt', bytes, encoding: 'utf-8' }))).toBe('invalid import.notThatEncoding');
    expect(refusal(() => decodeFile({ name: 'a.txt', bytes: encode(ARABIC, 'utf-16le'), encoding: 'windows-1256' }))).toBe('invalid import.notThatEncoding');
  });

  test('reading again what was accepted gives the same text', () => {
    for (const encoding of ENCODINGS) expect(decodeAs(encode(ARABIC, encoding), encoding)).toEqual({ text: ARABIC, hasBom: false });
  });
});

describe('what is no readable text is refused with the reason', () => {
  test.each([
    ['PDF', '255044462d312e37'],
    ['a Word document', '504b030414000600'],
    ['a program', '7f454c4602010100'],
    ['a Windows program', '4d5a900003000000'],
    ['a picture', '89504e470d0a1a0a'],
    ['a photograph', 'ffd8ffe000104a46'],
    ['gzip', '1f8b080000000000'],
  ])('%s under the name of a text', (_, hex) => {
    expect(refused(Buffer.from(hex.padEnd(200, '0'), 'hex'))).toBe('unsupported import.binary');
  });

  test('bytes full of controls', () => {
    expect(refused(Uint8Array.from({ length: 500 }, (_, index) => index % 32))).toMatch(/^unsupported import\.binary/);
  });

  test('nothing at all', () => {
    expect(refused('')).toBe('invalid import.empty');
  });

  test('a NUL, and half of a surrogate pair', () => {
    expect(refused(`${ARABIC}\0`)).toBe('invalid import.nul');
    expect(refused(encode(`${ARABIC}\ud800 `, 'utf-16le'))).toBe('invalid import.loneSurrogate');
  });

  test('UTF-8 and UTF-16 that were cut off or damaged, instead of being taken for another encoding', () => {
    const utf8 = encode(article, 'utf-8');
    const middle = utf8.findIndex((byte, index) => index > 1000 && byte >= 0x80 && byte < 0xc0);
    expect(refused(utf8.subarray(0, middle))).toBe('invalid import.broken');
    expect(refused(Uint8Array.from([...utf8.subarray(0, 400), 0xff, ...utf8.subarray(400)]))).toBe('invalid import.broken');
    expect(refused(encode(ARABIC, 'utf-16le').subarray(0, 31))).toBe('invalid import.broken');
  });

  test.each([
    ['French in windows-1252', 'Les élèves français préfèrent la forêt à côté', 'latin1'],
    ['German in windows-1252', 'Die Größe der Bäume überrascht schön', 'latin1'],
  ])('%s is not read as Arabic', (_, text) => {
    expect(refused(Uint8Array.from(Buffer.from(text, 'latin1')))).toBe('unsupported import.encodingUnknown');
  });

  test.each([
    ['windows-1251', 'Председатель правительства прибыл в Пекин с визитом'],
    ['koi8-r', 'Председатель правительства прибыл в Пекин с визитом'],
    ['windows-1255', 'ראש הממשלה הגיע לבייג׳ינג לביקור של יומיים השבוע'],
    ['windows-1253', 'Ο πρωθυπουργός έφτασε στο Πεκίνο για διήμερη επίσκεψη'],
    ['windows-1254', 'Başbakan iki günlük ziyaret için Pekin’e geldi, görüşmeler sürüyor'],
  ])('%s is not read as Arabic', (encoding, text) => {
    const bytes = encodeAs(text, encoding);
    expect(likelyArabicEncoding(bytes)).toBeNull();
    expect(refused(bytes)).toBe('unsupported import.encodingUnknown');
  });

  test('UTF-32', () => {
    expect(refused(Uint8Array.from([0xff, 0xfe, 0, 0, 0x2d, 6, 0, 0]))).toBe('unsupported import.encodingUnknown');
  });
});

test('characters that were lost before are counted', () => {
  expect(decodeFile(fileOf('a.txt', 'كل\ufffdم \ufffd')).lostCharacters).toBe(2);
});
