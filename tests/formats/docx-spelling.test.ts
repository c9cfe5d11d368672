import { describe, expect, test } from 'vitest';
import { formatById } from '../../server/formats/registry.ts';
import { readZip } from '../../server/formats/zip-reader.ts';
import { pack, writeZip } from '../../server/formats/zip-writer.ts';
import { makeDocx, partOf, REPORT, REPORT_IN_ENGLISH, W, withCodes } from '../support/docx.ts';
import { fileOf, requestFor } from './files.ts';

const docx = formatById('docx');
const report = makeDocx(REPORT);
const readBlocks = (bytes: Uint8Array) => docx.read(fileOf('a.docx', bytes)).blocks;

/** The report with every part of XML in word/ spelt another way. */
function respelt(respell: (xml: string) => string | Uint8Array): Uint8Array {
  const entries = [...readZip(report).values()];
  return writeZip(entries.map((entry) => (/^word\/\w+\.xml$/.test(entry.name) ? pack(entry.name, respell(partOf(report, entry.name))) : entry)));
}

const renamed = (xml: string, from: string, to: string) =>
  xml
    .replaceAll(new RegExp(`(</?)${from}:`, 'g'), `$1${to}:`)
    .replaceAll(new RegExp(`(\\s)${from}:(\\w+=)`, 'g'), `$1${to}:$2`)
    .replaceAll(`xmlns:${from}=`, `xmlns:${to}=`);

/** Elements without a prefix; attributes must have one. */
const withoutPrefix = (xml: string) => xml.replaceAll(/(<\/?)w:/g, '$1').replace('xmlns:w=', `xmlns="${W}" xmlns:w=`);

const spellings: [string, (xml: string) => string | Uint8Array][] = [
  ['prefixes of a program that numbers them', (xml) => renamed(renamed(xml, 'w', 'ns0'), 'r', 'ns1')],
  ['no prefix for elements', withoutPrefix],
  ['apostrophes and line breaks in tags', (xml) => renamed(xml, 'w', 'x').replace(/xmlns:x="([^"]*)"/, "\n xmlns:x = '$1'")],
  ['UTF-16 of one kind', (xml) => Buffer.from(`\ufeff${xml.replace('UTF-8', 'utf-16')}`, 'utf16le')],
  ['UTF-16 of the other kind', (xml) => Buffer.from(`\ufeff${xml.replace('UTF-8', 'UTF-16')}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', (xml) => Buffer.from(xml.replace('UTF-8', 'UTF-16'), 'utf16le')],
];

describe('the same Word file in another spelling of XML', () => {
  test.each(spellings)('%s reads the same', (_name, respell) => {
    const blocks = (bytes: Uint8Array) =>
      readBlocks(bytes).map(({ kind, level, marker, text, codes }) => ({ kind, level, marker, text, links: codes.map(({ href }) => href) }));
    expect(blocks(respelt(respell))).toEqual(blocks(report));
  });

  test.each(spellings)('%s is written in English', (_name, respell) => {
    const file = fileOf('a.docx', respelt(respell));
    let at = 0;
    const out = docx.write(requestFor(file, docx.read(file), () => withCodes(REPORT_IN_ENGLISH[at++]!)));
    expect(readBlocks(out)[2]!.codes[0]).toMatchObject({ type: 'link', href: 'https://example.org/taqrir?a=1&b=2' });
    expect(readBlocks(out).map(({ text }) => text)).toEqual(REPORT_IN_ENGLISH.map(withCodes));
    const xml = partOf(out, 'word/document.xml');
    expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"/);
    expect(xml).not.toMatch(/w:bidi\b|ns0:|<p>/);
  });

  test('parts that nothing changes keep their bytes, whatever their spelling', () => {
    const bytes = respelt((xml) => renamed(xml, 'w', 'ns0'));
    const file = fileOf('a.docx', bytes);
    expect(Buffer.compare(docx.write(requestFor(file, docx.read(file), () => null)), bytes)).toBe(0);
  });

  test('a declared encoding is not kept when the part is written as UTF-8', () => {
    const bytes = respelt((xml) => xml.replace('UTF-8', 'us-ascii').replaceAll(/[^\u0000-\u007f]/g, (char) => `&#${char.codePointAt(0)!};`));
    const file = fileOf('a.docx', bytes);
    const out = docx.write(requestFor(file, docx.read(file), () => '“Quoted”'));
    expect(partOf(out, 'word/document.xml')).toMatch(/^<\?xml version="1.0" encoding="UTF-8".*“Quoted”/s);
  });
});
