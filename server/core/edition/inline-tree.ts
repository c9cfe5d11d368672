/** Text with inline codes → a tree of markup that readers see. */
import { codeNumber, isCode } from '../inline/codes.ts';
import type { InlineCode } from '../model.ts';
import { noteOfCode } from './notes.ts';

/** The elements an edition may hold inside a paragraph. */
export type InlineTag = 'strong' | 'em' | 'u' | 'a' | 'code';

export type InlineNode =
  | { type: 'text'; text: string }
  | { type: 'break' }
  /** The mark of a note, named as {@link noteOfCode} does. */
  | { type: 'note'; note: string }
  /** `href` only with tag `a`, and only http, https or mailto. */
  | { type: 'element'; tag: InlineTag; href?: string; children: InlineNode[] };

const TAGS: Partial<Record<InlineCode['type'], InlineTag>> = { bold: 'strong', italic: 'em', underline: 'u', code: 'code', link: 'a' };

/** Whether a link may stand in a file that is handed to readers: http, https or mailto, without white space or controls. */
export function isSafeLink(href: string): boolean {
  return /^(?:https?:\/\/|mailto:)[^\s\u0000-\u001f\u007f]+$/iu.test(href);
}

interface OpenElement {
  code: InlineCode;
  children: InlineNode[];
}

/**
 * Reads text with inline codes as nested markup. Codes that mean nothing to a reader vanish and their text stays; a pair that is not
 * closed ends with the text, a close without its open is passed over, and crossing pairs are cut so that they nest.
 * @param text plain text in which the code with number n is the character U+E000 + n
 * @param codes the block's code table; a private-use character without an entry is text
 */
export function inlineTree(text: string, codes: readonly InlineCode[]): InlineNode[] {
  return new TreeBuilder(codes).read(text);
}

class TreeBuilder {
  readonly #codes: Map<number, InlineCode>;
  readonly #root: InlineNode[] = [];
  readonly #open: OpenElement[] = [];

  constructor(codes: readonly InlineCode[]) {
    this.#codes = new Map(codes.map((code) => [code.number, code]));
  }

  read(text: string): InlineNode[] {
    for (const part of text.split(/([\ue001-\uf8ff])/)) {
      const code = isCode(part) ? this.#codes.get(codeNumber(part)) : undefined;
      if (code) this.#put(code);
      else if (part !== '') this.#children.push({ type: 'text', text: part });
    }
    while (this.#open.length > 0) this.#closeLast();
    return this.#root;
  }

  get #children(): InlineNode[] {
    return this.#open.at(-1)?.children ?? this.#root;
  }

  #put(code: InlineCode): void {
    if (code.kind === 'open') this.#open.push({ code, children: [] });
    else if (code.kind === 'close') this.#close(code);
    else if (code.type === 'break') this.#children.push({ type: 'break' });
    else if (code.type === 'private') this.#children.push({ type: 'text', text: code.data });
    else this.#putNote(noteOfCode(code));
  }

  #putNote(note: string | null): void {
    if (note !== null) this.#children.push({ type: 'note', note });
  }

  #close(code: InlineCode): void {
    const at = this.#open.findLastIndex((element) => element.code.number === code.pair);
    if (at < 0) return;
    const crossed = this.#open.slice(at + 1).map((element) => element.code);
    while (this.#open.length > at) this.#closeLast();
    for (const reopened of crossed) this.#open.push({ code: reopened, children: [] });
  }

  #closeLast(): void {
    const { code, children } = this.#open.pop()!;
    if (children.length === 0) return;
    const tag = TAGS[code.type];
    if (tag === 'a' && code.href !== undefined && isSafeLink(code.href)) this.#children.push({ type: 'element', tag, href: code.href, children });
    else if (tag && tag !== 'a') this.#children.push({ type: 'element', tag, children });
    else this.#children.push(...children);
  }
}

/** The text that a reader sees of a tree; a line break is a new line. */
export function plainText(nodes: readonly InlineNode[]): string {
  return nodes.map(plainTextOf).join('');
}

function plainTextOf(node: InlineNode): string {
  if (node.type === 'element') return plainText(node.children);
  if (node.type === 'break') return '\n';
  return node.type === 'text' ? node.text : '';
}
