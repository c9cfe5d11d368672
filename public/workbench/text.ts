/** Text with inline codes, as nodes: chips for codes, spans for sentences, marks for changes. The same look as views/segments/_text.ejs gives resting rows. */
import { tidyDiff } from '../../server/core/diff/word-diff.ts';
import type { DiffPart } from '../../server/core/diff/word-diff.ts';
import { codeChar } from '../../server/core/inline/codes.ts';
import { pieces } from '../../server/core/inline/pieces.ts';
import type { InlineCode, Span } from '../../server/core/model.ts';
import { el } from '../nodes.ts';
import { word } from '../words.ts';

function chip(number: number, code: InlineCode | null): HTMLElement {
  const kind = code?.kind ?? 'standalone';
  return el('span', { class: 'code-chip', 'data-code': String(number), 'data-kind': kind, title: codeTitle(code) }, codeChar(number));
}

/** What a code does, in words: “Bold begins”, “Line break”. */
export function codeTitle(code: InlineCode | null): string {
  if (!code) return word('code.unknown');
  const name = word(`code.type.${code.type}`);
  return code.kind === 'standalone' ? name : word(`code.${code.kind}`, { name });
}

/** `text` with its codes as chips. */
export function textNodes(text: string, codes: readonly InlineCode[]): (Node | string)[] {
  return pieces(text, codes).map((piece) => (piece.kind === 'text' ? piece.text : chip(piece.number, piece.code)));
}

/** What changed between two texts, with `<ins>` and `<del>` as people read them. */
export function diffNodes(parts: readonly DiffPart[], codes: readonly InlineCode[]): (Node | string)[] {
  return tidyDiff(parts).flatMap(({ kind, text }) => {
    const nodes = textNodes(text, codes);
    return kind === 'same' ? nodes : [el(kind === 'added' ? 'ins' : 'del', {}, ...nodes)];
  });
}

/** `text` with each span wrapped in `<span class="sentence" data-sentence="index">`; spans are in order and do not overlap. */
export function sentenceNodes(text: string, codes: readonly InlineCode[], spans: readonly Span[]): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let at = 0;
  for (const [index, span] of spans.entries()) {
    if (span.start > at) nodes.push(...textNodes(text.slice(at, span.start), codes));
    const element = document.createElement('span');
    element.className = 'sentence';
    element.dataset.sentence = String(index);
    element.append(...textNodes(text.slice(span.start, span.end), codes));
    nodes.push(element);
    at = span.end;
  }
  if (at < text.length) nodes.push(...textNodes(text.slice(at), codes));
  return nodes;
}
