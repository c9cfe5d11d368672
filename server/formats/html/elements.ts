/** What elements are to a translation. Names as HTML's living standard has them, and those of old pages. */
import type { Block, InlineCode } from '../../core/model.ts';

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Begin and end a paragraph; everything else is inside one. */
export const BLOCK_ELEMENTS = names(
  'address article aside base blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav noframes noscript ol optgroup option p search section select summary table tbody td tfoot th thead title tr ul',
);

export const VOID_ELEMENTS = names('area base br col embed frame hr img input link meta param source track wbr');

/** Never opened up: what is inside is no running text, or nobody asked to translate it. The key is the entry in the list of what is left out. */
export const SKIPPED_ELEMENTS: ReadonlyMap<string, string> = new Map([
  ['script', 'scripts'],
  ['style', 'styles'],
  ['template', 'scripts'],
  ['pre', 'preformatted'],
  ['xmp', 'preformatted'],
  ['listing', 'preformatted'],
  ['plaintext', 'preformatted'],
  ['textarea', 'form-fields'],
  ['svg', 'drawings'],
  ['math', 'drawings'],
  ['canvas', 'drawings'],
  ['iframe', 'embedded'],
  ['noembed', 'embedded'],
  ['object', 'embedded'],
  ['audio', 'embedded'],
  ['video', 'embedded'],
  ['map', 'embedded'],
]);

/** Among the skipped, those that break a paragraph; the rest may stand in the middle of a sentence. */
export const SKIPPED_BLOCKS = names('pre xmp listing plaintext');

/** Attributes that hold words for people. */
export const TEXT_ATTRIBUTES = names('alt title placeholder aria-label aria-description summary label');

const INLINE_TYPES: Record<string, InlineCode['type']> = {
  ...{ b: 'bold', strong: 'bold', i: 'italic', em: 'italic', cite: 'italic', var: 'italic', dfn: 'italic', u: 'underline', ins: 'underline' },
  ...{ a: 'link', code: 'code', kbd: 'code', samp: 'code', tt: 'code', span: 'span', font: 'span', br: 'break', img: 'image' },
};

export function inlineTypeOf(name: string): InlineCode['type'] {
  return INLINE_TYPES[name] ?? 'other';
}

export const LISTS = names('ul ol menu dir dl');
const KINDS: Record<string, Block['kind']> = {
  ...{ h1: 'heading', h2: 'heading', h3: 'heading', h4: 'heading', h5: 'heading', h6: 'heading', li: 'list-item', dt: 'list-item', dd: 'list-item' },
  ...{
    td: 'table-cell',
    th: 'table-cell',
    blockquote: 'quote',
    caption: 'caption',
    figcaption: 'caption',
    legend: 'caption',
    summary: 'caption',
    title: 'caption',
  },
};

/** What a paragraph is by the elements around it, outermost first. */
export function kindWithin(open: readonly string[]): Pick<Block, 'kind' | 'level'> {
  const name = open.findLast((candidate) => candidate in KINDS);
  const kind = name === undefined ? 'paragraph' : KINDS[name]!;
  if (kind === 'heading') return { kind, level: Number(name![1]) };
  return kind === 'list-item' ? { kind, level: Math.max(1, open.filter((candidate) => LISTS.has(candidate)).length) } : { kind };
}

interface ImpliedEnd {
  closes: ReadonlySet<string>;
  /** Not beyond these. */
  within: ReadonlySet<string>;
}

const TABLE_PARTS = names('table thead tbody tfoot');
const IMPLIED_ENDS: Record<string, ImpliedEnd> = {
  li: { closes: names('li'), within: LISTS },
  dt: { closes: names('dt dd'), within: names('dl') },
  dd: { closes: names('dt dd'), within: names('dl') },
  option: { closes: names('option'), within: names('select') },
  optgroup: { closes: names('option optgroup'), within: names('select') },
  td: { closes: names('td th'), within: names('table tr') },
  th: { closes: names('td th'), within: names('table tr') },
  tr: { closes: names('tr'), within: TABLE_PARTS },
  tbody: { closes: names('thead tbody tfoot'), within: names('table') },
  thead: { closes: names('thead tbody tfoot'), within: names('table') },
  tfoot: { closes: names('thead tbody tfoot'), within: names('table') },
  body: { closes: names('head'), within: names('html') },
};

/** How many of the open elements are still open when one named `name` begins: HTML leaves out many end tags. */
export function openBefore(name: string, open: readonly string[]): number {
  let left = open.length;
  if (open[left - 1] === 'p') left--;
  const rule = IMPLIED_ENDS[name];
  for (let at = left - 1; rule && at >= 0 && !rule.within.has(open[at]!); at--) if (rule.closes.has(open[at]!)) left = at;
  return left;
}
