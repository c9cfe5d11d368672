/** Which token comes next. */

export interface Choice {
  token: number;
  /** Its log-probability among the tokens that were allowed. */
  score: number;
}

/** The likeliest token that is not banned, the lowest number on a draw; `only` leaves no choice but is scored all the same. Writes into `logits`. */
export function bestToken(logits: Float32Array, { bans, only }: { bans: readonly number[]; only: number | null }): Choice {
  for (const banned of bans) if (banned !== only) logits[banned] = -Infinity;
  let best = 0;
  for (let token = 1; token < logits.length; token++) if (logits[token]! > logits[best]!) best = token;
  const highest = logits[best]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - highest);
  const token = only ?? best;
  return { token, score: Math.min(0, logits[token]! - highest - Math.log(sum)) };
}

/** The tokens that would repeat a run of `length` tokens that has been there already. */
export function repeatingTokens(tokens: readonly number[], length: number): number[] {
  const stem = tokens.slice(-(length - 1));
  if (stem.length < length - 1) return [];
  const found: number[] = [];
  for (let at = 0; at + length <= tokens.length; at++) if (stem.every((token, index) => tokens[at + index] === token)) found.push(tokens[at + length - 1]!);
  return found;
}
