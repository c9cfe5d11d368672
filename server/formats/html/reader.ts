import { isBlank } from '../../core/language/direction.ts';
import type { Block } from '../../core/model.ts';
import { hashOf } from '../hole.ts';
import { LeftOutCounter } from '../left-out.ts';
import { checkBlockCount, checkDepth } from '../limits.ts';
import { BLOCK_ELEMENTS, kindWithin, openBefore, SKIPPED_BLOCKS, SKIPPED_ELEMENTS, TEXT_ATTRIBUTES } from './elements.ts';
import { openElement, takeMarker, type OpenElement } from './lists.ts';
import { buildRun, trimRun, type RunPiece } from './run.ts';
import type { Piece, StartTag } from './scan.ts';
import type { HtmlHole } from './skeleton.ts';

/** An element that is passed over whole. */
interface Skipped {
  name: string;
  start: number;
  isBlock: boolean;
  /** Elements of the same name open inside it, itself included. */
  depth: number;
}

/** Reads the pieces of a file in order and gathers its blocks. */
export class HtmlReader {
  readonly blocks: Block[] = [];
  readonly holes: HtmlHole[] = [];
  readonly leftOut = new LeftOutCounter();
  titleAnchor: string | null = null;
  readonly #html: string;
  readonly #fileName: string;
  readonly #open: OpenElement[] = [];
  #run: RunPiece[] = [];
  /** The block element that began right before the run. */
  #begunBefore: OpenElement | null = null;
  #skipped: Skipped | null = null;

  constructor(html: string, fileName: string) {
    this.#html = html;
    this.#fileName = fileName;
  }

  read(piece: Piece): void {
    if (piece.type === 'start')
      for (const [name, { value }] of piece.attributes) if (TEXT_ATTRIBUTES.has(name) && value.trim() !== '') this.leftOut.add('attribute-texts');
    if (this.#skipped) this.#skip(piece, this.#skipped);
    else if (piece.type === 'start') this.#start(piece);
    else if (piece.type === 'end' && BLOCK_ELEMENTS.has(piece.name)) this.#end(piece.name);
    else if (piece.type !== 'doctype') this.#addToRun(piece);
  }

  finish(): void {
    if (this.#skipped) this.#endSkipped(this.#skipped, this.#html.length);
    const hole = this.#flush();
    this.#open.length = 0;
    if (hole) this.#claim(hole);
  }

  #start(tag: StartTag): void {
    const what = tag.isVoid ? undefined : reasonToSkip(tag);
    const isBlock = BLOCK_ELEMENTS.has(tag.name) || SKIPPED_BLOCKS.has(tag.name);
    if (what !== undefined) {
      this.leftOut.add(what);
      this.#skipped = { name: tag.name, start: tag.start, isBlock, depth: 1 };
    } else if (!isBlock) this.#addToRun(tag);
    else this.#startBlock(tag);
  }

  #startBlock(tag: StartTag): void {
    const before = this.#flush();
    this.#open.length = openBefore(
      tag.name,
      this.#open.map(({ name }) => name),
    );
    if (before) this.#claim(before);
    const element = openElement(tag, this.#open);
    if (!tag.isVoid) this.#open.push(element);
    checkDepth(this.#open.length, this.#fileName);
    this.#begunBefore = tag.isVoid ? null : element;
  }

  #end(name: string): void {
    const hole = this.#flush();
    const at = this.#open.findLastIndex((element) => element.name === name);
    if (at >= 0) this.#open.length = at;
    if (hole) this.#claim(hole);
  }

  /** A block that fills an element from its start tag to its end has that element for its own. */
  #claim({ hole, begunBefore }: { hole: HtmlHole; begunBefore: OpenElement | null }): void {
    if (begunBefore && !this.#open.includes(begunBefore)) hole.tag = begunBefore.start;
  }

  #skip(piece: Piece, skipped: Skipped): void {
    if (piece.type === 'start' && piece.name === skipped.name && !piece.isVoid) skipped.depth++;
    if (piece.type !== 'end' || piece.name !== skipped.name) return;
    skipped.depth--;
    if (skipped.depth === 0) this.#endSkipped(skipped, piece.end);
  }

  #endSkipped(skipped: Skipped, end: number): void {
    this.#skipped = null;
    if (skipped.isBlock) this.#flush();
    else this.#addToRun({ type: 'skipped', start: skipped.start, end });
  }

  #addToRun(piece: RunPiece): void {
    if (piece.type === 'comment' && piece.text.trim() !== '') this.leftOut.add('comments');
    const isBreak = piece.type === 'start' && piece.name === 'br';
    const last = this.#run.findLast((candidate) => candidate.type !== 'text' || candidate.text.trim() !== '');
    if (isBreak && last?.type === 'start' && last.name === 'br') this.#flush();
    else this.#run.push(piece);
  }

  #flush(): { hole: HtmlHole; begunBefore: OpenElement | null } | null {
    const run = trimRun(this.#run);
    const begunBefore = this.#begunBefore;
    this.#run = [];
    this.#begunBefore = null;
    if (!run.some((piece) => piece.type === 'text' && !isBlank(piece.text))) return null;
    const open = this.#open.map(({ name }) => name);
    const anchor = `b${this.blocks.length + 1}`;
    const builder = buildRun(run, this.#html, this.#fileName);
    if (isBlank(builder.text)) return null;
    checkBlockCount(this.blocks.length + 1, this.#fileName);
    const place = kindWithin(open);
    const block = builder.build({ ...place, ...(place.kind === 'list-item' ? takeMarker(this.#open) : {}), anchor });
    const isPlain = open.at(-1) === 'title';
    if (isPlain) this.titleAnchor ??= anchor;
    const hole: HtmlHole = { anchor, ...rangeOf(run, this.#html), hash: hashOf(block.text), tag: null, isPlain };
    this.blocks.push(block);
    this.holes.push(hole);
    return { hole, begunBefore };
  }
}

function reasonToSkip(tag: StartTag): string | undefined {
  const isKept = tag.attributes.get('translate')?.value.toLowerCase() === 'no';
  return SKIPPED_ELEMENTS.get(tag.name) ?? (isKept && tag.name !== 'html' && tag.name !== 'body' ? 'not-for-translation' : undefined);
}

/** From the first piece to the last, without the white space at both ends. */
function rangeOf(run: readonly RunPiece[], html: string): { start: number; end: number } {
  const [first, last] = [run[0]!, run.at(-1)!];
  const lead = first.type === 'text' ? /^[ \t\r\n\f]*/.exec(html.slice(first.start, first.end))![0].length : 0;
  const tail = last.type === 'text' ? /[ \t\r\n\f]*$/.exec(html.slice(last.start, last.end))![0].length : 0;
  return { start: first.start + lead, end: last.end - tail };
}
