/**
 * Sentences that are decoded together. A stock decoder counts positions by the length of what it is given of the past, so all rows of a run have taken the
 * same number of steps; what is shorter at the source side is masked. A sentence has one row for each hypothesis; a row that is done is filled at once by
 * the last one, so that no run computes anything nobody needs.
 */
import { Tensor } from 'onnxruntime-node';
import { CHOOSING_INPUTS, CHOOSING_OUTPUTS } from '../onnx/choosing.ts';
import { NEWEST } from '../onnx/newest.ts';
import { BeamSearch, type Found, type RowChoices } from './beam-search.ts';
import { encode, type Encoded } from './encode.ts';
import { KeyValues } from './key-values.ts';
import type { MarianModel } from './marian.ts';

/** A sentence to be decoded. */
export interface Work {
  /** Its tokens with the end token. */
  source: readonly number[];
  beams: number;
  isStrict: boolean;
  /** Most target tokens. */
  longest: number;
}

interface Member<W extends Work> {
  work: W;
  search: BeamSearch;
}

type Outputs = Record<string, Tensor>;

export class Cohort<W extends Work> {
  readonly #model: MarianModel;
  #members: Member<W>[];
  /** Whose hypothesis is in each row. */
  #owners: (Member<W> | undefined)[];
  /** Keys and values of the steps taken. */
  #past: KeyValues;
  /** Keys and values of the source. */
  #cross: KeyValues;
  #mask: BigInt64Array;
  /** The encoder's output; only the first step looks at it. */
  #states: Tensor | null;

  private constructor(model: MarianModel, works: readonly W[], encoded: Encoded) {
    const { eos_token_id: endToken } = model.shape;
    this.#model = model;
    this.#members = works.map((work, row) => ({ work, search: new BeamSearch({ ...work, endToken }, row) }));
    this.#owners = [...this.#members];
    this.#states = encoded.states;
    this.#mask = new BigInt64Array(this.room * encoded.width);
    this.#mask.set(encoded.mask);
    this.#past = new KeyValues(namesOf(model, 'decoder'), shapeOf(model, 0), this.room);
    this.#cross = new KeyValues(namesOf(model, 'encoder'), shapeOf(model, encoded.width), this.room);
  }

  /** Reads the sources. All of them are strict, or none. */
  static async start<W extends Work>(model: MarianModel, works: readonly W[]): Promise<Cohort<W>> {
    const sources = works.map(({ source }) => source);
    return new Cohort(model, works, await encode(model, sources));
  }

  get works(): W[] {
    return this.#members.map(({ work }) => work);
  }

  /** Steps taken. */
  get length(): number {
    return this.#past.shape.length;
  }

  get isStrict(): boolean {
    return this.#members[0]?.work.isStrict ?? false;
  }

  /** Most rows it may come to have. */
  get room(): number {
    return this.#members.reduce((sum, { search }) => sum + search.beams, 0);
  }

  get isDone(): boolean {
    return this.#members.length === 0;
  }

