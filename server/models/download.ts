/** The download of the one model that may be downloaded: only when somebody asks for it, one at a time, and it can be cut off at any moment. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rename, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { dtypesAmong, MANIFEST, neededFiles, PLAIN_FILES, type Dtype } from '../drafts/service.ts';
import { DOWNLOADED_NAME, REPOSITORY, writeWhole } from './choice.ts';
import { diskError, fetchFile } from './fetch-file.ts';
import { askForFiles, DownloadError, Plan, type HubFile, type HubOptions, type Listing } from './hub.ts';

export type DownloadState = 'none' | 'listed' | 'running' | 'broken' | 'done';

/** A kind of files that can be had, and how large it is. */
export interface Offer {
  dtype: Dtype;
  bytes: number;
}

export interface DownloadStatus {
  state: DownloadState;
  /** Where the files come from; shown before anything is asked. */
  address: string;
  /** What the hub has, once it was asked. */
  offers: Offer[];
  licence: string | null;
  /** Bytes that are there, and in all. */
  received: number;
  total: number;
  problem: DownloadError | null;
}

export interface DownloadOptions {
  /** Folder of downloaded models. */
  folder: string;
  hub: HubOptions;
  pausesMs?: readonly number[];
}

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];
const PLAN = 'plan.json';
/** Room to be left on the disk. */
const SPARE_BYTES = 50 * 1024 * 1024;
/** What the whole model is known to reach; the measurement is of its makers’ full files. */
const REACH = [{ set: 'FLORES dev, full precision (fp32)', bleu: 34 }];

