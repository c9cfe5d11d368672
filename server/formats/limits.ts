/** What a file may hold. Everything read is checked against these, so that no file can stop the program or fill the database by its shape. */
import { AppError } from '../errors.ts';

/** Paragraphs of one file. */
export const MAX_BLOCKS = 20_000;

/** UTF-16 units of one paragraph, inline codes included. */
export const MAX_BLOCK_LENGTH = 65_536;

/** Levels of elements, lists and quotes inside each other. */
export const MAX_DEPTH = 500;

/** @throws {AppError} `invalid` (`import.tooDeep`) when the file `name` nests deeper than {@link MAX_DEPTH}. */
export function checkDepth(depth: number, name: string): void {
  if (depth > MAX_DEPTH) throw new AppError('invalid', 'import.tooDeep', { values: { name, limit: MAX_DEPTH } });
}

/** @throws {AppError} `invalid` (`import.tooManyParagraphs`) when the file `name` holds more than {@link MAX_BLOCKS}. */
export function checkBlockCount(count: number, name: string): void {
  if (count > MAX_BLOCKS) throw new AppError('invalid', 'import.tooManyParagraphs', { values: { name, limit: MAX_BLOCKS } });
}
