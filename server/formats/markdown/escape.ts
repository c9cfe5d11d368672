import type { MarkdownHole } from './skeleton.ts';

export interface EscapePlace {
  context: MarkdownHole['context'];
  /** The text begins a line of the file, where `#`, `-` or `1.` would begin a block. */
  isLineStart: boolean;
  /** A link begins right after the text: a `!` before it would make it an image. */
  isBeforeBracket: boolean;
}

/** Escapes one line of plain text where it would be read as markup, and leaves alone what reads well: `snake_case`, `2 < 3`, `AT&T`. */
export function escapeLightly(line: string, { context, isLineStart, isBeforeBracket }: EscapePlace): string {
  let text = line
    .replace(/[\\`*[\]~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/<(?=[a-z/!?]|$)/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');
  if (context === 'cell') text = text.replaceAll('|', '\\|');
  if (isBeforeBracket) text = text.replace(/!$/, '\\!');
  return isLineStart ? escapeLineStart(text) : text;
}

function escapeLineStart(text: string): string {
  return text.replace(/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=]+\s*$|(?:-\s*){3,}$)/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** Escapes every sign of ASCII: ugly, and always plain text. */
export function escapeAll(line: string): string {
  return line.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
