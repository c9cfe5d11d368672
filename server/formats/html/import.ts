import { stripCodes } from '../../core/inline/codes.ts';
import type { Block } from '../../core/model.ts';
import { decodeFile } from '../charset.ts';
import type { ImportedFile, SourceFile } from '../format.ts';
import { lostCharacters } from '../left-out.ts';
import { HtmlReader } from './reader.ts';
import { scanHtml } from './scan.ts';
import type { HtmlSkeleton } from './skeleton.ts';

/**
 * HTML pages and fragments: the running text between the tags of block elements becomes blocks, inline elements become paired codes, breaks
 * and images standalone ones. White space is collapsed as a browser shows it, two line breaks in a row part paragraphs, and character references
 * are decoded. Scripts, styles, preformatted text, drawings, form fields, comments and texts in attributes stay in the file and are listed.
 */
export function readHtml(file: SourceFile): ImportedFile {
  const { text, encoding, certainty, lostCharacters: lost } = decodeFile(file, declaredEncoding(file.bytes));
  const reader = new HtmlReader(text, file.name);
  scanHtml(text, file.name, (piece) => reader.read(piece));
  reader.finish();
  const { blocks, holes, leftOut } = reader;
  const skeleton: HtmlSkeleton = { holes };
  return {
    blocks,
    skeleton,
    title: titleOf(blocks, reader.titleAnchor),
    encoding,
    encodingCertainty: certainty,
    leftOut: [...leftOut.list(), ...lostCharacters(lost)],
  };
}

/** What the page says of its own encoding, within the first 1,024 bytes as the standard has it (and a little more). */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048));
  return /(?:charset|<\?xml[^>]*\sencoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
}

function titleOf(blocks: readonly Block[], titleAnchor: string | null): string {
  const block = blocks.find(({ anchor }) => anchor === titleAnchor) ?? blocks.find(({ kind }) => kind === 'heading');
  return stripCodes(block?.text ?? '').text;
}
