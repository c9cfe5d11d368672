/** The parts of a Word file that hold text to translate, as reading and writing both need them. */
import type { NoteKind } from '../../core/edition/notes.ts';
import { AppError } from '../../errors.ts';
import { acceptChanges } from './accept-changes.ts';
import { Numbering } from './numbering.ts';
import type { WordPackage } from './package.ts';
import { Styles } from './styles.ts';
import { readXml, type XmlElement } from './xml.ts';

export interface TextPart {
  name: string;
  kind: 'body' | NoteKind;
  /** With tracked changes accepted. */
  xml: string;
  root: XmlElement;
  /** How many changes were tracked. */
  changes: number;
}

/** The transitional and the strict form of the standard. */
const NAMESPACES = new Set(['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'http://purl.oclc.org/ooxml/wordprocessingml/main']);

/** The body, footnotes, endnotes, as far as there are any. @throws {AppError} when they cannot be read */
export function textParts(file: WordPackage, fileName: string): TextPart[] {
  const body = textPart(file, { name: file.main, kind: 'body', fileName });
  if (!body || body.root.name !== 'w:document' || !NAMESPACES.has(body.root.attributes['xmlns:w'] ?? ''))
    throw new AppError('unsupported', 'import.word.notWord', { values: { name: fileName } });
  const notes = (['footnote', 'endnote'] as const).map((kind) => textPart(file, { name: file.partFor(`${kind}s`), kind, fileName }));
  return [body, ...notes.filter((part) => part !== null)];
}

function textPart(file: WordPackage, { name, kind, fileName }: { name: string | undefined; kind: TextPart['kind']; fileName: string }): TextPart | null {
  const original = name === undefined ? null : file.text(name);
  if (name === undefined || original === null) return null;
  const originalRoot = readXml(original, fileName);
  const { xml, count } = acceptChanges(original, originalRoot);
  return { name, kind, xml, root: xml === original ? originalRoot : readXml(xml, fileName), changes: count };
}

/** The styles of the file; empty ones when it has none. */
export function stylesOf(file: WordPackage, fileName: string): Styles {
  return new Styles(rootOf(file, 'styles', fileName));
}

/** The lists of the file, nothing counted yet. */
export function numberingOf(file: WordPackage, fileName: string): Numbering {
  return new Numbering(rootOf(file, 'numbering', fileName));
}

function rootOf(file: WordPackage, type: string, fileName: string): XmlElement | null {
  const name = file.partFor(type);
  const xml = name === undefined ? null : file.text(name);
  return xml === null ? null : readXml(xml, fileName);
}
