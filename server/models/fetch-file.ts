/** One file of a model, from wherever an earlier attempt was cut off. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { addressOfFile, DownloadError, request, type HubFile, type HubOptions } from './hub.ts';

export interface FetchOptions {
  hub: HubOptions;
  revision: string;
  /** Folder that the file's path starts in. */
  folder: string;
  signal: AbortSignal;
  /** Called with the bytes of this file that are there. */
  onBytes: (bytes: number) => void;
  /** Before the nth new attempt in a row that brought nothing; as many as there are. */
  pausesMs: readonly number[];
}

/**
 * Leaves the whole file in the folder, its hash compared with the hub's.
 * @returns its SHA-256. @throws {DownloadError}; what has come so far stays, but for a file with the wrong hash.
 */
export async function fetchFile(file: HubFile, options: FetchOptions): Promise<string> {
  const place = path.join(options.folder, file.name);
  await mkdir(path.dirname(place), { recursive: true });
  await fetchRest(file, place, options);
  const { sha256, gitSha1 } = await hashesOfFile(place, file.bytes);
  if (file.sha256 === null ? file.gitSha1 === gitSha1 : file.sha256 === sha256) return sha256;
  await rm(place);
  options.onBytes(0);
  throw new DownloadError('wrongHash', { file: file.name });
}

/** A cut connection is tried again as long as each attempt brings something, and a few times more. */
async function fetchRest(file: HubFile, place: string, options: FetchOptions): Promise<void> {
  let pauses = [...options.pausesMs];
  let before = await sizeOf(place);
  for (;;)
    try {
      options.onBytes(Math.min(before, file.bytes));
      if (before === file.bytes) return;
      await fetchOnce(file, before, { ...options, place });
      before = await sizeOf(place);
      if (before === file.bytes) return;
      throw new DownloadError('cut', { file: file.name });
    } catch (error) {
      if (!isTransient(error)) throw error;
      const now = await sizeOf(place);
      if (now > before) pauses = [...options.pausesMs];
      before = now;
      const pause = pauses.shift();
      if (pause === undefined) throw error;
      await sleep(pause, options.signal);
    }
}

const BUSY = [408, 429, 500, 502, 503, 504];

function isTransient(error: unknown): boolean {
  if (!(error instanceof DownloadError)) return false;
  return error.reason === 'cut' || error.reason === 'unreachable' || (error.reason === 'refused' && BUSY.includes(Number(error.values['status'])));
}

/** Appends what is missing after `start`; begins anew where the server sends the whole. */
async function fetchOnce(file: HubFile, start: number, options: FetchOptions & { place: string }): Promise<void> {
  const { hub, place, revision, signal } = options;
  if (start > file.bytes) await truncate(place, 0);
  const from = start > file.bytes ? 0 : start;
  const answer = await request(hub, addressOfFile(hub, revision, file.name), { signal, headers: from > 0 ? { range: `bytes=${from}-` } : {} });
  const isRest = isRestFrom(answer, from);
  if (answer.status !== 200 && !isRest) {
    await answer.body?.cancel();
    throw await refusalOf(answer.status, { file, hub, place });
  }
  const handle = await open(place, isRest ? 'a' : 'w');
  try {
    await writeAll(answer, handle, { ...options, file, from: isRest ? from : 0 });
  } finally {
    await handle.close();
  }
}

function isRestFrom(answer: Response, from: number): boolean {
  return answer.status === 206 && (answer.headers.get('content-range') ?? '').startsWith(`bytes ${from}-`);
}

/** A range that does not fit is tried again without one. */
async function refusalOf(status: number, { file, hub, place }: { file: HubFile; hub: HubOptions; place: string }): Promise<DownloadError> {
  if (status !== 206 && status !== 416) return new DownloadError('refused', { address: hub.address, status });
  await truncate(place, 0);
  return new DownloadError('cut', { file: file.name });
}

async function writeAll(answer: Response, handle: FileHandle, { file, from, hub, onBytes, signal }: FetchOptions & { file: HubFile; from: number }): Promise<void> {
  let bytes = from;
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), hub.silenceMs, { file, signal });
      if (done) break;
      await write(handle, value);
      bytes += value.byteLength;
      if (bytes > file.bytes) throw new DownloadError('wrongHash', { file: file.name });
      onBytes(bytes);
    }
    await handle.sync().catch((error: unknown) => {
      throw diskError(error);
    });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A stream that stops without ending is as good as cut. */
async function inTime<T>(reading: Promise<T>, silenceMs: number, { file, signal }: { file: HubFile; signal: AbortSignal }): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('silence')), silenceMs);
  });
  try {
    return await Promise.race([reading, silence]);
  } catch (error) {
    signal.throwIfAborted();
    throw new DownloadError('cut', { file: file.name }, error);
  } finally {
    clearTimeout(timer);
  }
}

async function write(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  try {
    await handle.writeFile(bytes);
  } catch (error) {
    throw diskError(error);
  }
}

const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** What an error of the disk means to whoever waits for the download. */
export function diskError(error: unknown): DownloadError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return NO_ROOM.includes(code) ? new DownloadError('noRoom', {}, error) : new DownloadError('disk', { reason: code || String(error) }, error);
}

async function hashesOfFile(place: string, bytes: number): Promise<{ sha256: string; gitSha1: string }> {
  const sha256 = createHash('sha256');
  // How Git names a content: its kind and length go before it.
  const git = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(place)) {
    sha256.update(chunk as Buffer);
    git.update(chunk as Buffer);
  }
  return { sha256: sha256.digest('hex'), gitSha1: git.digest('hex') };
}

async function sizeOf(place: string): Promise<number> {
  return (await stat(place).catch(() => null))?.size ?? 0;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
