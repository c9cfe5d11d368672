/** A translation → Markdown that reads back as exactly that text with exactly that markup. */
import type { PhrasingContent, Table } from 'mdast';
import type { InlineCode } from '../../core/model.ts';
import { BlockBuilder } from '../block-builder.ts';
import type { TranslatedBlock } from '../format.ts';
import { partsOf, type Part } from '../hole.ts';
import { turnMarkup, type Turn } from '../html/turn.ts';
import { LeftOutCounter } from '../left-out.ts';
import { escapeAll, escapeLightly } from './escape.ts';
import { addInline } from './inline.ts';
import { parseMarkdown } from './parse.ts';
import type { MarkdownHole } from './skeleton.ts';

interface Manner {
  /** Emphasis as `**` and its like, or as HTML elements, which stand anywhere. */
  emphasis: 'marks' | 'elements';
  escape: typeof escapeLightly;
  /** What parts two lines of a paragraph. */
  newLine: string;
  /** What a code is written as. */
  dataOf: (code: InlineCode) => string;
}

/**
 * Writes a translation for its hole. Marks of emphasis only count beside the right characters, and much text can look like markup, so
 * what was written is read back; when that says anything else, emphasis is written as HTML and every sign is escaped.
 */
export function renderMarkdown(translated: TranslatedBlock, hole: MarkdownHole, { turn, lineEnd }: { turn: Turn; lineEnd: string }): string {
  const parts = trimmed(partsOf(translated));
  const dataOf = (code: InlineCode) => (code.data.startsWith('<') ? turnMarkup(code.data, turn) : code.data);
  const light: Omit<Manner, 'dataOf' | 'newLine'> = { emphasis: 'marks', escape: escapeLightly };
  const heavy: Omit<Manner, 'dataOf' | 'newLine'> = { emphasis: 'elements', escape: escapeAll };
  const trial = write(parts, hole, { ...light, newLine: '\\\n', dataOf: placeholder });
  const manner = readsBackAs(trial, parts, hole.context) ? light : heavy;
  return write(parts, hole, { ...manner, newLine: `\\${lineEnd}${hole.prefix}`, dataOf });
}

/** Without white space at both ends, which would be markup of its own. */
function trimmed(parts: readonly Part[]): Part[] {
  const result = [...parts];
  const [first, last] = [result[0], result.at(-1)];
  if (first && 'text' in first) result[0] = { text: first.text.trimStart() };
  if (last && 'text' in last) result[result.length - 1] = { text: (result.at(-1) as { text: string }).text.trimEnd() };
  return result;
}

function write(parts: readonly Part[], hole: MarkdownHole, manner: Manner): string {
  const { context } = hole;
  let out = '';
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index]!;
    const span = codeSpanAt(parts, index);
    if (span && manner.emphasis === 'marks') {
      out += fenced(span, context);
      index += 2;
    } else if ('code' in part) out += markup(part.code, manner);
    else {
      const next = parts[index + 1];
      const lines = part.text.split(/\r\n|\r|\n/).map((line, number) => {
        const isLineStart = number > 0 || out === '' || /[\r\n][ \t>]*$/.test(out);
        return manner.escape(line, { context, isLineStart, isBeforeBracket: next !== undefined && 'code' in next && next.code.data.startsWith('[') });
      });
      out += lines.join(context === 'paragraph' ? manner.newLine : '<br>');
    }
  }
  return out;
}

/** The text of a code span that begins at `index`, when nothing else is inside it. */
function codeSpanAt(parts: readonly Part[], index: number): string | null {
  const [open, inside, close] = parts.slice(index, index + 3);
  if (!open || !('code' in open) || !isCodeSpan(open.code) || !inside || !('text' in inside) || !close || !('code' in close)) return null;
  return close.code.number === open.code.pair && /\S/.test(inside.text) ? inside.text : null;
}

function isCodeSpan(code: InlineCode): boolean {
  return code.type === 'code' && code.data === '`';
}

/** A code span with a fence longer than any run of backticks in it. */
function fenced(text: string, context: MarkdownHole['context']): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const line = text.replace(/[\r\n]+/g, ' ');
  const pad = /^`|`$|^ .* $/.test(line) ? ' ' : '';
  return `${fence}${pad}${context === 'cell' ? line.replaceAll('|', '\\|') : line}${pad}${fence}`;
}

const ELEMENTS: Record<string, string> = { '*': 'em', _: 'em', '**': 'strong', __: 'strong', '~': 'del', '~~': 'del', '`': 'code' };

function markup(code: InlineCode, manner: Manner): string {
  const element = ELEMENTS[code.data];
  if (element === undefined || code.kind === 'standalone') return manner.dataOf(code);
  if (manner.emphasis === 'elements') return code.kind === 'open' ? `<${element}>` : `</${element}>`;
  return code.data;
}

/** Stands for a code while reading back: an element nobody knows, with the same kind of character at both ends as real markup. */
function placeholder(code: InlineCode): string {
  return code.type === 'break' || code.type === 'private' ? code.data.replace(/[\r\n][ \t>]*$/, '\n') : `<c${code.number}>`;
}

function readsBackAs(markdown: string, parts: readonly Part[], context: MarkdownHole['context']): boolean {
  const nodes = inlineOf(markdown, context);
  if (!nodes) return false;
  const builder = new BlockBuilder('');
  addInline(nodes, { text: wrap(markdown, context), builder, leftOut: new LeftOutCounter(), definitions: new Map(), depth: 1, fileName: '' });
  const { text, codes } = builder.build({ kind: 'paragraph', anchor: '' });
  return signature(partsOf({ anchor: '', text, codes })) === signature(parts);
}

function wrap(markdown: string, context: MarkdownHole['context']): string {
  if (context === 'heading') return `# ${markdown}`;
  return context === 'cell' ? `|x|\n|-|\n|${markdown}|` : markdown;
}

/** The inline content when the text reads as one paragraph, heading or cell, else null. */
function inlineOf(markdown: string, context: MarkdownHole['context']): PhrasingContent[] | null {
  if (markdown === '') return [];
  const { children } = parseMarkdown(wrap(markdown, context));
  const only = children.length === 1 ? children[0] : undefined;
  if (context === 'cell') return only?.type === 'table' ? onlyCell(only) : null;
  return only?.type === context ? only.children : null;
}

function onlyCell(table: Table): PhrasingContent[] | null {
  const cells = table.children[1]?.children ?? [];
  return cells.length === 1 ? cells[0]!.children : null;
}

/** A text with its markup as a string that is equal for equal meaning. */
function signature(parts: readonly Part[]): string {
  return parts
    .map((part) => ('text' in part ? part.text.replace(/ *(?:\r\n|\r|\n) */g, '\n') : signOf(part.code)))
    .join('')
    .trim();
}

function signOf(code: InlineCode): string {
  if (code.type === 'break') return '\n';
  if (code.type === 'private') return code.data;
  const element = code.kind === 'standalone' ? undefined : ELEMENTS[code.data];
  if (element) return code.kind === 'open' ? `\u0001${element}\u0002` : `\u0001/${element}\u0002`;
  return code.data.startsWith('<c') ? `\u0001${code.data}\u0002` : `\u0001<c${code.number}>\u0002`;
}
