/** CSS of a page that ran from right to left → the same page from left to right. */

const SIDES: Record<string, string> = { left: 'right', right: 'left' };
const SIDE = /\b(left|right)\b/gi;

/** Comments, strings and addresses are passed over; then a declaration of something that has sides. */
const DECLARATION =
  /\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|url\([^)]*\)|(?<![\w#.$@-])(direction|text-align|float|clear|left|right|(?:margin|padding|border)-(?:left|right)(?:-[a-z-]+)?|margin|padding)(\s*:\s*)([^;{}"']*)/gi;

/**
 * Turns the declarations of a style sheet or a `style` attribute round. What is Arabic by itself is always turned: `direction: rtl`, and
 * `text-align: right`. Sides that follow from the direction (floats, margins, padding, borders, positions, alignment to the left)
 * only where the page ran from right to left.
 */
export function turnCss(css: string, isRtl: boolean): string {
  return css.replace(DECLARATION, (all, property: string | undefined, colon: string, value: string) =>
    property === undefined ? all : turnDeclaration({ property, colon, value }, isRtl),
  );
}

function turnDeclaration({ property, colon, value }: { property: string; colon: string; value: string }, isRtl: boolean): string {
  const name = property.toLowerCase();
  if (name === 'direction') return `${property}${colon}${value.replace(/\brtl\b/i, 'ltr')}`;
  if (name === 'text-align') return `${property}${colon}${isRtl ? otherSide(value) : value.replace(/\bright\b/i, 'left')}`;
  if (!isRtl) return `${property}${colon}${value}`;
  if (name === 'float' || name === 'clear') return `${property}${colon}${otherSide(value)}`;
  if (name === 'margin' || name === 'padding') return `${property}${colon}${swapFourValues(value)}`;
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
