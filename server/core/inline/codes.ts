/** Inline codes in text: one private-use character each. See core/model.ts for the shapes. */
import { MAX_CODES, type InlineCode } from '../model.ts';

const BASE = 0xe000;

/** Finds every inline code. Global: for `replace`, `matchAll`, `split`; ask {@link isCode} about one character. */
export const CODE_PATTERN = /[\ue001-\uf8ff]/g;

const CODE_RUN = /[\ue001-\uf8ff]+/g;

/** The character that stands for code `number`. @throws {RangeError} below 1 or above {@link MAX_CODES}. */
export function codeChar(number: number): string {
  if (!Number.isInteger(number) || number < 1 || number > MAX_CODES) throw new RangeError(`no such inline code: ${number}`);
  return String.fromCharCode(BASE + number);
}

/** Whether a UTF-16 unit is an inline code. */
export function isCode(char: string): boolean {
  return char >= '\ue001' && char <= '\uf8ff';
}

/** The number of a code character, 1 for U+E001. Meaningless for any other character. */
export function codeNumber(char: string): number {
  return char.charCodeAt(0) - BASE;
}

/** The numbers of all codes in the text, in order, doubled ones twice. */
export function codesIn(text: string): number[] {
  return Array.from(text.matchAll(CODE_PATTERN), (match) => codeNumber(match[0]));
}

/** The text without codes, and for each of its UTF-16 units the offset in the text that was given. */
export function stripCodes(text: string): { text: string; offsets: number[] } {
  const offsets: number[] = [];
  for (let at = 0; at < text.length; at++) if (!isCode(text[at]!)) offsets.push(at);
  return { text: text.replace(CODE_PATTERN, ''), offsets };
}

/**
 * The words of a text as a machine should read them: ends of pairs vanish, since they may stand inside a word; a single code between two words
 * that nothing else parts (a line break, a picture) leaves a space.
 */
export function textForModel(text: string, codes: readonly InlineCode[]): string {
  const paired = new Set(codes.filter((code) => code.kind !== 'standalone').map((code) => codeChar(code.number)));
  return text.replace(CODE_RUN, (run: string, at: number) => {
    const parts = Array.from(run).some((char) => !paired.has(char));
    return parts && /\S/.test(text[at - 1] ?? ' ') && /\S/.test(text[at + run.length] ?? ' ') ? ' ' : '';
  });
}

/** What is wrong with the codes of a target, each kind at most once. `numbers` ascend and are never empty. */
export interface CodeProblem {
  kind: 'missing' | 'doubled' | 'unknown' | 'mis-nested';
  numbers: number[];
}

/**
 * Compares the codes of a target with those of its source. Empty when each code of the source stands in the target as often as there
 * (once, in any text an importer made), nothing else does, every pair opens before it closes, and no two pairs cross that do not cross in the source.
 * A code whose partner is not in this source (the segment holds one end of a link only) needs no partner.
 * `codes` may hold more codes than this source has: the table belongs to the whole block.
 */
export function checkCodes(source: string, target: string, codes: readonly InlineCode[]): CodeProblem[] {
  const expected = count(codesIn(source));
  const found = count(codesIn(target));
  const all = [...new Set([...expected.keys(), ...found.keys()])].sort((a, b) => a - b);
  const often = (counts: ReadonlyMap<number, number>, number: number): number => counts.get(number) ?? 0;
  const problems: CodeProblem[] = [
    { kind: 'missing', numbers: all.filter((number) => often(found, number) < often(expected, number)) },
    { kind: 'doubled', numbers: all.filter((number) => expected.has(number) && often(found, number) > often(expected, number)) },
    { kind: 'unknown', numbers: all.filter((number) => !expected.has(number)) },
    { kind: 'mis-nested', numbers: misNested(source, target, codes) },
  ];
  return problems.filter((problem) => problem.numbers.length > 0);
}

function count(numbers: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

/** Codes of pairs that close before they open or cross another pair, unless the source has the same fault. */
function misNested(source: string, target: string, codes: readonly InlineCode[]): number[] {
  const known = new Set(conflicts(source, codes).map(String));
  const bad = conflicts(target, codes).filter((conflict) => !known.has(String(conflict)));
  return [...new Set(bad.flat())].sort((a, b) => a - b);
}

/** Each fault in the nesting of a text as the codes that take part in it, in ascending order. */
function conflicts(text: string, codes: readonly InlineCode[]): number[][] {
  const numbers = codesIn(text);
  const counts = count(numbers);
  const openOf = new Map(pairsOf(codes).flatMap(([open, close]) => (counts.get(open) === 1 && counts.get(close) === 1 ? [[close, open] as const] : [])));
  const closeOf = new Map(Array.from(openOf, ([close, open]) => [open, close]));
  const found: number[][] = [];
  const opened: number[] = [];
  const closed = new Set<number>();
  for (const number of numbers) {
    if (closeOf.has(number) && !closed.has(closeOf.get(number)!)) opened.push(number);
    const open = openOf.get(number);
    if (open === undefined) continue;
    closed.add(number);
    const depth = opened.lastIndexOf(open);
    if (depth < 0) found.push([open, number]);
    else {
      const inside = opened.splice(depth).slice(1);
      for (const inner of inside) found.push([open, number, inner, closeOf.get(inner)!]);
      opened.push(...inside);
    }
  }
  return found.map((conflict) => conflict.sort((a, b) => a - b));
}

/** The pairs of a code table as [open, close]. A code that names a partner which is missing or not of the other kind is no pair. */
export function pairsOf(codes: readonly InlineCode[]): [open: number, close: number][] {
  const closing = new Map(codes.filter((code) => code.kind === 'close').map((code) => [code.number, code]));
  return codes.flatMap((code): [number, number][] =>
    code.kind === 'open' && code.pair !== undefined && closing.get(code.pair)?.pair === code.number ? [[code.number, code.pair]] : [],
  );
}
