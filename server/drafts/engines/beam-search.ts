/**
 * The search for one sentence, apart from how probabilities are computed. Pure.
 *
 * A beam of `beams` hypotheses; at each step the best continuations of all of them stay. One that ends leaves the beam and narrows it by one, as in Marian
 * (Junczys-Dowmunt et al. 2018); when all have ended, the one with the best mean log-probability wins. With one beam this is greedy search.
 */

/** A hypothesis is a list read backwards: hypotheses share what they have in common. */
export interface Hypothesis {
  token: number;
  /** Log-probability of `token`. */
  score: number;
  /** Sum of the scores so far. */
  sum: number;
  /** How much the step that chose `token` looked at each source token; null where the model does not say. */
  attention: Float32Array | null;
  before: Hypothesis | null;
  length: number;
}

/** A hypothesis that goes on, and the row of the batch its past is in. */
export interface Live {
  row: number;
  hypothesis: Hypothesis | null;
}

/** What a step says of one row. */
export interface RowChoices {
  /** Likeliest tokens with their log-probabilities, likeliest first. */
  tokens: ArrayLike<number | bigint>;
  scores: ArrayLike<number>;
  endScore: number;
  attention: Float32Array | null;
}

export interface SearchOptions {
  beams: number;
  /** A hypothesis of so many tokens must end. */
  longest: number;
  endToken: number;
  /** No run of four tokens twice, and not empty. */
  isStrict: boolean;
}

export interface Found {
  tokens: number[];
  /** One more than tokens: the last is that of the end. */
  scores: number[];
  attention: (Float32Array | null)[];
  isCut: boolean;
}

const REPEATED_RUN = 4;

export class BeamSearch {
  readonly #options: SearchOptions;
  readonly #ended: { hypothesis: Hypothesis; isCut: boolean }[] = [];
  #live: Live[];

  /** `row`: where the sentence starts. */
  constructor(options: SearchOptions, row: number) {
    this.#options = options;
    this.#live = [{ row, hypothesis: null }];
  }

  /** Those that go on. Whoever moves rows writes the new numbers here. */
  get live(): readonly Live[] {
    return this.#live;
  }

  get beams(): number {
    return this.#options.beams;
  }

  get isDone(): boolean {
    return this.#live.length === 0;
  }

  /** How many of the likeliest tokens of each row {@link advance} must be shown to be exact. */
  get choicesNeeded(): number {
    return this.#options.beams + Math.max(0, ...this.#live.map(({ hypothesis }) => this.#bans(hypothesis).length));
  }

  /** Takes one step; afterwards each of `live` names the row its past was in before the step. */
  advance(choicesOf: (row: number) => RowChoices): void {
    const { endToken, longest } = this.#options;
    const isFull = (this.#live[0]?.hypothesis?.length ?? 0) >= longest;
    const next = isFull ? this.#endAll(choicesOf) : this.#best(choicesOf);
    this.#live = [];
    for (const { row, hypothesis } of next)
      if (hypothesis.token === endToken) this.#ended.push({ hypothesis, isCut: isFull });
      else this.#live.push({ row, hypothesis });
  }

  /** The hypothesis with the best mean log-probability; the first that ended on a draw. Only after the search is done. */
  result(): Found {
    const best = this.#ended.reduce((winner, other) => (meanOf(other.hypothesis) > meanOf(winner.hypothesis) ? other : winner));
    const steps = listed(best.hypothesis);
    return {
      tokens: steps.slice(0, -1).map(({ token }) => token),
      scores: steps.map(({ score }) => Math.min(0, score)),
      attention: steps.slice(0, -1).map(({ attention }) => attention),
      isCut: best.isCut,
    };
  }

  #best(choicesOf: (row: number) => RowChoices): { row: number; hypothesis: Hypothesis }[] {
    const candidates = this.#live.flatMap(({ row, hypothesis: before }) => {
      const { attention, scores, tokens } = choicesOf(row);
      const bans = this.#bans(before);
      return Array.from(tokens, Number).flatMap((token, at) =>
        bans.includes(token) || scores[at] === -Infinity ? [] : [{ row, hypothesis: continued(before, { token, score: scores[at]!, attention }) }],
      );
    });
    return candidates.sort((a, b) => b.hypothesis.sum - a.hypothesis.sum).slice(0, this.#options.beams - this.#ended.length);
  }

  #endAll(choicesOf: (row: number) => RowChoices): { row: number; hypothesis: Hypothesis }[] {
    return this.#live.map(({ row, hypothesis }) => {
      const { attention, endScore } = choicesOf(row);
      return { row, hypothesis: continued(hypothesis, { token: this.#options.endToken, score: endScore, attention }) };
    });
  }

  #bans(hypothesis: Hypothesis | null): number[] {
    const { endToken, isStrict } = this.#options;
    if (!isStrict) return [];
    return hypothesis === null
      ? [endToken]
      : repeatingTokens(
          listed(hypothesis).map(({ token }) => token),
          REPEATED_RUN,
        );
  }
}

function continued(before: Hypothesis | null, { token, score, attention }: Pick<Hypothesis, 'token' | 'score' | 'attention'>): Hypothesis {
  return { token, score, attention, before, sum: (before?.sum ?? 0) + score, length: (before?.length ?? 0) + 1 };
}

function meanOf({ sum, length }: Hypothesis): number {
  return sum / length;
}

function listed(last: Hypothesis): Hypothesis[] {
  const steps: Hypothesis[] = [];
  for (let step: Hypothesis | null = last; step; step = step.before) steps.push(step);
  return steps.reverse();
}

/** The tokens that would repeat a run of `length` tokens that has been there already, each once. */
export function repeatingTokens(tokens: readonly number[], length: number): number[] {
  const stem = tokens.slice(-(length - 1));
  if (stem.length < length - 1) return [];
  const found = new Set<number>();
  for (let at = 0; at + length <= tokens.length; at++) if (stem.every((token, index) => tokens[at + index] === token)) found.add(tokens[at + length - 1]!);
  return [...found];
}