export class Download {
  readonly #options: DownloadOptions;
  readonly #whole: string;
  readonly #partial: string;
  #listing: Listing | null = null;
  #problem: DownloadError | null = null;
  #received = new Map<string, number>();
  #total = 0;
  #running: { ended: Promise<void>; stop: AbortController } | null = null;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.#whole = path.join(options.folder, DOWNLOADED_NAME);
    this.#partial = path.join(options.folder, `.${DOWNLOADED_NAME}.partial`);
    const plan = this.#plan();
    if (plan) this.#count(plan);
  }

  get status(): DownloadStatus {
    const received = [...this.#received.values()].reduce((sum, bytes) => sum + bytes, 0);
    const { hub } = this.#options;
    return {
      state: this.#state(),
      address: `${hub.address}/${REPOSITORY}`,
      offers: this.#listing ? offersOf(this.#listing.files) : [],
      licence: this.#listing?.licence ?? null,
      received,
      total: this.#total,
      problem: this.#problem,
    };
  }

  /** Asks the hub what there is. @throws {DownloadError} */
  async ask(signal = new AbortController().signal): Promise<void> {
    this.#problem = null;
    try {
      const listing = await askForFiles(this.#options.hub, signal);
      if (offersOf(listing.files).length === 0) throw new DownloadError('list', { address: this.#options.hub.address });
      this.#listing = listing;
    } catch (error) {
      this.#problem = error instanceof DownloadError ? error : null;
      throw error;
    }
  }

  /**
   * Begins to fetch these files, or goes on with what was broken off. Resolves when the download has begun; {@link ended} tells when it is over.
   * @throws {DownloadError} before anything was asked: there is no room, or the model is there already.
   */
  async start(dtype: Dtype): Promise<void> {
    if (this.#running) return;
    if (existsSync(this.#whole)) throw new DownloadError('exists', { folder: this.#whole });
    const plan = this.#plan() ?? this.#newPlan(dtype);
    this.#count(plan);
    await this.#requireRoom(plan);
    this.#problem = null;
    const stop = new AbortController();
    this.#running = { stop, ended: this.#run(plan, stop.signal) };
  }

  /** Resolves when nothing is being downloaded; what went wrong is in the status. */
  async ended(): Promise<void> {
    await this.#running?.ended;
  }

  /** Stops, and keeps what has come: it goes on from there. */
  async pause(): Promise<void> {
    this.#running?.stop.abort();
    await this.ended();
  }

  /** Stops, and throws away what has come. */
  async cancel(): Promise<void> {
    await this.pause();
    await rm(this.#partial, { recursive: true, force: true });
    this.#received.clear();
    this.#total = 0;
    this.#problem = null;
    this.#listing = null;
  }

  #state(): DownloadState {
    if (this.#running) return 'running';
    if (existsSync(this.#whole)) return 'done';
    if (existsSync(path.join(this.#partial, PLAN))) return 'broken';
    return this.#listing ? 'listed' : 'none';
  }

  async #run(plan: Plan, signal: AbortSignal): Promise<void> {
    try {
      await mkdir(this.#partial, { recursive: true });
      writeWhole(path.join(this.#partial, PLAN), JSON.stringify(plan));
      const hashes: Record<string, string> = {};
      for (const file of plan.files) hashes[file.name] = await this.#fetch(file, plan, signal);
      await this.#finish(plan, hashes);
      this.#listing = null;
    } catch (error) {
      if (!signal.aborted) this.#problem = error instanceof DownloadError ? error : diskError(error);
      this.#options.hub.log.warn({ error: String(error) }, 'a model was not downloaded');
    } finally {
      this.#running = null;
    }
  }

  #fetch(file: HubFile, { revision }: Plan, signal: AbortSignal): Promise<string> {
    const { hub, pausesMs = PAUSES_MS } = this.#options;
    const onBytes = (bytes: number) => void this.#received.set(file.name, bytes);
    return fetchFile(file, { hub, revision, folder: this.#partial, signal, onBytes, pausesMs });
  }

  /** The folder gets its name when everything in it is whole. */
  async #finish({ licence, revision, source }: Plan, files: Record<string, string>): Promise<void> {
    const manifest = { ...(licence ? { licence } : {}), source: `${source}/tree/${revision}`, reach: REACH, files };
    writeWhole(path.join(this.#partial, MANIFEST), JSON.stringify(manifest, null, 2));
    await rm(path.join(this.#partial, PLAN));
    await rename(this.#partial, this.#whole);
  }

  #newPlan(dtype: Dtype): Plan {
    const listing = this.#listing;
    if (!listing || !offersOf(listing.files).some((offer) => offer.dtype === dtype)) throw new DownloadError('list', { address: this.#options.hub.address });
    const files = filesFor(dtype, listing.files);
    return { source: `${this.#options.hub.address}/${REPOSITORY}`, revision: listing.revision, licence: listing.licence, dtype, files };
  }

  /** What was begun earlier; null when nothing was. */
  #plan(): Plan | null {
    try {
      return Plan.parse(JSON.parse(readFileSync(path.join(this.#partial, PLAN), 'utf8')));
    } catch {
      return null;
    }
  }

  #count({ files }: Plan): void {
    this.#total = bytesOf(files);
    this.#received = new Map(files.map(({ bytes, name }) => [name, Math.min(bytes, statSync(path.join(this.#partial, name), { throwIfNoEntry: false })?.size ?? 0)]));
  }

  async #requireRoom({ files }: Plan): Promise<void> {
    await mkdir(this.#options.folder, { recursive: true });
    const { bavail, bsize } = await statfs(this.#options.folder);
    const needed = bytesOf(files) - this.status.received + SPARE_BYTES;
    if (bavail * bsize < needed) throw new DownloadError('noRoom');
  }
}

/** The kinds of files that the hub has whole, with what each weighs. */
function offersOf(files: readonly HubFile[]): Offer[] {
  const names = files.map(({ name }) => name);
  if (PLAIN_FILES.some((file) => !names.includes(file))) return [];
  return dtypesAmong(names).map((dtype) => ({ dtype, bytes: bytesOf(filesFor(dtype, files)) }));
}

/** Only what the model cannot do without, and what says who made it. */
function filesFor(dtype: Dtype, files: readonly HubFile[]): HubFile[] {
  const names = files.map(({ name }) => name);
  const wanted = [...neededFiles(dtype, names), 'README.md', 'LICENSE'];
  return files.filter(({ name }) => wanted.includes(name));
}

function bytesOf(files: readonly HubFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
