import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatById } from '../../server/formats/registry.ts';
import { readZip, unpack } from '../../server/formats/zip-reader.ts';
import { pack, writeZip, type PackedPart } from '../../server/formats/zip-writer.ts';
import { arabicParagraph, makeDocx, W } from '../support/docx.ts';
import { fileOf, refusal } from './files.ts';

const docx = formatById('docx');
const readBytes = (bytes: Uint8Array) => refusal(() => docx.read(fileOf('a.docx', bytes)));
const good = makeDocx({ body: arabicParagraph('نص') });
const partsOf = (bytes: Uint8Array): PackedPart[] => [...readZip(bytes).values()];

/** A good file with a part that is not. */
function withPart(change: Partial<PackedPart>): Uint8Array {
  return writeZip([...partsOf(good), { ...pack('word/extra.xml', 'x'.repeat(100)), ...change }]);
}

/** A good file whose text is this XML, stored as it is, so that no ratio gives it away. */
function withText(xml: string | Uint8Array): Uint8Array {
  const stored = (name: string): PackedPart => ({ ...pack(name, xml), method: 0, packed: Buffer.from(xml as string) });
  return writeZip(partsOf(good).map((part) => (part.name === 'word/document.xml' ? stored(part.name) : part)));
}

/** The bytes with one place changed, at `offset` from where `signature` stands last. */
function patched(bytes: Uint8Array, signature: number, offset: number, value: number[]): Uint8Array {
  const copy = Buffer.from(bytes);
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(signature);
  copy.set(value, copy.lastIndexOf(mark) + offset);
  return copy;
}

/** The bytes with the second end record that programs write who always expect archives beyond 4 GB. @param shift how far off it is said to lie */
function withLongEnd(bytes: Uint8Array, shift: number): Uint8Array {
  const at = bytes.length - 22;
  const [record, place] = [Buffer.alloc(56), Buffer.alloc(20)];
  record.writeUInt32LE(0x06064b50);
  record.writeBigUInt64LE(44n, 4);
  place.writeUInt32LE(0x07064b50);
  place.writeBigUInt64LE(BigInt(at + shift), 8);
  place.writeUInt32LE(1, 16);
  return Buffer.concat([bytes.subarray(0, at), record, place, bytes.subarray(at)]);
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;

describe('archives that are refused', () => {
  const zeros = Buffer.alloc(20 * 1024 * 1024);
  test.each<[string, () => Uint8Array, string]>([
    ['a bomb', () => withPart({ packed: deflateRawSync(zeros), size: zeros.length }), 'suspicious'],
    ['a bomb that lies about its size', () => lyingBomb(), 'suspicious'],
    ['more than 50 MB of small ratio', () => withPart({ packed: new Uint8Array(1_100_000), size: 60_000_000 }), 'tooLarge'],
    ['100,000 entries', () => writeZip(Array.from({ length: 2001 }, (_, index) => pack(`${index}`, 'x'))), 'tooLarge'],
    ['a path that climbs', () => withPart({ name: 'word/../../x' }), 'suspicious'],
    ['an absolute path', () => withPart({ name: '/etc/passwd' }), 'suspicious'],
    ['a backslash', () => withPart({ name: 'word\\x' }), 'suspicious'],
    ['a name twice', () => withPart({ name: 'word/document.xml' }), 'suspicious'],
    ['a name twice but for its case', () => withPart({ name: 'WORD/document.xml' }), 'suspicious'],
    ['a symbolic link', () => patched(withPart({}), CENTRAL, 38, [0, 0, 0, 0xa0]), 'suspicious'],
    ['an encrypted entry', () => patched(withPart({}), CENTRAL, 8, [1, 8]), 'oldOrLocked'],
    ['an odd way to pack', () => patched(withPart({}), CENTRAL, 10, [99, 0]), 'suspicious'],
    ['zip64', () => patched(good, END, 16, [255, 255, 255, 255]), 'suspicious'],
    ['a long end record that is not there', () => withLongEnd(good, -4), 'broken'],
    ['several disks', () => patched(good, END, 4, [1, 0]), 'suspicious'],
    ['entries over each other', () => patched(withPart({}), CENTRAL, 42, [0, 0, 0, 0]), 'suspicious'],
    ['a cut-off file', () => good.subarray(0, good.length - 30), 'broken'],
    ['something behind the end', () => Buffer.concat([good, Buffer.from('more')]), 'broken'],
    ['only its first bytes', () => Buffer.from('PK\u0003\u0004'), 'broken'],
  ])('%s', (_name, make, key) => {
    expect(readBytes(make()).replace(/^\w+ /, '')).toBe(`import.word.${key}`);
  });

  function lyingBomb(): Uint8Array {
    return writeZip(partsOf(good).map((part) => (part.name === 'word/document.xml' ? { ...part, packed: deflateRawSync(zeros), size: 60_000 } : part)));
  }

  test('a bomb costs neither time nor memory', () => {
    const bombs = [withPart({ packed: deflateRawSync(Buffer.alloc(400 * 1024 * 1024)), size: 400 * 1024 * 1024 }), lyingBomb()];
    const [begun, before] = [process.cpuUsage(), process.memoryUsage().rss];
    for (const bomb of bombs) expect(readBytes(bomb)).toMatch(/^invalid import\.word\./);
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000);
    expect((process.memoryUsage().rss - before) / 1024 / 1024).toBeLessThan(200);
  }, 60_000);

  test('a part that is not what its checksum says', () => {
    const [first] = readZip(good).values();
    expect(() => unpack({ ...first!, crc: first!.crc ^ 1 })).toThrow(/damaged/);
    expect(() => unpack({ ...first!, size: first!.size + 1 })).toThrow(/another length/);
    expect(() => unpack({ ...first!, packed: first!.packed.subarray(0, 20) })).toThrow(/cannot be unpacked/);
  });

  test('a long end record that says the same again does no harm', () => {
    expect(readBytes(withLongEnd(good, 0))).toBe('accepted');
  });

  test('embedded archives are not opened', () => {
    const inner = writeZip([{ ...pack('bomb', 'x'), packed: deflateRawSync(zeros), size: zeros.length }]);
    expect(readBytes(makeDocx({ body: arabicParagraph('نص'), extra: { 'word/embeddings/a.xlsx': { content: inner, type: 'package' } } }))).toBe('accepted');
  });
});

