/** A file → what its format made of it, or the reason why not. */
import { inlineTree, plainText } from '../core/edition/inline-tree.ts';
import type { Exceptions } from '../core/segmentation/exceptions.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import type { Block } from '../core/model.ts';
import { sha256 } from '../db/ids.ts';
import { AppError } from '../errors.ts';
import type { Format, ImportedFile, SourceFile } from '../formats/format.ts';
import { readBeside } from '../formats/service.ts';
import type { NewBlock, SegmentUnit } from './store.ts';

/** A file of the form, as it arrived. */
export interface UploadedFile extends SourceFile {
  /** It came out of the text field and has no name of its own. */
  isPasted?: boolean;
}

export interface ReadFile {
  format: Format;
  content: ImportedFile;
}

const TITLE_LENGTH = 80;
const LONGEST_TITLE = 300;

/** @throws {AppError} when nobody can read it or there is nothing to translate in it; nothing is kept then. */
export async function readFile(file: UploadedFile): Promise<ReadFile> {
  const { format, content } = await readBeside(file);
  if (content.blocks.length === 0) throw new AppError('invalid', 'import.noText', { values: { name: file.name } });
  return { format, content };
}

/** The file's title, its first heading, or how it begins. */
export function titleOf({ title, blocks }: ImportedFile): string {
  const own = title.replace(/\s+/g, ' ').trim();
  return own === '' ? firstWords(readableText(blocks[0]!), TITLE_LENGTH) : firstWords(own, LONGEST_TITLE);
}

/** The text of a block as a reader sees it. */
export function readableText({ text, codes }: Pick<Block, 'text' | 'codes'>): string {
  return plainText(inlineTree(text, codes)).trim();
}

/** How a text begins: whole words up to `longest` characters, with … where it goes on. */
export function firstWords(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= longest) return line;
  const cut = line.slice(0, longest);
  const whole = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0)) || cut.replace(/[\ud800-\udbff]$/, '');
  return `${whole.replace(/[\s،,؛;:.]+$/u, '')}…`;
}

/** A block with its segments: itself, or its sentences. */
export function segmented(block: Block, unit: SegmentUnit, exceptions: Exceptions): NewBlock {
  const spans = unit === 'sentence' ? sentences(block.text, 'ar', exceptions) : [{ start: 0, end: block.text.length }];
  return { ...block, segments: spans.map(({ start, end }) => ({ start, end, sourceHash: sha256(block.text.slice(start, end)) })) };
}
