/**
 * What is decoded next, and with what. Sentences of like length go together, the oldest first; places that become free are given to those who wait: they
 * catch up with the ones already under way and join them. What a person waits for is decoded before everything else.
 */
import type { Found } from './beam-search.ts';
import { Cohort, type Work } from './cohort.ts';
import type { MarianModel } from './marian.ts';

export interface Request extends Work {
  isUrgent: boolean;
  /** Called before each step it takes part in. */
  onStep: () => void;
}

interface Job extends Request {
  resolve(found: Found): void;
  reject(error: unknown): void;
}

/** Rows whose past fits into so many bytes are decoded together, however large the model. */
const PAST_BYTES = 128 * 1024 * 1024;
const USUAL_STEPS = 64;
const MOST_ROWS = 128;
/** New sentences come in when this part of the rows is free: fewer at a time would hardly fill a run while they catch up. */
const FREE_PART = 1 / 3;

export class Batcher {
  readonly #model: MarianModel;
  readonly #mostRows: number;
  #waiting: Job[] = [];
  #cohorts: Cohort<Job>[] = [];
  #isRunning = false;

  constructor(model: MarianModel) {
    this.#model = model;
    this.#mostRows = model.isBatchable ? rowsFor(model) : 1;
  }

  decode(request: Request): Promise<Found> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...request, resolve, reject });
      if (this.#isRunning) return;
      this.#isRunning = true;
      // Whoever asks in the same turn comes into the same batch.
      setImmediate(() => void this.#run());
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length + this.#cohorts.length > 0) {
      await this.#admit();
      const cohort = this.#next();
      if (cohort) await this.#step(cohort);
    }
    this.#isRunning = false;
  }

  /** Starts a cohort when there is room for it, or somebody who should not have to wait for room. */
  async #admit(): Promise<void> {
    const urgent = this.#waiting.filter(({ isUrgent }) => isUrgent);
    const free = this.#mostRows - this.#cohorts.reduce((sum, { room }) => sum + room, 0);
    const isUrgentUnderWay = this.#cohorts.some(isUrgentCohort);
    if (urgent.length > 0 && !isUrgentUnderWay) await this.#start(alike(urgent, this.#mostRows));
    else if (this.#waiting.length > 0 && (this.#cohorts.length === 0 || (this.#model.isBatchable && free >= this.#mostRows * FREE_PART)))
      await this.#start(alike(urgent.length > 0 ? urgent : this.#waiting, free));
  }

  async #start(jobs: Job[]): Promise<void> {
    this.#waiting = this.#waiting.filter((job) => !jobs.includes(job));
    try {
      for (const { onStep } of jobs) onStep();
      this.#cohorts.push(await Cohort.start(this.#model, jobs));
    } catch (error) {
      for (const { reject } of jobs) reject(error);
    }
  }

  /** The one behind the others goes on until it has caught up with them. */
  #next(): Cohort<Job> | undefined {
    const urgent = this.#cohorts.filter(isUrgentCohort);
    return (urgent.length > 0 ? urgent : this.#cohorts).reduce<Cohort<Job> | undefined>(
      (last, cohort) => (last === undefined || cohort.length < last.length ? cohort : last),
      undefined,
    );
  }

  async #step(cohort: Cohort<Job>): Promise<void> {
    try {
      for (const { onStep } of cohort.works) onStep();
      for (const { work, found } of await cohort.step()) work.resolve(found);
      this.#join(cohort);
    } catch (error) {
      for (const { reject } of cohort.works) reject(error);
      this.#cohorts = this.#cohorts.filter((other) => other !== cohort);
    }
    this.#cohorts = this.#cohorts.filter(({ isDone }) => !isDone);
  }

  #join(cohort: Cohort<Job>): void {
    if (cohort.isDone || !this.#model.isBatchable) return;
    const caughtUp = this.#cohorts.find(
      (other) => other !== cohort && other.length === cohort.length && other.isStrict === cohort.isStrict && isUrgentCohort(other) === isUrgentCohort(cohort),
    );
    caughtUp?.join(cohort);
  }
}

function isUrgentCohort({ works }: Cohort<Job>): boolean {
  return works.some(({ isUrgent }) => isUrgent);
}

/** The one that has waited longest and those most like it in length, as many as fit into `rows`; at least that one. */
function alike(waiting: readonly Job[], rows: number): Job[] {
  const [first, ...others] = waiting;
  if (!first) return [];
  const distance = (job: Job) => Math.abs(job.source.length - first.source.length);
  const chosen = [first];
  let used = first.beams;
  for (const job of others.filter(({ isStrict }) => isStrict === first.isStrict).sort((a, b) => distance(a) - distance(b))) {
    used += job.beams;
    if (used > rows) break;
    chosen.push(job);
  }
  return chosen;
}

function rowsFor({ decoder, shape }: MarianModel): number {
  const tensors = decoder.inputNames.filter((name) => name.includes('.decoder.')).length;
  const bytesPerStep = tensors * shape.d_model * Float32Array.BYTES_PER_ELEMENT;
  return Math.max(8, Math.min(MOST_ROWS, Math.floor(PAST_BYTES / (bytesPerStep * USUAL_STEPS))));
}
