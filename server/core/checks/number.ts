/** Figures that have no counterpart on the other side, and numbers in words that stand where another one should. */
import type { Span } from '../model.ts';
import type { Check, Found } from './check.ts';
import { MOST_PLACES } from './helpers.ts';
import { hasCounterpart, isTold, type Figure } from './numbers/mention.ts';
import { spelledNumbers, spelledOrdinals } from './numbers/spelled.ts';
import type { PairText } from './pair-text.ts';

export const number: Check = {
  id: 'number',
  severity: 'high',
  run(pair) {
    const [here, there] = [pair.sourceNumbers, pair.targetNumbers];
    const missing = here.figures.filter((figure) => !hasCounterpart(figure, here, there));
    const extra = there.figures.filter((figure) => !figure.isGlued && !hasCounterpart(figure, there, here));
    const [lostInName, newInName] = swappedInNames(pair);
    const stray = { missing: [...missing, ...lostInName], extra: [...extra, ...newInName], ...strayWords(pair) };
    return { found: findings(stray, pair), agreed: here.figures.length - stray.missing.length };
  },
};

/**
 * Figures within Latin names need no counterpart (CO2), but where the source writes the figure of a name too (كوفيد-19), and the target has it
 * fewer times than the source and has another one instead, it is the same name, gone wrong.
 */
function swappedInNames({ sourceNumbers: here, targetNumbers: there }: PairText): [Figure[], Figure[]] {
  const strange = there.figures.filter((figure) => figure.isGlued && !hasCounterpart(figure, there, here));
  if (strange.length === 0) return [[], []];
  const [had, has] = [countsOf(here.figures), countsOf(there.figures)];
  const lost = here.figures.find(
    (figure) => figure.isGlued && hasCounterpart(figure, here, there) && (has.get(figure.written) ?? 0) < had.get(figure.written)!,
  );
  return lost ? [[lost], strange.slice(0, 1)] : [[], []];
}

function countsOf(figures: readonly Figure[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { written } of figures) counts.set(written, (counts.get(written) ?? 0) + 1);
  return counts;
}

/** What has no counterpart: figures, and numbers in words, each in order. */
interface Stray {
  missing: readonly Figure[];
  extra: readonly Figure[];
  missingWords: readonly Span[];
  extraWords: readonly Span[];
}

/** Words are free: one may say a number with other words, or not at all. Only where both sides have one to spare is it the same number, gone wrong. */
function strayWords({ source, target, sourceNumbers: here, targetNumbers: there }: PairText): Pick<Stray, 'missingWords' | 'extraWords'> {
  const missing = [spelledNumbers, spelledOrdinals].flatMap((read) => read(source.folded.text, 'arabic').filter(({ value }) => !isTold(value, here, there)));
  const extra = [spelledNumbers, spelledOrdinals].flatMap((read) => read(target.folded.text, 'english').filter(({ value }) => !isTold(value, there, here)));
  return {
    missingWords: missing.map(({ start, end }) => source.spanOfFolded(start, end)),
    extraWords: extra.map(({ start, end }) => target.spanOfFolded(start, end)),
  };
}

function findings({ missing, extra, missingWords, extraWords }: Stray, pair: PairText): Found[] {
  const [lost, added] = [missing, extra].map((figures) => figures.length);
  if (lost === 1 && added === 1) return [differs(missing[0]!, extra[0]!, pair), ...pairs(missingWords, extraWords, pair)];
  if (lost === 1 && added === 0 && extraWords[0]) return [differs(missing[0]!, extraWords[0], pair)];
  if (lost === 0 && added === 1 && missingWords[0]) return [differs(missingWords[0], extra[0]!, pair)];
  return [...figuresAlone(missing, extra, pair), ...pairs(missingWords, extraWords, pair)];
}

/** The first with the first, as far as there are two. */
function pairs(sources: readonly Span[], targets: readonly Span[], pair: PairText): Found[] {
  const count = Math.min(sources.length, targets.length, MOST_PLACES);
  return sources.slice(0, count).map((source, index) => differs(source, targets[index]!, pair));
}

function differs(lost: Span, added: Span, pair: PairText): Found {
  const values = { source: shown(lost, pair.source.text), target: shown(added, pair.target.text) };
  return { message: 'number.differs', values, source: spanOf(lost), target: spanOf(added) };
}

function figuresAlone(missing: readonly Figure[], extra: readonly Figure[], pair: PairText): Found[] {
  return [
    ...missing
      .slice(0, MOST_PLACES)
      .map((figure): Found => ({ message: 'number.missing', values: { source: shown(figure, pair.source.text) }, source: spanOf(figure) })),
    ...extra
      .slice(0, MOST_PLACES)
      .map((figure): Found => ({ message: 'number.extra', values: { target: shown(figure, pair.target.text) }, target: spanOf(figure) })),
  ];
}

function shown({ start, end }: Span, text: string): string {
  return text.slice(start, end);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
