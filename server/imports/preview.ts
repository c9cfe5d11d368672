/** What was recognised in a file, before anything is kept. */
import { directionOf, dominantLanguage, type Direction, type Language } from '../core/language/direction.ts';
import { wordCount } from '../core/language/words.ts';
import { sentences } from '../core/segmentation/segmentation.ts';
import { AppError } from '../errors.ts';
import type { Encoding, ImportedFile } from '../formats/format.ts';
import { takeTurns } from '../http/turns.ts';
import { readableText, readFile, titleOf, type UploadedFile } from './read-file.ts';

export interface FileFacts {
  format: string;
  /** null for formats that say their encoding themselves. */
  encoding: Encoding | null;
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
export async function previewFile(file: UploadedFile): Promise<FilePreview> {
  const { name, isPasted = false, bytes, encoding = null } = file;
  const shared = { name, isPasted, bytes: bytes.length, chosenEncoding: encoding };
  try {
    return { ...shared, facts: await factsOf(file), error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...shared, facts: null, error };
  }
}

async function factsOf(file: UploadedFile): Promise<FileFacts> {
  const { format, content } = await readFile(file);
  const { texts, sentenceCount } = await measure(content);
  const language = dominantLanguage(texts.slice(0, 200).join('\n'));
  return {
    format: format.label,
    encoding: format.isBinary ? null : content.encoding,
    certainty: file.encoding ? 'chosen' : content.encodingCertainty,
    title: titleOf(content),
    language,
    dir: directionOf(language ?? 'ar'),
    paragraphs: texts.length,
    sentences: sentenceCount,
    words: texts.reduce((sum, text) => sum + wordCount(text), 0),
    beginning: texts.slice(0, SHOWN_PARAGRAPHS).map((text) => text.slice(0, SHOWN_LENGTH)),
    leftOut: content.leftOut,
  };
}

/** The slow part of a long file: nobody else waits for it. */
async function measure({ blocks }: ImportedFile): Promise<{ texts: string[]; sentenceCount: number }> {
  const giveWay = takeTurns();
  const texts: string[] = [];
  let sentenceCount = 0;
  for (const block of blocks) {
    texts.push(readableText(block));
    sentenceCount += sentences(block.text, 'ar').length;
    await giveWay();
  }
  return { texts, sentenceCount };
}
