/** Reads a form with files as it streams in. Everything stays in memory: an upload that breaks off leaves nothing behind. */
import type { IncomingMessage } from 'node:http';
import busboy, { type Busboy, type FileInfo } from 'busboy';
import { AppError } from '../errors.ts';

export interface SentFile {
  /** The last part of the name it was sent with, for showing; never a path. */
  name: string;
  bytes: Uint8Array;
}

export interface SentForm {
  fields: Record<string, string>;
  files: SentFile[];
}

/** What is wrong with a form, and the fields that were read before, so that the page can be shown again with what was typed. */
export class FormError extends AppError {
  readonly fields: Record<string, string>;

  constructor({ code, key, values, details }: AppError, fields: Record<string, string>) {
    super(code, key, { values, details });
    this.fields = fields;
  }
}

export interface MultipartLimits {
  /** Longest file, and longest text field. */
  maxBytes: number;
  maxFiles: number;
}

const MAX_FIELDS = 60;
const LONGEST_NAME = 200;
/** All parts together, over the longest file. */
const TOTAL_FACTOR = 2;
const OVERHEAD_BYTES = 1_048_576;
const FORBIDDEN_FIELDS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * The fields and files of a multipart form. Files are those of the field `files`; a file field left empty is none.
 * @throws {FormError} `too-large` (`import.tooLarge`, `import.tooManyFiles`), `invalid` (`import.cutOff`, `import.malformed`)
 */
export function readMultipart(req: IncomingMessage, limits: MultipartLimits): Promise<SentForm> {
  return new Promise((resolve, reject) => new FormReader(req, limits, { resolve, reject }).start());
}

class FormReader {
  readonly #req: IncomingMessage;
  readonly #limits: MultipartLimits;
  readonly #resolve: (form: SentForm) => void;
  readonly #reject: (error: FormError) => void;
  readonly #fields = new Map<string, string>();
  readonly #files: SentFile[] = [];
  #parser: Busboy | null = null;
  #received = 0;
  /** What will be answered once everything was read: the form was understood and a part of it is too long. */
  #refusal: AppError | null = null;

  constructor(req: IncomingMessage, limits: MultipartLimits, { resolve, reject }: { resolve: (form: SentForm) => void; reject: (error: FormError) => void }) {
    this.#req = req;
    this.#limits = limits;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { maxBytes, maxFiles } = this.#limits;
    const limits = {
      fileSize: maxBytes,
      fieldSize: maxBytes,
      files: maxFiles,
      fields: MAX_FIELDS,
      fieldNameSize: 100,
      headerPairs: 20,
      parts: maxFiles + MAX_FIELDS,
    };
    try {
      this.#parser = busboy({ headers: this.#req.headers, defParamCharset: 'utf8', limits });
    } catch {
      return this.#fail(malformed());
    }
    this.#listen(this.#parser);
    this.#req.on('data', (chunk: Buffer) => this.#count(chunk.length));
    this.#req.on('close', () => {
      if (!this.#req.complete) this.#fail(new AppError('invalid', 'import.cutOff'));
    });
    this.#req.on('error', () => this.#fail(new AppError('invalid', 'import.cutOff')));
    this.#req.pipe(this.#parser);
  }

  #listen(parser: Busboy): void {
    const { maxFiles } = this.#limits;
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => this.#addField(name, value, nameTruncated || valueTruncated));
    parser.on('file', (name, stream, info) => this.#addFile(name, stream, info));
    parser.on(
      'filesLimit',
      () => (this.#refusal ??= new AppError('too-large', 'import.tooManyFiles', { values: { limit: maxFiles }, details: { field: 'files' } })),
    );
    parser.on('fieldsLimit', () => (this.#refusal ??= malformed()));
    parser.on('partsLimit', () => (this.#refusal ??= malformed()));
    parser.on('error', () => this.#fail(new AppError('invalid', 'import.cutOff')));
    parser.on('close', () => this.#finish());
  }

  #addField(name: string, value: string, isTruncated: boolean): void {
    if (isTruncated) this.#refusal ??= this.#tooLarge('', name);
    else if (FORBIDDEN_FIELDS.has(name) || this.#fields.has(name)) this.#refusal ??= malformed();
    else this.#fields.set(name, value);
  }

  #addFile(name: string, stream: NodeJS.ReadableStream, { filename }: FileInfo): void {
    const chunks: Buffer[] = [];
    const fileName = cleanName(filename);
    if (name !== 'files') this.#refusal ??= malformed();
    stream.on('limit', () => (this.#refusal ??= this.#tooLarge(fileName, 'files')));
    stream.on('data', (chunk: Buffer) => {
      if (!this.#refusal) chunks.push(chunk);
    });
    stream.on('end', () => {
      const bytes = Buffer.concat(chunks);
      if (fileName !== '' || bytes.length > 0) this.#files.push({ name: fileName, bytes });
    });
  }

  #count(bytes: number): void {
    this.#received += bytes;
    if (this.#received > this.#limits.maxBytes * TOTAL_FACTOR + OVERHEAD_BYTES) this.#fail(this.#tooLarge('', 'files'));
  }

  #finish(): void {
    if (this.#refusal) this.#reject(new FormError(this.#refusal, Object.fromEntries(this.#fields)));
    else this.#resolve({ fields: Object.fromEntries(this.#fields), files: this.#files });
  }

  /** Gives up at once; what still comes in is let through unread, so that the answer can be seen. */
  #fail(error: AppError): void {
    this.#reject(new FormError(error, Object.fromEntries(this.#fields)));
    if (this.#parser) this.#req.unpipe(this.#parser);
    this.#req.resume();
  }

  #tooLarge(name: string, field: string): AppError {
    const limit = Math.max(0.001, Math.round((this.#limits.maxBytes / 1024 / 1024) * 1000) / 1000);
    return new AppError('too-large', 'import.tooLarge', { values: { name, limit }, details: { field } });
  }
}

function malformed(): AppError {
  return new AppError('invalid', 'import.malformed');
}

/** Without folders, controls and characters that turn the direction of what follows. Browsers send quotes and line ends as %22, %0D and %0A. */
function cleanName(sent: string | undefined): string {
  const last = (sent ?? '').split(/[/\\]/).at(-1) ?? '';
  return last
    .replaceAll('%22', '"')
    .replace(/%0[DA]/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu, '')
    .trim()
    .slice(-LONGEST_NAME)
    .replace(/^[\udc00-\udfff]/, '');
}
