import { codeChar } from '../core/inline/codes.ts';
import { MAX_CODES, type Block, type InlineCode } from '../core/model.ts';
import { AppError } from '../errors.ts';
import { MAX_BLOCK_LENGTH } from './limits.ts';

/** All characters of the private-use area: a file's own ones would be mistaken for our inline codes. */
const PRIVATE = /([\ue000-\uf8ff])/;

/**
 * Puts a block together from text and markup in reading order: numbers the inline codes, pairs them, and turns private-use characters
 * of the file into codes of type `private`, so that no text can pose as a code.
 */
export class BlockBuilder {
  readonly #fileName: string;
  #text = '';
  readonly #codes: InlineCode[] = [];

  /** @param fileName named in refusals */
  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** The text so far, codes included. */
  get text(): string {
    return this.#text;
  }

  addText(text: string): void {
    for (const part of text.split(PRIVATE)) {
      if (PRIVATE.test(part)) this.addStandalone('private', part);
      else this.#text += part;
    }
  }

  /** Opens a pair and returns its number for {@link close}. `data` is the markup written back on export. */
  open(type: InlineCode['type'], data: string, href?: string): number {
    return this.#add({ number: 0, kind: 'open', type, data, ...(href === undefined ? {} : { href }) });
  }

  /** Closes the pair that {@link open} began as `opened`. */
  close(opened: number, data: string): void {
    const opening = this.#codes[opened - 1]!;
    opening.pair = this.#add({ number: 0, kind: 'close', pair: opened, type: opening.type, data });
  }

  addStandalone(type: InlineCode['type'], data: string): void {
    this.#add({ number: 0, kind: 'standalone', type, data });
  }

  /** @throws {AppError} `invalid` (`import.longParagraph`) when the text is longer than a block may be. */
  build(place: Omit<Block, 'text' | 'codes'>): Block {
    if (this.#text.length > MAX_BLOCK_LENGTH) {
      throw new AppError('invalid', 'import.longParagraph', { values: { name: this.#fileName, limit: MAX_BLOCK_LENGTH, start: excerpt(this.#text) } });
    }
    return { ...place, text: this.#text, codes: this.#codes };
  }

  #add(code: InlineCode): number {
    if (this.#codes.length >= MAX_CODES) throw new AppError('invalid', 'import.tooManyCodes', { values: { name: this.#fileName, limit: MAX_CODES } });
    code.number = this.#codes.length + 1;
    this.#codes.push(code);
    this.#text += codeChar(code.number);
    return code.number;
  }
}

function excerpt(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '').slice(0, 40);
}
