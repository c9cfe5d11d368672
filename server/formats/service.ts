/** Files are read and written in a thread of their own: a long one takes seconds, and one event loop serves everybody. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { AppError, type ErrorCode } from '../errors.ts';
import { runInTurns } from '../http/turns.ts';
import type { ExportRequest, Format, ImportedFile, SourceFile } from './format.ts';
import { formatById, formatFor } from './registry.ts';

export type FormatTask = { kind: 'read'; file: SourceFile } | { kind: 'write'; formatId: string; request: ExportRequest };

export interface ReadContent {
  formatId: string;
  content: ImportedFile;
}

/** What an {@link AppError} is made of again on this side. */
export interface Refusal {
  code: ErrorCode;
  key: string;
  values: AppError['values'];
  details: AppError['details'];
}

export type FormatAnswer = { read: ReadContent } | { written: Uint8Array } | { refusal: Refusal } | { error: string };

/** A text of this many bytes is read sooner than a thread starts; a packed file may hold a hundred times its length. */
const SMALL_BYTES = 32 * 1024;
/** Longest time for one file. */
const PATIENCE_MS = 60_000;
const LIMITS = { maxOldGenerationSizeMb: 1024 };
const THREADS = 2;

/**
 * Who reads the file, and what is in it.
 * @throws {AppError} as {@link formatFor} and `Format.read` do; `import.tooMuchMarkup` when it takes too much time or memory
 */
export async function readBeside(file: SourceFile): Promise<{ format: Format; content: ImportedFile }> {
  const format = formatFor(file);
  if (!isLong(format, file.bytes)) return { format, content: format.read(file) };
  const { name, encoding } = file;
  const tooMuch = (cause: unknown) => new AppError('invalid', 'import.tooMuchMarkup', { values: { name }, cause });
  const answer = await inTurn({ kind: 'read', file: { name, bytes: new Uint8Array(file.bytes), ...(encoding && { encoding }) } }, tooMuch);
  if (!('read' in answer)) throw new Error('the thread that reads files answered something else');
  return { format: formatById(answer.read.formatId), content: answer.read.content };
}

/** The file in the target language; see `Format.write`. */
export async function writeBeside(format: Format, request: ExportRequest): Promise<Uint8Array> {
  if (!isLong(format, request.original)) return format.writeInSteps ? runInTurns(format.writeInSteps(request)) : format.write(request);
  const task: FormatTask = { kind: 'write', formatId: format.id, request: { ...request, original: new Uint8Array(request.original) } };
  const answer = await inTurn(task, (cause) => new Error(`a file of the format ${format.id} could not be written`, { cause }));
  if (!('written' in answer)) throw new Error('the thread that writes files answered something else');
  return answer.written;
}

function program(): string {
  return fileURLToPath(new URL('./format-worker.js', import.meta.url));
}

/** In dist/ the thread's program lies beside this one; the sources do everything in this thread. */
function isLong(format: Format, bytes: Uint8Array): boolean {
  return (format.isBinary === true || bytes.length > SMALL_BYTES) && existsSync(program());
}

const waiting: (() => void)[] = [];
let running = 0;

/** Few threads at once, so that many files do not take the machine from everybody else. @param tooMuch what is thrown when the thread gives up */
async function inTurn(task: FormatTask, tooMuch: (cause: unknown) => Error): Promise<FormatAnswer> {
  if (running >= THREADS) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await run(task, tooMuch);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function run(task: FormatTask, tooMuch: (cause: unknown) => Error): Promise<FormatAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program(), { workerData: task, resourceLimits: LIMITS });
    worker.unref();
    const timer = setTimeout(() => {
      reject(tooMuch(new Error(`longer than ${PATIENCE_MS} ms`)));
      void worker.terminate();
    }, PATIENCE_MS);
    worker.once('message', (answer: FormatAnswer) => {
      if ('refusal' in answer) reject(appErrorOf(answer.refusal));
      else if ('error' in answer) reject(new Error(answer.error));
      else resolve(answer);
    });
    worker.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(error) : error));
    worker.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the thread that reads and writes files ended with ${code}`));
    });
  });
}

function appErrorOf({ code, key, values, details }: Refusal): AppError {
  return new AppError(code, key, { values, details });
}
