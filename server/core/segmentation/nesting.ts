/** Which brackets and quotes of a line belong together. */

/** Further apart, two brackets are not taken for a pair: one of them is a list marker, a smiley or a slip. */
const LONGEST_BRACKET = 250;

const CLOSING_BRACKET: Readonly<Record<string, string>> = { ')': '(', ']': '[' };
const CLOSING_QUOTE: Readonly<Record<string, string>> = { '»': '«', '”': '“', '›': '‹' };
const SIGNS = /[()[\]«»“”‹›"]/g;

export interface Nesting {
  /** Where the partner of a closing bracket stands; undefined for a bracket without one. */
  opening: ReadonlyMap<number, number>;
  /** Where the partner of a closing quote stands. */
  openingQuote: ReadonlyMap<number, number>;
  /** How many brackets, and how many quotes, are open at an offset. Offsets must be asked for in ascending order. */
  depthAt(offset: number): { brackets: number; quotes: number };
}

/** Pairs brackets and quotes in one pass. What has no partner counts for nothing. */
export function nestingOf(line: string): Nesting {
  const opening = new Map<number, number>();
  const openingQuote = new Map<number, number>();
  const steps: Step[] = [];
  const brackets: number[] = [];
  const quotes: number[] = [];
  for (const { index, 0: sign } of line.matchAll(SIGNS)) {
    if (isOpening(line, index, quotes)) (sign === '(' || sign === '[' ? brackets : quotes).push(index);
    else if (sign in CLOSING_BRACKET) closeBracket(index, sign);
    else closeQuote(index, sign);
  }
  steps.sort((a, b) => a.at - b.at);
  return { opening, openingQuote, depthAt: depthReader(steps) };

  function closeBracket(index: number, sign: string): void {
    const depth = lastOpen(brackets, line, CLOSING_BRACKET[sign]!);
    if (depth < 0) return;
    const partner = brackets.splice(depth)[0]!;
    if (index - partner > LONGEST_BRACKET) return;
    opening.set(index, partner);
    steps.push({ at: partner, brackets: 1, quotes: 0 }, { at: index, brackets: -1, quotes: 0 });
  }

  function closeQuote(index: number, sign: string): void {
    const depth = lastOpen(quotes, line, CLOSING_QUOTE[sign] ?? '"');
    if (depth < 0) return;
    const partner = quotes.splice(depth)[0]!;
    openingQuote.set(index, partner);
    steps.push({ at: partner, brackets: 0, quotes: 1 }, { at: index, brackets: 0, quotes: -1 });
  }
}

interface Step {
  at: number;
  brackets: number;
  quotes: number;
}

function isOpening(line: string, index: number, quotes: readonly number[]): boolean {
  const sign = line[index]!;
  return sign === '"' ? isOpeningStraightQuote(line, index, quotes) : '([«“‹'.includes(sign);
}

/** A straight quote opens after white space and closes before it; between letters (clitics: و"نص") it does what is due. */
function isOpeningStraightQuote(line: string, index: number, quotes: readonly number[]): boolean {
  const touchesBefore = /[^\s([{«“—–-]/.test(line[index - 1] ?? ' ');
  const touchesAfter = /[\p{L}\p{N}\p{S}(\ue001-\uf8ff]/u.test(line[index + 1] ?? ' ');
  if (touchesBefore !== touchesAfter) return touchesAfter;
  return lastOpen(quotes, line, '"') < 0;
}

/** Looks a few signs deep only: text nests quotes in quotes, not in towers. */
function lastOpen(stack: readonly number[], line: string, sign: string): number {
  for (let depth = stack.length - 1; depth >= Math.max(0, stack.length - 8); depth--) if (line[stack[depth]!] === sign) return depth;
  return -1;
}

function depthReader(steps: readonly Step[]): Nesting['depthAt'] {
  let next = 0;
  const depth = { brackets: 0, quotes: 0 };
  return (offset) => {
    for (; next < steps.length && steps[next]!.at < offset; next++) {
      depth.brackets += steps[next]!.brackets;
      depth.quotes += steps[next]!.quotes;
    }
    return { ...depth };
  };
}
