/**
 * The shapes everything shares: Document → Block → Segment → Sentence, and inline codes.
 *
 * All text is a plain string, stored exactly as received. All offsets are UTF-16 units. A range is half open: [start, end).
 */

/** A half-open range of UTF-16 offsets into some text. */
export interface Span {
  start: number;
  end: number;
}

/** What a block was in its file. Drives how the block is shown and exported; the text itself stays plain. */
export type BlockKind = 'paragraph' | 'heading' | 'list-item' | 'table-cell' | 'quote' | 'code' | 'caption';

/**
 * One inline code of a block: in the text it is the single private-use character `codeChar(number)` (U+E000 + number).
 * `open` and `close` come in pairs that name each other in `pair`; `standalone` has no partner (line break, image, …).
 */
export interface InlineCode {
  /** 1-based, counted per block in order of first appearance. At most {@link MAX_CODES}. */
  number: number;
  kind: 'open' | 'close' | 'standalone';
  /** The number of the partner of an `open` or `close`. */
  pair?: number;
  /** What it means to a reader: drives the chip's title and the markup of editions. */
  type: 'bold' | 'italic' | 'underline' | 'link' | 'code' | 'break' | 'image' | 'span' | 'private' | 'other';
  /** The original markup, verbatim, written back on export (`<b>`, `**`, `](https://…)`). */
  data: string;
  /** Where a link goes; only for type `link` on its `open`. */
  href?: string;
}

/** What stands before a list item: its number in its list, or nothing, as before an item's further paragraphs. */
export type ListMarker = number | 'none';

/** A paragraph of the file as an importer found it. */
export interface Block {
  kind: BlockKind;
  /** Heading level 1–6, list depth from 1; absent otherwise. */
  level?: number;
  /** Only of list items; absent before those with a bullet. */
  marker?: ListMarker;
  /** Verbatim source with inline codes as private-use characters. */
  text: string;
  codes: InlineCode[];
  /** Names the hole in the skeleton that this block's translation is poured into. Unique within the file. */
  anchor: string;
}

/** U+E001 … U+F8FF. */
export const MAX_CODES = 0xf8ff - 0xe000;
