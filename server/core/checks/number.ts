/** Figures that have no counterpart on the other side. */
import type { Check, Found } from './check.ts';
import { MOST_PLACES } from './helpers.ts';
import { hasCounterpart, type Figure } from './numbers/mention.ts';
import type { PairText } from './pair-text.ts';

export const number: Check = {
  id: 'number',
  severity: 'high',
  run(pair) {
    const [here, there] = [pair.sourceNumbers, pair.targetNumbers];
    const missing = here.figures.filter((figure) => !hasCounterpart(figure, here, there));
    const extra = there.figures.filter((figure) => !figure.isGlued && !hasCounterpart(figure, there, here));
    return { found: findings(missing, extra, pair), agreed: here.figures.length - missing.length };
  },
};

function findings(missing: readonly Figure[], extra: readonly Figure[], pair: PairText): Found[] {
  const [lost, added] = [missing[0], extra[0]];
  if (lost && added && missing.length === 1 && extra.length === 1) {
    const values = { source: shown(lost, pair.source.text), target: shown(added, pair.target.text) };
    return [{ message: 'number.differs', values, source: spanOf(lost), target: spanOf(added) }];
  }
  return [
    ...missing
      .slice(0, MOST_PLACES)
      .map((figure): Found => ({ message: 'number.missing', values: { source: shown(figure, pair.source.text) }, source: spanOf(figure) })),
    ...extra
      .slice(0, MOST_PLACES)
      .map((figure): Found => ({ message: 'number.extra', values: { target: shown(figure, pair.target.text) }, target: spanOf(figure) })),
  ];
}

function shown(figure: Figure, text: string): string {
  return text.slice(figure.start, figure.end);
}

function spanOf({ start, end }: Figure): { start: number; end: number } {
  return { start, end };
}
