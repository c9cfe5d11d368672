/** The list of file formats. A new one is a folder and a line here. */
import { AppError } from '../errors.ts';
import type { Format, SourceFile } from './format.ts';
import { binaryKind } from './binary.ts';
import { readText } from './text/import.ts';
import { writeText } from './text/export.ts';
import { readMarkdown } from './markdown/import.ts';
import { writeMarkdown, writeMarkdownInSteps } from './markdown/export.ts';
import { readHtml } from './html/import.ts';
import { writeHtml } from './html/export.ts';
import { readDocx } from './docx/import.ts';
import { writeDocx } from './docx/export.ts';

/** In the order people see them. */
export const FORMATS: readonly Format[] = [
  { id: 'text', label: 'TXT', extensions: ['.txt', '.text'], mediaType: 'text/plain', read: readText, write: writeText },
  {
    id: 'markdown',
    label: 'Markdown',
    extensions: ['.md', '.markdown', '.mdown'],
    mediaType: 'text/markdown',
    read: readMarkdown,
    write: writeMarkdown,
    writeInSteps: writeMarkdownInSteps,
  },
  { id: 'html', label: 'HTML', extensions: ['.html', '.htm', '.xhtml'], mediaType: 'text/html', read: readHtml, write: writeHtml },
  {
    id: 'docx',
    label: 'Word',
    extensions: ['.docx'],
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    isBinary: true,
    read: readDocx,
    write: writeDocx,
  },
];

/** Documents that word processors open and save as .docx. */
const OTHER_DOCUMENTS = new Set(['.doc', '.docm', '.dot', '.dotx', '.dotm', '.rtf', '.odt', '.ott', '.fodt', '.pages', '.wpd', '.wps']);

/**
 * Who reads the file: by the ending of its name; a name without one by what is inside.
 * @throws {AppError} `unsupported`: `import.unknownType`, naming what can be read, or `import.word.otherKind` for what can be saved as .docx
 */
export function formatFor(file: SourceFile): Format {
  const ending = endingOf(file.name);
  const named = FORMATS.find((format) => format.extensions.includes(ending));
  if (named) return named;
  if (OTHER_DOCUMENTS.has(ending)) throw new AppError('unsupported', 'import.word.otherKind', { values: { name: file.name } });
  if (ending !== '' || binaryKind(file.bytes))
    throw new AppError('unsupported', 'import.unknownType', { values: { name: file.name, readable: formatLabels().join(', ') } });
  return formatById(looksLikeHtml(file.bytes) ? 'html' : 'text');
}

/** The format a document was read with. @throws {RangeError} for an id no format has */
export function formatById(id: string): Format {
  const format = FORMATS.find((candidate) => candidate.id === id);
  if (!format) throw new RangeError(`no such format: ${id}`);
  return format;
}

/** Endings of names that can be read, for a file chooser's `accept`: `.txt`, `.md`, … */
export function extensions(): string[] {
  return FORMATS.flatMap((format) => format.extensions);
}

/** What can be read, for people: `TXT`, `Markdown`, `HTML`. */
export function formatLabels(): string[] {
  return FORMATS.map((format) => format.label);
}

/** `.txt` of `Report.TXT`; empty without one. `2.5` in a title is no ending. */
function endingOf(name: string): string {
  return /\.[a-z][a-z0-9]{0,9}$/i.exec(name.trim())?.[0].toLowerCase() ?? '';
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  return /^\ufeff?\s*<(?:!doctype html|html|head|body)\b/i.test(new TextDecoder().decode(bytes.subarray(0, 512)));
}
