import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import type { Node, Root } from 'mdast';
import { AppError } from '../../errors.ts';
import { checkBlockCount, checkDepth } from '../limits.ts';

/** Without the transforms, which make nodes that have no place in the file. */
const TREE_EXTENSIONS = gfmFromMarkdown().map((extension) => ({ ...extension, transforms: [] }));

/** The tree of GitHub-flavoured Markdown; every node has its place. */
export function parseMarkdown(text: string): Root {
  return fromMarkdown(text, { extensions: [gfm()], mdastExtensions: TREE_EXTENSIONS });
}

/** Where a node stands in the text that was parsed. */
export function placeOf(node: Node): { start: number; end: number } {
  return { start: node.position!.start.offset!, end: node.position!.end.offset! };
}

const MAX_LENGTH = 2_000_000;
/** Work allowed for nested containers and for inline markup, in the units of {@link checkMarkdown}; a few seconds at most. */
const MAX_LEVELS = 5_000_000;
const MAX_MARKUP = 50_000_000;

/**
 * Refuses what the parser would take minutes over. Its time grows with the length, with the square of the levels of each line and of
 * the marks in each paragraph; books stay far below these limits.
 * @throws {AppError} `invalid`: `import.tooLong`, `import.tooDeep`, `import.tooManyParagraphs`, `import.tooMuchMarkup`
 */
export function checkMarkdown(text: string, name: string): void {
  if (text.length > MAX_LENGTH) throw new AppError('invalid', 'import.tooLong', { values: { name, limit: MAX_LENGTH } });
  let levels = 0;
  let items = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const depth = levelsOf(line);
    checkDepth(depth, name);
    levels += depth * depth;
    if (/^[\s>]*(?:[-+*|]|\d{1,9}[.)])/.test(line)) items++;
  }
  checkBlockCount(items, name);
  if (levels > MAX_LEVELS || markupOf(text) > MAX_MARKUP) throw new AppError('invalid', 'import.tooMuchMarkup', { values: { name } });
}

/** At most so many containers can hold this line: its markers, and one for each four columns of white space. */
function levelsOf(line: string): number {
  const lead = /^(?:[ \t]|>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/.exec(line)![0];
  const markers = lead.match(/[>\-+*]|\d+[.)]/g)?.length ?? 0;
  const blanks = lead.replace(/\t/g, '    ').match(/ /g)?.length ?? 0;
  return markers + Math.floor(Math.max(0, blanks - markers) / 4);
}

function markupOf(text: string): number {
  let work = 0;
  for (const paragraph of text.split(/(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)/)) {
    const marks = paragraph.match(/[*_~[]/g)?.length ?? 0;
    const ticks = paragraph.match(/`+/g)?.length ?? 0;
    work += marks * marks + (ticks * paragraph.length) / 20;
  }
  return work;
}
