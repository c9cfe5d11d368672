/** Bringing the inline codes of a source into its machine draft, which was made from the plain words. */
import type { InlineCode } from '../model.ts';
import { wordSpans } from '../language/words.ts';
import { readCodes, type CodeNode } from './code-tree.ts';
import { stripCodes, textForModel } from './codes.ts';
import { createWordMap, type WordLink } from './word-map.ts';

/**
 * The plain target with every code of the source in it, each exactly once, pairs nested and no code inside a word, so that `checkCodes` finds
 * nothing wrong. Codes at the edges of the source stand at the edges; those within go to the words that answer the words they stood at: by
 * `links` where the model gave any (numbers of words as `wordSpans` counts them in `textForModel` and in the plain target), else by what is written alike in both
 * languages (numbers, names in Latin letters, addresses) and by the place between. A code whose partner is not in this source is put so that the pair nests when
 * drafts of neighbouring sentences are joined. Codes in `plainTarget` are left out first. Linear in the texts but for sorting.
 */
export function carryCodes(sourceText: string, codes: readonly InlineCode[], plainTarget: string, links: readonly WordLink[] = []): string {
  const target = stripCodes(plainTarget).text;
  const root = readCodes(sourceText, codes);
  if (root.children.length === 0) return target;
  return new Carrier(textForModel(sourceText, codes), target, links).carry(root);
}

class Carrier {
  private readonly target: string;
  private readonly words: ReturnType<typeof wordSpans>;
  private readonly map: ReturnType<typeof createWordMap>;
  private readonly inserts: { at: number; text: string }[] = [];
  /** Codes are put from left to right; nothing goes before this offset any more. */
  private cursor = 0;

  constructor(source: string, target: string, links: readonly WordLink[]) {
    this.target = target;
    this.words = wordSpans(target);
    this.map = createWordMap(source, target, links);
  }

  carry(root: CodeNode): string {
    this.putAll(root.children, this.target.length);
    let out = '';
    let at = 0;
    for (const insert of this.inserts) {
      out += this.target.slice(at, insert.at) + insert.text;
      at = insert.at;
    }
    return out + this.target.slice(at);
  }

  /** Sisters go in the order their words have in the target. */
  private putAll(nodes: readonly CodeNode[], limit: number): void {
    const placed = nodes.map((node) => ({ node, ...this.placeOf(node) }));
    for (const { node, from, to } of placed.sort((a, b) => a.from - b.from)) {
      const end = Math.min(Math.max(to, from, this.cursor), limit);
      this.put(node.isApart ? ` ${node.first}` : node.first, Math.min(from, end));
      this.putAll(node.children, end);
      this.put(node.last, end);
    }
  }

  private put(text: string, wanted: number): void {
    this.cursor = Math.max(this.cursor, wanted);
    if (text !== '') this.inserts.push({ at: this.cursor, text });
  }

  /** Where a node would stand if it were alone. */
  private placeOf(node: CodeNode): { from: number; to: number } {
    const { first, last } = this.map.rangeOf(node.from, node.to);
    const from = this.edge(node.firstEdge) ?? (node.hugs === 'before' ? this.endOf(first) : this.startOf(first));
    return { from, to: Math.max(from, this.edge(node.lastEdge) ?? this.endOf(last)) };
  }

  private edge(edge: CodeNode['firstEdge']): number | null {
    if (edge === null) return null;
    return edge === 'start' ? 0 : this.target.length;
  }

  private startOf(word: number): number {
    return this.words[word]?.start ?? this.words.at(-1)?.end ?? this.target.length;
  }

  /** The end of the word before boundary `word`. */
  private endOf(word: number): number {
    return this.words[word - 1]?.end ?? this.words[0]?.start ?? this.target.length;
  }
}
