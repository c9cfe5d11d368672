import { describe, expect, test } from 'vitest';
import { extensions, formatById, formatFor, formatLabels, FORMATS } from '../../server/formats/registry.ts';
import { fileOf, refusal } from './files.ts';

const idOf = (name: string, content: string | Uint8Array = 'نص') => formatFor(fileOf(name, content)).id;

describe('who reads a file', () => {
  test.each([
    ['a.txt', 'text'],
    ['A.TXT', 'text'],
    ['تقرير.md', 'markdown'],
    ['a.b.markdown', 'markdown'],
    ['page.HTM', 'html'],
    ['page.html ', 'html'],
    ['كتاب.DOCX', 'docx'],
    ['no ending', 'text'],
    ['version 2.5', 'text'],
  ])('%s is %s', (name, id) => {
    expect(idOf(name)).toBe(id);
  });

  test('a name without an ending is told by what is inside', () => {
    expect(idOf('page', ' <!DOCTYPE html><p>نص')).toBe('html');
    expect(refusal(() => idOf('paper', new TextEncoder().encode('%PDF-1.7')))).toBe('unsupported import.unknownType');
  });

  test.each(['a.docx2', 'a.pdf', 'a.exe', 'a.svg', 'a.json'])('%s is refused, naming what can be read', (name) => {
    expect(refusal(() => idOf(name))).toBe('unsupported import.unknownType');
    try {
      idOf(name);
    } catch (error) {
      expect(error).toMatchObject({ values: { name, readable: 'TXT, Markdown, HTML, Word' } });
    }
  });

  test.each(['a.doc', 'a.docm', 'كتاب.DOTX', 'a.rtf', 'a.odt'])('%s is refused with the advice to save it as .docx', (name) => {
    expect(refusal(() => idOf(name))).toBe('unsupported import.word.otherKind');
  });

  test('a file chooser can ask for the list', () => {
    expect(extensions()).toEqual(['.txt', '.text', '.md', '.markdown', '.mdown', '.html', '.htm', '.xhtml', '.docx']);
    expect(formatLabels()).toEqual(['TXT', 'Markdown', 'HTML', 'Word']);
  });

  test('documents find their format again by its id', () => {
    expect(FORMATS.map((format) => formatById(format.id))).toEqual(FORMATS);
    expect(() => formatById('odt')).toThrow(RangeError);
  });
});
