/** Signs that come in pairs. */
import { MOST_PLACES } from './helpers.ts';

export interface Sign {
  sign: string;
  at: number;
}

/**
 * The signs without a partner, in order, at most {@link MOST_PLACES}. `closing` names the partner of each opening sign; whatever it does not
 * name closes. Linear time: a sign that closes takes the newest open one of its kind.
 */
export function unpaired(signs: readonly Sign[], closing: Readonly<Record<string, string>>): Sign[] {
  const open = new Map<string, Sign[]>();
  const lone: Sign[] = [];
  for (const sign of signs) {
    const partner = closing[sign.sign];
    if (partner !== undefined) {
      const waiting = open.get(partner);
      if (waiting) waiting.push(sign);
      else open.set(partner, [sign]);
    } else if (!open.get(sign.sign)?.pop()) lone.push(sign);
  }
  return [...lone, ...[...open.values()].flat()].sort((a, b) => a.at - b.at).slice(0, MOST_PLACES);
}
