/** What was recognised in a file, before anything is kept. */
import { directionOf, dominantLanguage, type Direction, type Language } from '../core/language/direction.ts';
import { wordCount } from '../core/language/words.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import { AppError } from '../errors.ts';
import type { Encoding, ImportedFile } from '../formats/format.ts';
import { readableText, readFile, titleOf, type UploadedFile } from './read-file.ts';

export interface FileFacts {
  format: string;
  /** null for formats that say their encoding themselves. */
  encoding: Encoding;
  certainty: ImportedFile['encodingCertainty'] | 'chosen';
  title: string;
  language: Language | null;
  dir: Direction;
  paragraphs: number;
  sentences: number;
  words: number;
  /** The first paragraphs as readers see them. */
  beginning: string[];
  leftOut: ImportedFile['leftOut'];
}

export interface FilePreview {
  name: string;
  isPasted: boolean;
  bytes: number;
  /** Exactly one of the two. */
  facts: FileFacts | null;
  error: AppError | null;
  /** What the person chose, also when it was wrong. */
  chosenEncoding: Encoding | null;
}

const SHOWN_PARAGRAPHS = 4;
const SHOWN_LENGTH = 600;

/** Errors of the file are part of the answer; any other is thrown. */
export function previewFile(file: UploadedFile): FilePreview {
  const { name, isPasted = false, bytes, encoding = null } = file;
  const shared = { name, isPasted, bytes: bytes.length, chosenEncoding: encoding };
  try {
    return { ...shared, facts: factsOf(file), error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...shared, facts: null, error };
  }
}

function factsOf(file: UploadedFile): FileFacts {
  const { format, content } = readFile(file);
  const texts = content.blocks.map(readableText);
  const language = dominantLanguage(texts.slice(0, 200).join('\n'));
  return {
    format: format.label,
    encoding: content.encoding,
    certainty: file.encoding ? 'chosen' : content.encodingCertainty,
    title: titleOf(content),
    language,
    dir: directionOf(language ?? 'ar'),
    paragraphs: texts.length,
    sentences: total(content.blocks.map((block) => sentences(block.text, 'ar').length)),
    words: total(texts.map(wordCount)),
    beginning: texts.slice(0, SHOWN_PARAGRAPHS).map((text) => text.slice(0, SHOWN_LENGTH)),
    leftOut: content.leftOut,
  };
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
