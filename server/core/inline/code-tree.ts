/** The inline codes of a text as a tree over its words. */
import type { InlineCode } from '../model.ts';
import { wordSpans } from '../language/words.ts';
import { codeChar, codeNumber, isCode, pairsOf, textForModel } from './codes.ts';

/** A pair with what is inside, or a single code. Codes are characters; `first` or `last` is '' where that end is not in the text. */
export interface CodeNode {
  first: string;
  last: string;
  /** The words it holds: [from, to) as boundaries between the words of `textForModel`. Equal for a single code. */
  from: number;
  to: number;
  /** Set when nothing visible stands before or after that end: it belongs to the edge of the text, not to a word. */
  firstEdge: Edge | null;
  lastEdge: Edge | null;
  /** The side of its boundary a code keeps to: the word before or the word after. */
  hugs: 'before' | 'after';
  /** Whether it is a single code with white space on both sides. */
  isApart: boolean;
  children: CodeNode[];
}

type Edge = 'start' | 'end';

/**
 * Reads the codes of a text. Every code of the text is in the tree exactly once. A pair that crosses another one is closed where the other closes;
 * a pair that closes before it opens is empty; a code whose partner is elsewhere reaches to the end, or from the start, of the text.
 */
export function readCodes(text: string, codes: readonly InlineCode[]): CodeNode {
  return new Reader(text, codes).read();
}

class Reader {
  private readonly plain: string;
  private readonly words: ReturnType<typeof wordSpans>;
  private readonly places: { char: string; offset: number }[] = [];
  private readonly kinds: Map<string, InlineCode['kind']>;
  /** Partners by character, where both ends are in the text. */
  private readonly partners = new Map<string, string>();
  private readonly done = new Set<string>();
  private readonly open: CodeNode[];
  private word = 0;

  constructor(text: string, codes: readonly InlineCode[]) {
    this.plain = textForModel(text, codes);
    this.findPlaces(text);
    this.words = wordSpans(this.plain);
    this.kinds = new Map(codes.map((code) => [codeChar(code.number), code.kind]));
    const present = new Set(this.places.map(({ char }) => codeNumber(char)));
    for (const [open, close] of pairsOf(codes).filter((pair) => pair.every((number) => present.has(number)))) this.pair(open, close);
    this.open = [{ first: '', last: '', from: 0, to: this.words.length, firstEdge: 'start', lastEdge: 'end', hugs: 'after', isApart: false, children: [] }];
  }

  read(): CodeNode {
    for (const { char, offset } of this.places) {
      while (this.word < this.words.length && this.words[this.word]!.end <= offset) this.word++;
      this.take(char, offset);
      this.done.add(char);
    }
    return this.open[0]!;
  }

  /** Where each code stands in the plain text, which is the text less its codes and with a space here and there. */
  private findPlaces(text: string): void {
    let offset = 0;
    for (let at = 0; at < text.length; at++) {
      if (isCode(text[at]!)) this.places.push({ char: text[at]!, offset });
      else offset += this.plain[offset] === text[at] ? 1 : 2;
    }
  }

  private pair(open: number, close: number): void {
    this.partners.set(codeChar(open), codeChar(close)).set(codeChar(close), codeChar(open));
  }

  private take(char: string, offset: number): void {
    const kind = this.done.has(char) ? 'standalone' : (this.kinds.get(char) ?? 'standalone');
    if (kind === 'open') this.takeOpen(char, offset);
    else if (kind === 'close') this.takeClose(char, offset);
    else this.add(this.single(char, offset));
  }

  private takeOpen(char: string, offset: number): void {
    const partner = this.partners.get(char);
    if (partner !== undefined && this.done.has(partner)) {
      this.add(this.single(char + partner, offset));
      return;
    }
    const node: CodeNode = { ...this.single(char, offset), last: partner ?? '', to: this.words.length, lastEdge: 'end', hugs: 'after', isApart: false };
    node.from = this.word;
    this.add(node);
    this.open.push(node);
  }

  private takeClose(char: string, offset: number): void {
    const partner = this.partners.get(char);
    if (partner === undefined) this.closeFromStart(char, offset);
    else if (this.done.has(partner)) this.closeUntil(partner, offset);
  }

  /** Closes a node and those opened in it that are still open. */
  private closeUntil(first: string, offset: number): void {
    const depth = this.open.findLastIndex((node) => node.first === first);
    if (depth < 1) return;
    for (const node of this.open.splice(depth)) {
      node.to = Math.max(node.from, this.boundaryBefore(offset));
      node.lastEdge = this.edgeAt(offset);
    }
  }

  /** The end of a pair that began before this text: holds all that came so far in the node it stands in. */
  private closeFromStart(char: string, offset: number): void {
    const parent = this.open.at(-1)!;
    const node: CodeNode = {
      ...this.single(char, offset),
      first: '',
      last: char,
      from: parent.from,
      to: this.boundaryBefore(offset),
      firstEdge: parent.firstEdge,
      hugs: 'after',
      isApart: false,
      children: parent.children,
    };
    parent.children = [node];
  }

  private add(node: CodeNode): void {
    this.open.at(-1)!.children.push(node);
  }

  /** A code by itself. It keeps to the word it touches, and to the one before when it touches both or none. */
  private single(char: string, offset: number): CodeNode {
    const touches = (at: number): boolean => /\S/.test(this.plain[at] ?? ' ');
    const hugs = touches(offset) && !touches(offset - 1) ? 'after' : 'before';
    const at = hugs === 'after' ? this.word : this.boundaryBefore(offset);
    const edge = this.edgeAt(offset);
    return {
      first: char,
      last: '',
      from: at,
      to: at,
      firstEdge: edge,
      lastEdge: edge,
      hugs,
      isApart: edge === null && !touches(offset) && !touches(offset - 1),
      children: [],
    };
  }

  /** The boundary after the last word that begins before an offset. */
  private boundaryBefore(offset: number): number {
    return this.word < this.words.length && this.words[this.word]!.start < offset ? this.word + 1 : this.word;
  }

  private edgeAt(offset: number): Edge | null {
    if (offset <= this.firstVisible) return 'start';
    return offset >= this.lastVisible ? 'end' : null;
  }

  private get firstVisible(): number {
    return (this.foundFirst ??= this.plain.length - this.plain.trimStart().length);
  }

  private get lastVisible(): number {
    return (this.foundLast ??= this.plain.trimEnd().length);
  }

  private foundFirst: number | undefined;
  private foundLast: number | undefined;
}