  /** Takes one step. Returns the sentences that are done with it. */
  async step(): Promise<{ work: W; found: Found }[]> {
    const outputs = await this.#run();
    const choicesOf = choicesIn(outputs);
    for (const { search } of this.#members) search.advance(choicesOf);
    const done = this.#members.filter(({ search }) => search.isDone);
    this.#members = this.#members.filter(({ search }) => !search.isDone);
    this.#placeHypotheses();
    this.#closeGaps();
    return done.map(({ work, search }) => ({ work, found: search.result() }));
  }

  /** Takes the rows of another cohort that has taken as many steps; that one is empty then. */
  join(other: Cohort<W>): void {
    const rows = this.#owners.length;
    const width = Math.max(this.#cross.shape.length, other.#cross.shape.length);
    const all = this.room + other.room;
    const mask = new BigInt64Array(all * width);
    for (let row = 0; row < rows; row++) mask.set(this.#maskOf(row), row * width);
    for (let row = 0; row < other.#owners.length; row++) mask.set(other.#maskOf(row), (rows + row) * width);
    this.#mask = mask;
    this.#cross = this.#both(other, 'encoder', { here: this.#cross, there: other.#cross, all });
    this.#past = this.#both(other, 'decoder', { here: this.#past, there: other.#past, all });
    for (const { search } of other.#members) for (const live of search.live) live.row += rows;
    this.#members.push(...other.#members);
    this.#owners.push(...other.#owners);
    other.#members = [];
  }

  #maskOf(row: number): BigInt64Array {
    const width = this.#cross.shape.length;
    return this.#mask.subarray(row * width, (row + 1) * width);
  }

  #both(other: Cohort<W>, part: Part, { here, there, all }: { here: KeyValues; there: KeyValues; all: number }): KeyValues {
    const length = Math.max(here.shape.length, there.shape.length);
    const both = new KeyValues(namesOf(this.#model, part), shapeOf(this.#model, length), all);
    both.take(here, { rows: this.#owners.length, at: 0 });
    both.take(there, { rows: other.#owners.length, at: this.#owners.length });
    return both;
  }

  async #run(): Promise<Outputs> {
    const { decoder, hasAttention } = this.#model;
    const rows = this.#owners.length;
    const names = namesOf(this.#model, 'decoder');
    const fetches: Record<string, Tensor | null> = this.#states ? this.#cross.tensors('present.', rows) : {};
    for (const name of [...names.map((name) => NEWEST + name), ...Object.values(CHOOSING_OUTPUTS)]) fetches[name] = null;
    if (hasAttention) fetches['cross_attention'] = null;
    const outputs = await decoder.run(this.#feeds(), fetches);
    this.#states = null;
    this.#past.append({ rows, room: this.room }, (name) => outputs[NEWEST + name]!.data as Float32Array);
    return outputs;
  }

  #feeds(): Record<string, Tensor> {
    const { bans, shape } = this.#model;
    const rows = this.#owners.length;
    const cross = this.#states ? new KeyValues(namesOf(this.#model, 'encoder'), shapeOf(this.#model, 0), rows) : this.#cross;
    const needed = Math.min(shape.vocab_size, Math.max(...this.#members.map(({ search }) => search.choicesNeeded)));
    return {
      ...this.#past.tensors('past_key_values.', rows),
      ...cross.tensors('past_key_values.', rows),
      input_ids: new Tensor('int64', this.#lastTokens(), [rows, 1]),
      encoder_attention_mask: new Tensor('int64', this.#mask.subarray(0, rows * this.#cross.shape.length), [rows, this.#cross.shape.length]),
      encoder_hidden_states: this.#states ?? new Tensor('float32', new Float32Array(shape.d_model), [1, 1, shape.d_model]),
      use_cache_branch: new Tensor('bool', Uint8Array.of(this.#states ? 0 : 1), [1]),
      [CHOOSING_INPUTS.bans]: new Tensor('float32', this.isStrict ? bans.strict : bans.plain, [shape.vocab_size]),
      [CHOOSING_INPUTS.topCount]: new Tensor('int64', BigInt64Array.of(BigInt(needed)), [1]),
    };
  }

  #lastTokens(): BigInt64Array {
    const tokens = new BigInt64Array(this.#owners.length).fill(BigInt(this.#model.shape.decoder_start_token_id));
    for (const { search } of this.#members) for (const { row, hypothesis } of search.live) if (hypothesis) tokens[row] = BigInt(hypothesis.token);
    return tokens;
  }

  /** Gives each hypothesis a row of its own with its past in it: the first that comes from a row keeps it, others get a free one. */
  #placeHypotheses(): void {
    const taken = new Set<number>();
    const placeless: { member: Member<W>; live: { row: number } }[] = [];
    for (const member of this.#members)
      for (const live of member.search.live)
        if (taken.has(live.row)) placeless.push({ member, live });
        else taken.add(live.row);
    let free = 0;
    for (const { member, live } of placeless) {
      while (taken.has(free)) free++;
      this.#copyRow(live.row, free, member);
      live.row = free;
      taken.add(free);
    }
    for (let row = 0; row < this.#owners.length; row++) if (!taken.has(row)) this.#owners[row] = undefined;
  }

  /** Moves the last rows into those that nobody needs any more. */
  #closeGaps(): void {
    const count = this.#members.reduce((sum, { search }) => sum + search.live.length, 0);
    let gap = 0;
    for (const member of this.#members)
      for (const live of member.search.live) {
        if (live.row < count) continue;
        while (this.#owners[gap] !== undefined) gap++;
        this.#copyRow(live.row, gap, member);
        live.row = gap;
      }
    this.#owners.length = count;
  }

  #copyRow(from: number, to: number, member: Member<W>): void {
    this.#past.copyRow(from, to);
    // Rows of one sentence have the same source.
    if (this.#owners[to] !== member) {
      this.#cross.copyRow(from, to);
      const width = this.#cross.shape.length;
      this.#mask.copyWithin(to * width, from * width, (from + 1) * width);
    }
    this.#owners[to] = member;
  }
}

type Part = 'encoder' | 'decoder';

const PAST = 'past_key_values.';

function namesOf({ decoder }: MarianModel, part: Part): string[] {
  return decoder.inputNames.filter((name) => name.startsWith(PAST) && name.includes(`.${part}.`)).map((name) => name.slice(PAST.length));
}

function shapeOf({ shape: { d_model: size, decoder_attention_heads: heads } }: MarianModel, length: number) {
  return { heads, length, width: size / heads };
}

function choicesIn(outputs: Outputs): (row: number) => RowChoices {
  const scores = outputs[CHOOSING_OUTPUTS.scores]!;
  const count = scores.dims[2]!;
  const attention = outputs['cross_attention'];
  const width = attention?.dims[2] ?? 0;
  const row = <T extends Float32Array | BigInt64Array>(tensor: Tensor, size: number, at: number) =>
    (tensor.data as T).subarray(at * size, (at + 1) * size) as T;
  return (at) => ({
    scores: row<Float32Array>(scores, count, at),
    tokens: row<BigInt64Array>(outputs[CHOOSING_OUTPUTS.tokens]!, count, at),
    endScore: (outputs[CHOOSING_OUTPUTS.endScore]!.data as Float32Array)[at]!,
    attention: attention ? row<Float32Array>(attention, width, at) : null,
  });
}
