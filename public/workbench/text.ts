/** Text with inline codes, as nodes: chips for codes, spans for sentences. The same look as views/segments/_text.ejs gives resting rows. */
import type { InlineCode, Span } from '../../server/core/model.ts';
import { word } from '../words.ts';

const CODE = /[\ue001-\uf8ff]/;
const FIRST_CODE = 0xe000;

function chip(character: string, codes: readonly InlineCode[]): HTMLElement {
  const number = character.charCodeAt(0) - FIRST_CODE;
  const code = codes.find((each) => each.number === number);
  const element = document.createElement('span');
  element.className = 'code-chip';
  element.dataset.code = String(number);
  element.dataset.kind = code?.kind ?? 'standalone';
  element.title = codeTitle(code);
  element.textContent = character;
  return element;
}

/** What a code does, in words: “Bold begins”, “Line break”. */
export function codeTitle(code: InlineCode | undefined): string {
  if (!code) return word('code.unknown');
  const name = word(`code.type.${code.type}`);
  return code.kind === 'standalone' ? name : word(`code.${code.kind}`, { name });
}

/** `text` with its codes as chips. */
export function textNodes(text: string, codes: readonly InlineCode[]): (Node | string)[] {
  if (!CODE.test(text)) return [text];
  return text
    .split(/([\ue001-\uf8ff])/)
    .filter((piece) => piece !== '')
    .map((piece) => (CODE.test(piece) ? chip(piece, codes) : piece));
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
