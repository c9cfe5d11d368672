import { Tokenizer, TokenizerMode, type Token, type TokenHandler } from 'parse5';
import { AppError } from '../../errors.ts';
import { VOID_ELEMENTS } from './elements.ts';

interface Place {
  /** UTF-16 range [start, end) in the file. */
  start: number;
  end: number;
}

export interface Attribute extends Place {
  value: string;
}

export interface StartTag extends Place {
  type: 'start';
  name: string;
  attributes: ReadonlyMap<string, Attribute>;
  isVoid: boolean;
}

/** One piece of an HTML file; pieces follow each other without gaps. Character references in `text` are decoded. */
export type Piece =
  | StartTag
  | (Place & { type: 'end'; name: string })
  | (Place & { type: 'text'; text: string })
  | (Place & { type: 'comment'; text: string })
  | (Place & { type: 'doctype' });

const RAW_TEXT: Record<string, (typeof TokenizerMode)[keyof typeof TokenizerMode]> = {
  title: TokenizerMode.RCDATA,
  textarea: TokenizerMode.RCDATA,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  script: TokenizerMode.SCRIPT_DATA,
  plaintext: TokenizerMode.PLAINTEXT,
};

/**
 * Fed in slices, so that a file made to be slow (a tag with a million attributes) is given up in time; not in too many, because the tokenizer
 * copies what it has of a long tag (one with a picture in it) with each.
 */
const SMALLEST_SLICE = 16_384;
const MOST_SLICES = 256;
const TIME_LIMIT_MS = 10_000;

/**
 * Takes an HTML file apart with parse5's tokenizer, which follows the standard for any input; nothing is run, loaded or corrected.
 * The tree is not built: paragraphs are found by where block elements begin and end, and what the file says stays where it stands.
 * @throws {AppError} `invalid` (`import.tooMuchMarkup`) when it takes too long
 */
export function scanHtml(html: string, fileName: string, onPiece: (piece: Piece) => void): void {
  const pieces = new PieceMaker(onPiece);
  const tokenizer = new Tokenizer({ sourceCodeLocationInfo: true }, pieces);
  pieces.tokenizer = tokenizer;
  const begun = performance.now();
  const slice = Math.max(SMALLEST_SLICE, Math.ceil(html.length / MOST_SLICES));
  for (let at = 0; at < html.length; at += slice) {
    tokenizer.write(html.slice(at, at + slice), at + slice >= html.length);
    if (performance.now() - begun > TIME_LIMIT_MS) throw new AppError('invalid', 'import.tooMuchMarkup', { values: { name: fileName } });
  }
  pieces.finish(html.length);
}

class PieceMaker implements TokenHandler {
  tokenizer!: Tokenizer;
  readonly #onPiece: (piece: Piece) => void;
  #text = '';
  #end = 0;
  #foreignDepth = 0;

  constructor(onPiece: (piece: Piece) => void) {
    this.#onPiece = onPiece;
  }

  onCharacter(token: Token.CharacterToken): void {
    this.#text += token.chars;
  }

  onWhitespaceCharacter(token: Token.CharacterToken): void {
    this.#text += token.chars;
  }

  onNullCharacter(): void {
    // Refused with the whole file before it comes here.
  }

  onComment(token: Token.CommentToken): void {
    this.#emit({ type: 'comment', text: token.data, ...this.#place(token) });
  }

  onDoctype(token: Token.DoctypeToken): void {
    this.#emit({ type: 'doctype', ...this.#place(token) });
  }

  onStartTag(token: Token.TagToken): void {
    const name = token.tagName;
    const isForeign = name === 'svg' || name === 'math' || this.#foreignDepth > 0;
    const isVoid = VOID_ELEMENTS.has(name) || (isForeign && token.selfClosing);
    this.#emit({ type: 'start', name, isVoid, attributes: attributesOf(token), ...this.#place(token) });
    if ((name === 'svg' || name === 'math') && !isVoid) this.#foreignDepth++;
    this.tokenizer.inForeignNode = this.#foreignDepth > 0;
    const mode = RAW_TEXT[name];
    if (mode !== undefined && !isVoid) this.tokenizer.state = mode;
  }

  onEndTag(token: Token.TagToken): void {
    const name = token.tagName;
    this.#emit({ type: 'end', name, ...this.#place(token) });
    if ((name === 'svg' || name === 'math') && this.#foreignDepth > 0) this.#foreignDepth--;
    this.tokenizer.inForeignNode = this.#foreignDepth > 0;
  }

  onEof(): void {
    // The length of the file says where it ends.
  }

  finish(length: number): void {
    this.#flushText(length);
  }

  #place(token: Token.Token): Place {
    return { start: token.location!.startOffset, end: token.location!.endOffset };
  }

  #emit(piece: Piece): void {
    this.#flushText(piece.start);
    this.#end = piece.end;
    this.#onPiece(piece);
  }

  #flushText(end: number): void {
    if (this.#text !== '') this.#onPiece({ type: 'text', text: this.#text, start: this.#end, end });
    this.#text = '';
  }
}

function attributesOf(token: Token.TagToken): Map<string, Attribute> {
  const places = token.location?.attrs ?? {};
  return new Map(token.attrs.map(({ name, value }) => [name, { value, start: places[name]!.startOffset, end: places[name]!.endOffset }]));
}
