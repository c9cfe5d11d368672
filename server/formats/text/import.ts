import { isBlank } from '../../core/language/direction.ts';
import { BlockBuilder } from '../block-builder.ts';
import { decodeFile } from '../charset.ts';
import type { ImportedFile, SourceFile } from '../format.ts';
import { hashOf, type Hole } from '../hole.ts';
import { checkBlockCount } from '../limits.ts';
import { lostCharacters } from '../left-out.ts';
import type { Block } from '../../core/model.ts';

/** Everything that ends a line: CR LF, LF, CR, vertical tab, form feed, NEL, LS, PS. */
const LINE = /[^\r\n\v\f\u0085\u2028\u2029]+/g;

/**
 * Plain text: one paragraph per line. Line ends, blank lines and the white space around a paragraph stay in the file; the text between
 * becomes the block, letter by letter.
 */
export function readText(file: SourceFile): ImportedFile {
  const { text, encoding, certainty, lostCharacters: lost } = decodeFile(file);
  const blocks: Block[] = [];
  const holes: Hole[] = [];
  for (const line of text.matchAll(LINE)) {
    const paragraph = line[0].trim();
    if (isBlank(paragraph)) continue;
    checkBlockCount(blocks.length + 1, file.name);
    const start = line.index + line[0].indexOf(paragraph);
    const builder = new BlockBuilder(file.name);
    builder.addText(paragraph);
    const block = builder.build({ kind: 'paragraph', anchor: `p${blocks.length + 1}` });
    blocks.push(block);
    holes.push({ anchor: block.anchor, start, end: start + paragraph.length, hash: hashOf(block.text) });
  }
  return { blocks, skeleton: { holes }, title: '', encoding, encodingCertainty: certainty, leftOut: lostCharacters(lost) };
}
