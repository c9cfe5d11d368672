/** Marks words on the page without touching it: the browser paints ranges (`::highlight(found)`); a browser that cannot shows none. */
import type { Span } from '../../server/core/model.ts';

/** Paints these ranges instead of those before, in the look of `::highlight(name)`. */
export function paint(name: 'found' | 'finding', ranges: Range[]): void {
  if (typeof Highlight === 'undefined') return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else CSS.highlights.set(name, new Highlight(...ranges));
}

/** Ranges of an element's text; none when the element shows another text than the spans were found in. */
export function rangesIn(element: Element | null, spans: readonly Span[], length: number): Range[] {
  if (!element || spans.length === 0 || element.textContent.length < length) return [];
  const nodes = textNodesOf(element);
  return spans.flatMap(({ start, end }) => {
    const [from, to] = [placeAt(nodes, start), placeAt(nodes, end)];
    if (!from || !to) return [];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [range];
  });
}

interface TextPlace {
  node: Text;
  /** Of the node's first unit in the element's text. */
  start: number;
}

function textNodesOf(element: Element): TextPlace[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes: TextPlace[] = [];
  for (let start = 0; walker.nextNode();) {
    const node = walker.currentNode as Text;
    nodes.push({ node, start });
    start += node.length;
  }
  return nodes;
}

function placeAt(nodes: TextPlace[], offset: number): { node: Text; offset: number } | null {
  const found = nodes.find(({ node, start }) => offset >= start && offset <= start + node.length);
  return found ? { node: found.node, offset: offset - found.start } : null;
}
