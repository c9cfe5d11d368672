/** The XML of a Word file as a tree that knows where everything stands. */
import { SaxesParser } from 'saxes';
import { AppError } from '../../errors.ts';

/** An element. Offsets are UTF-16 units of the part's text. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** From `<` of the start tag to behind `>` of the end tag. */
  start: number;
  end: number;
  /** What stands between the tags; both are `end` for an element without an end tag. */
  innerStart: number;
  innerEnd: number;
  children: XmlElement[];
  /** Character data right inside, references decoded; '' unless {@link TEXT_ELEMENTS} has the name. */
  text: string;
}

/** Elements whose character data is read. White space between others means nothing. */
const TEXT_ELEMENTS = new Set(['w:t', 'w:instrText']);
const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({});

const MAX_ELEMENTS = 600_000;
const MAX_DEPTH = 200;

/**
 * Reads a part. No entity of the file's own is ever expanded.
 * @param fileName named in refusals
 * @throws {AppError} `invalid`: `import.word.broken` when not well-formed, `import.word.doctype`, `import.tooDeep`, `import.tooMuchMarkup`
 */
export function readXml(xml: string, fileName: string): XmlElement {
  const parser = new SaxesParser({ fragment: false, position: true, xmlns: false });
  const refuse = (key: string, values = {}) => new AppError('invalid', key, { values: { name: fileName, ...values } });
  const open: XmlElement[] = [];
  let [root, count]: [XmlElement | null, number] = [null, 0];
  parser.on('error', (error) => {
    throw new AppError('invalid', 'import.word.broken', { values: { name: fileName }, cause: error });
  });
  parser.on('doctype', () => {
    throw refuse('import.word.doctype');
  });
  parser.on('text', (text) => {
    const parent = open.at(-1);
    if (parent && TEXT_ELEMENTS.has(parent.name)) parent.text += text;
  });
  parser.on('cdata', (text) => {
    const parent = open.at(-1);
    if (parent && TEXT_ELEMENTS.has(parent.name)) parent.text += text;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++count > MAX_ELEMENTS) throw refuse('import.tooMuchMarkup');
    if (open.length >= MAX_DEPTH) throw refuse('import.tooDeep', { limit: MAX_DEPTH });
    const end = parser.position;
    const element = elementAt(name, attributes, { start: xml.lastIndexOf('<', end - 1), end });
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', ({ isSelfClosing }) => {
    const element = open.pop()!;
    element.end = parser.position;
    element.innerEnd = isSelfClosing ? element.end : xml.lastIndexOf('<', element.end - 1);
  });
  parser.write(xml).close();
  if (!root) throw refuse('import.word.broken');
  return root;
}

function elementAt(name: string, attributes: Record<string, string>, { start, end }: { start: number; end: number }): XmlElement {
  const own = Object.keys(attributes).length === 0 ? NO_ATTRIBUTES : attributes;
  return { name, attributes: own, start, end, innerStart: end, innerEnd: end, children: [], text: '' };
}

/** The first child of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** All elements of the tree in document order, the root first. */
export function* descendants(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const inner of element.children) yield* descendants(inner);
}

/** The value of `w:val`, or undefined. */
export function valueOf(element: XmlElement | undefined): string | undefined {
  return element?.attributes['w:val'];
}

/** Whether a property that is on by being there is on; undefined when it is not there. */
export function isOn(element: XmlElement | undefined): boolean | undefined {
  if (!element) return undefined;
  return !['0', 'false', 'off'].includes(valueOf(element) ?? '1');
}
