/** CSS of a page that ran from right to left → the same page from left to right. */

const SIDES: Record<string, string> = { left: 'right', right: 'left' };
const SIDE = /\b(left|right)\b/gi;
const ARABIC_NUMBERS = /\b(?:arabic-indic|persian)\b/i;
/** Their value names sides. */
const OF_SIDES = new Set(['float', 'clear', 'background-position']);
/** Their value is top, right, bottom, left. */
const OF_FOUR = new Set(['margin', 'padding', 'scroll-margin', 'scroll-padding', 'inset', 'border-width', 'border-style', 'border-color']);

/**
 * Comments, strings and addresses are passed over; then what a selector says of direction, the end of a rule, or a declaration of something
 * that has sides.
 */
const PARTS = new RegExp(
  [
    /\[\s*dir\s*[*^$~|]?=\s*["']?(?<attribute>rtl|ltr)["']?\s*[is]?\s*\]|:dir\(\s*(?<pseudo>rtl|ltr)\s*\)/,
    /\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)]*\)/,
    /(?<end>\})/,
    /(?<![\w#.$@-])(?<property>direction|text-align|float|clear|left|right|list-style(?:-type)?|background-position|border-(?:top|bottom)-(?:left|right)-radius|border-(?:radius|width|style|color)|(?:scroll-)?(?:margin|padding)(?:-(?:left|right))?|border-(?:left|right)(?:-[a-z-]+)?|inset)(?<colon>\s*:\s*)(?<value>[^;{}"']*)/,
  ]
    .map((part) => part.source)
    .join('|'),
  'gi',
);

/**
 * Turns a style sheet or a `style` attribute round. What is Arabic by itself is always turned: `direction: rtl`, `text-align: right`, Arabic
 * numbers of lists, and selectors of what runs from right to left. Sides that follow from the direction (floats, margins, padding, borders,
 * positions, alignment to the left) only where the page or the selector ran from right to left. Rules for what runs from left to right stay.
 */
export function turnCss(css: string, isRtl: boolean): string {
  let selected: string | undefined;
  return css.replace(PARTS, (all: string, ...rest: unknown[]) => {
    const part = rest.at(-1) as { attribute?: string; pseudo?: string; end?: string; property?: string; colon: string; value: string };
    if (part.end) selected = undefined;
    if (part.property !== undefined) {
      return selected === 'ltr' ? all : turnDeclaration({ ...part, property: part.property }, isRtl || selected === 'rtl');
    }
    const dir = part.attribute ?? part.pseudo;
    if (dir === undefined) return all;
    selected = dir.toLowerCase();
    return all.replace(/rtl/i, 'ltr');
  });
}

function turnDeclaration({ property, colon, value }: { property: string; colon: string; value: string }, isRtl: boolean): string {
  const name = property.toLowerCase();
  if (name === 'direction') return `${property}${colon}${value.replace(/\brtl\b/i, 'ltr')}`;
  if (name === 'text-align') return `${property}${colon}${isRtl ? otherSide(value) : value.replace(/\bright\b/i, 'left')}`;
  if (name.startsWith('list-style')) return `${property}${colon}${value.replace(ARABIC_NUMBERS, 'decimal')}`;
  if (!isRtl) return `${property}${colon}${value}`;
  if (OF_SIDES.has(name)) return `${property}${colon}${otherSide(value)}`;
  if (name === 'border-radius') return `${property}${colon}${swapCorners(value)}`;
  if (OF_FOUR.has(name)) return `${property}${colon}${swapFourValues(value)}`;
  return `${otherSide(property)}${colon}${value}`;
}

function otherSide(text: string): string {
  return text.replace(SIDE, (side) => SIDES[side.toLowerCase()]!);
}

/** `top right bottom left` with right and left exchanged; shorter forms have none to exchange. */
function swapFourValues(value: string): string {
  const parts = /^(\s*)(\S+\s+)(\S+)(\s+\S+\s+)([^\s!]+)((?:\s*!\s*important)?\s*)$/i.exec(value);
  if (!parts || value.includes('(')) return value;
  const [, lead, top, right, bottom, left, tail] = parts;
  return `${lead}${top}${left}${bottom}${right}${tail}`;
}

/** `top-left top-right bottom-right bottom-left`, or the two diagonals, each with its neighbour across. Other forms are left alone. */
function swapCorners(value: string): string {
  if (/[/(!]/.test(value)) return value;
  const [a, b, c, d] = value.trim().split(/\s+/);
  if (!b || (c && !d)) return value;
  const tail = /\s*$/.exec(value)![0];
  return c && d ? `${b} ${a} ${d} ${c}${tail}` : `${b} ${a}${tail}`;
}
