import { z } from 'zod';
import { decodeAs, encodeUtf8 } from '../charset.ts';
import { applyEdits, usualLineEnd, type Edit } from '../edits.ts';
import type { ExportRequest, TranslatedBlock } from '../format.ts';
import { controlsBetween, Hole, isChanged, partsOf } from '../hole.ts';

const Skeleton = z.object({ holes: z.array(Hole) });

/**
 * The file with its paragraphs translated, in UTF-8, with a byte order mark only where the original had one. Paragraphs without a
 * translation stay as they are. Once anything is translated the file is English: no bidirectional control is left outside of Arabic paragraphs.
 */
export function writeText({ original, encoding, skeleton, blocks }: ExportRequest): Uint8Array {
  const { text, hasBom } = decodeAs(original, encoding);
  const { holes } = Skeleton.parse(skeleton);
  const lineEnd = usualLineEnd(text);
  const edits: Edit[] = [];
  for (const hole of holes) {
    const translated = blocks.get(hole.anchor);
    if (translated && isChanged(hole, translated)) edits.push({ start: hole.start, end: hole.end, text: plain(translated, lineEnd) });
  }
  const cleared = edits.length > 0 ? controlsBetween(text, holes) : [];
  return encodeUtf8(applyEdits(text, [...edits, ...cleared]), hasBom);
}

/** A new line that a translator made is a line of the file. */
function plain(translated: TranslatedBlock, lineEnd: string): string {
  const text = partsOf(translated).map((part) => ('text' in part ? part.text : part.code.data));
  return text
    .join('')
    .trim()
    .replace(/\r\n|\r|\n/g, lineEnd);
}