describe('files that are no Word documents', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'invalid import.empty'],
    ['a program', Buffer.from('MZ\u0090\u0000'), 'unsupported import.word.notWord'],
    ['a text', Buffer.from('نص'), 'unsupported import.word.notWord'],
    ['the format of old', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'unsupported import.word.oldOrLocked'],
    ['another archive', writeZip([pack('a.txt', 'x')]), 'unsupported import.word.notWord'],
    ['an archive that names a part it has not', writeZip(partsOf(good).filter(({ name }) => name !== 'word/document.xml')), 'unsupported import.word.notWord'],
    ['another kind of document', withText('<x/>'), 'unsupported import.word.notWord'],
  ])('%s', (_name, bytes, key) => {
    expect(readBytes(bytes)).toBe(key);
  });
});

describe('XML that is refused', () => {
  const document = (content: string, head = '') => `${head}<w:document xmlns:w="${W}"><w:body>${content}</w:body></w:document>`;
  const entities = Array.from({ length: 9 }, (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join('');
  test.each([
    ['an external entity', document('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 'import.word.doctype'],
    ['a parameter entity', document('', '<!DOCTYPE x [<!ENTITY % x SYSTEM "http://127.0.0.1/"> %x;]>'), 'import.word.doctype'],
    ['billion laughs', document('&l9;', `<!DOCTYPE x [<!ENTITY l0 "ha">${entities}]>`), 'import.word.doctype'],
    ['a harmless document type', document('', '<!DOCTYPE x>'), 'import.word.doctype'],
    ['an unknown entity', document('&x;'), 'import.word.broken'],
    ['twenty thousand levels', document('<w:sdt>'.repeat(20_000) + '</w:sdt>'.repeat(20_000)), 'import.tooDeep'],
    ['tags that cross', document('<w:p><w:r></w:p></w:r>'), 'import.word.broken'],
    ['an end too early', document('<w:p>').slice(0, -20), 'import.word.broken'],
  ])('%s', (_name, xml, key) => {
    expect(readBytes(withText(xml))).toBe(`invalid ${key}`);
  });

  test('UTF-16 hides nothing, and UTF-7 is not read as anything', () => {
    const wide = (xml: string) => withText(Buffer.from(`\ufeff${xml}`, 'utf16le'));
    expect(readBytes(wide(document('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')))).toBe('invalid import.word.doctype');
    expect(readBytes(wide(document('&x;')))).toBe('invalid import.word.broken');
    expect(readBytes(withText(`+ADw-!DOCTYPE x+AD4-${document('')}`))).toBe('invalid import.word.broken');
  });

  test('letters that are not Unicode, and a prefix of Word’s that means something else', () => {
    const old = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="windows-1256"?>'), Buffer.from(document('\u00e4'), 'latin1')]);
    expect(readBytes(withText(old))).toBe('invalid import.word.oddXml');
    const taken = `<n:document xmlns:n="${W}"><n:body xmlns:w="urn:x"><w:p/></n:body></n:document>`;
    expect(readBytes(withText(taken))).toBe('invalid import.word.oddXml');
  });

  test('a hundred thousand elements under other names are answered in time', () => {
    const begun = process.cpuUsage();
    const body = '<n:p><n:r><n:t>نص</n:t></n:r></n:p>'.repeat(19_000);
    expect(readBytes(withText(`<n:document xmlns:n="${W}"><n:body>${body}</n:body></n:document>`))).toBe('accepted');
    expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(10);
  }, 60_000);

  test('too many elements and an attribute of 15 MB are answered in time', () => {
    const begun = process.cpuUsage();
    expect(readBytes(withText(document('<w:p/>'.repeat(700_000))))).toBe('invalid import.tooMuchMarkup');
    expect(readBytes(withText(document(`<w:p w:x="${'x'.repeat(15_000_000)}"/>`)))).toBe('accepted');
    expect(process.cpuUsage(begun).user / 1e6).toBeLessThan(10);
  }, 60_000);

  test('names of prototypes are only names', () => {
    expect(readBytes(withText(document(`<w:p __proto__="x" constructor="y"><w:r><w:__proto__/><w:t>نص</w:t></w:r></w:p>`)))).toBe('accepted');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
