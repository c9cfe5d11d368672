/** The text on standard input, and what counts as a paragraph of it. */
import { fstatSync } from 'node:fs';
import { linesOf } from '../core/segmentation/lines.ts';
import { isBlank } from '../core/language/direction.ts';
import type { Span } from '../core/model.ts';
import { AppError } from '../errors.ts';
import { decodeFile } from '../formats/charset.ts';
import type { Encoding } from '../formats/format.ts';
import { EXIT, Refusal } from './exit-codes.ts';

const LONGEST_BYTES = 100 * 1024 * 1024;
const STDIN = 0;
const MEBIBYTE = 1024 * 1024;

/** All of it, in the encoding that was named, or is found out as that of files is; a byte order mark is kept as a character, so that offsets count it. @throws {Refusal} */
export async function readInput(encoding?: Encoding): Promise<string> {
  const bytes = await readBytes();
  if (bytes.length === 0) return '';
  try {
    const { text, hasBom } = decodeFile({ name: '', bytes, ...(encoding && { encoding }) });
    return hasBom ? `\ufeff${text}` : text;
  } catch (error) {
    throw error instanceof AppError ? unreadable(error) : error;
  }
}

async function readBytes(): Promise<Buffer> {
  if (process.stdin.isTTY) process.stderr.write('Reading from the terminal; Ctrl-D on a line of its own ends the text.\n');
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // Node reads a folder as an empty file.
    if (fstatSync(STDIN).isDirectory()) throw new Error('it is a folder');
    for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LONGEST_BYTES) break;
    }
  } catch (error) {
    throw new Refusal(EXIT.inputUnreadable, `Standard input cannot be read (${(error as Error).message}).`, { remedy: SEND_TEXT, cause: error });
  }
  if (length > LONGEST_BYTES)
    throw new Refusal(EXIT.inputUnreadable, `The input is longer than ${LONGEST_BYTES / MEBIBYTE} MB.`, { remedy: 'Divide it and send the parts one by one.' });
  return Buffer.concat(chunks, length);
}

const SEND_TEXT = 'Send plain text, in UTF-8, UTF-16, Windows-1256 or ISO-8859-6.';

/** What is wrong with the bytes, by the key an import would say it with; there the sentence speaks of a file that was chosen. */
const REASONS: Record<string, (values: AppError['values']) => string> = {
  'import.binary': ({ kind }) => `The input is no text: it begins like a ${kind} file.`,
  'import.binaryUnknown': () => 'The input is no text: it is full of control characters.',
  'import.broken': ({ encoding }) => `The input is damaged or cut off: part of it is not valid ${encoding}.`,
  'import.encodingUnknown': () => 'The letters of the input cannot be read: it is neither Unicode nor one of the Arabic encodings.',
  'import.loneSurrogate': () => 'The input has half of a character in it.',
  'import.nul': () => 'The input has a NUL character in it.',
  'import.longParagraph': ({ limit, start }) => `A paragraph of the input is longer than ${limit} characters; it begins “${start}”.`,
  'import.tooManyCodes': ({ limit }) => `A paragraph of the input has more than ${limit} private-use characters.`,
};

/** @returns the error itself when it is not one of reading text */
export function unreadable(error: AppError): Error {
  const sentence = REASONS[error.key]?.(error.values);
  return sentence === undefined ? error : new Refusal(EXIT.inputUnreadable, sentence, { remedy: SEND_TEXT, cause: error });
}

/** The lines that hold anything to read, without the white space around them, in order: paragraph 0 is the first of them. */
export function paragraphsOf(text: string): Span[] {
  return linesOf(text).flatMap(({ start, end }) => {
    const line = text.slice(start, end);
    if (isBlank(line)) return [];
    const from = start + line.length - line.trimStart().length;
    return [{ start: from, end: from + line.trim().length }];
  });
}
