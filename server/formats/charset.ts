/** Bytes of text files → text, and in which encoding they were. Strict: what cannot be read without guessing letters is refused with the reason. */
import { AppError } from '../errors.ts';
import { problemOfText } from '../core/language/well-formed.ts';
import type { Encoding, ImportedFile, SourceFile } from './format.ts';
import { binaryKind, looksBinary } from './binary.ts';
import { likelyArabicEncoding } from './likely-encoding.ts';

/** Encodings by their proper names. */
const NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1256': 'Windows-1256',
  'iso-8859-6': 'ISO-8859-6',
};

export const ENCODINGS = Object.keys(NAMES) as Encoding[];

export interface DecodedText {
  /** Without the byte order mark. */
  text: string;
  encoding: Encoding;
  certainty: ImportedFile['encodingCertainty'];
  hasBom: boolean;
  /** Characters that were lost before the file came here (U+FFFD in it). */
  lostCharacters: number;
}

/**
 * Reads a text file. The person's choice of encoding wins, then a byte order mark, the pattern of UTF-16, validity as UTF-8,
 * what the file says of itself, and last the frequency of letters.
 * @param declared the label a format found in the file, such as a charset of HTML; one we do not know is ignored
 * @throws {AppError} `invalid` or `unsupported` with a key below `import.`
 */
export function decodeFile(file: SourceFile, declared?: string): DecodedText {
  const { name, bytes } = file;
  if (bytes.length === 0) throw new AppError('invalid', 'import.empty', { values: { name } });
  const kind = binaryKind(bytes);
  if (kind) throw new AppError('unsupported', 'import.binary', { values: { name, kind } });
  const found: Detected = file.encoding ? { encoding: file.encoding, certainty: 'marked' } : detectEncoding(file, declared);
  const decoded = decodeStrictly(bytes, found.encoding);
  if (!decoded) throw unreadable(file, found.encoding);
  const { text, hasBom } = decoded;
  if (looksBinary(text)) throw file.encoding ? unreadable(file, file.encoding) : new AppError('unsupported', 'import.binaryUnknown', { values: { name } });
  const problem = problemOfText(text);
  if (problem) throw new AppError('invalid', problem === 'nul' ? 'import.nul' : 'import.loneSurrogate', { values: { name } });
  return { text, encoding: found.encoding, certainty: found.certainty, hasBom, lostCharacters: text.split('\ufffd').length - 1 };
}

/**
 * The text of bytes that {@link decodeFile} accepted before, without the byte order mark.
 * @throws {AppError} `invalid` (`import.broken`) when they are not in that encoding
 */
export function decodeAs(bytes: Uint8Array, encoding: Encoding): { text: string; hasBom: boolean } {
  const decoded = decodeStrictly(bytes, encoding);
  if (!decoded) throw new AppError('invalid', 'import.broken', { values: { name: '', encoding: NAMES[encoding] } });
  return decoded;
}

/** UTF-8, with a byte order mark when asked for. */
export function encodeUtf8(text: string, hasBom: boolean): Uint8Array {
  return new TextEncoder().encode(hasBom ? `\ufeff${text}` : text);
}

interface Detected {
  encoding: Encoding;
  certainty: ImportedFile['encodingCertainty'];
}

/**
 * The encoding of a text file's bytes.
 * @throws {AppError} `unsupported` (`import.encodingUnknown`) when it is none of {@link ENCODINGS}, `invalid` (`import.broken`) for damaged UTF-8
 */
export function detectEncoding({ name, bytes }: SourceFile, declared?: string): Detected {
  const marked = byMark(bytes);
  if (marked === 'utf-32') throw new AppError('unsupported', 'import.encodingUnknown', { values: { name } });
  if (marked) return { encoding: marked, certainty: 'marked' };
  // Before UTF-8: Arabic in UTF-16 is valid UTF-8 full of controls.
  const wide = byUtf16Pattern(bytes);
  if (wide) return { encoding: wide, certainty: 'likely' };
  if (decodeStrictly(bytes, 'utf-8')) return { encoding: 'utf-8', certainty: 'valid' };
  if (isDamagedUtf8(bytes)) throw new AppError('invalid', 'import.broken', { values: { name, encoding: NAMES['utf-8'] } });
  const said = knownEncoding(declared);
  if (said && decodeStrictly(bytes, said)) return { encoding: said, certainty: 'marked' };
  const likely = likelyArabicEncoding(bytes);
  if (!likely) throw new AppError('unsupported', 'import.encodingUnknown', { values: { name } });
  return { encoding: likely, certainty: 'likely' };
}

/** First bytes → encoding; the longer marks first, since UTF-32 begins like UTF-16. */
const MARKS: readonly [mark: string, encoding: Encoding | 'utf-32'][] = [
  ['fffe0000', 'utf-32'],
  ['0000feff', 'utf-32'],
  ['efbbbf', 'utf-8'],
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
];

function byMark(bytes: Uint8Array): Encoding | 'utf-32' | null {
  const head = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return MARKS.find(([mark]) => head.startsWith(mark))?.[1] ?? null;
}

/** In UTF-16 the high byte of Arabic letters is 6 and that of Latin ones 0; neither stands in other text. */
function byUtf16Pattern(bytes: Uint8Array): Encoding | null {
  const seen = bytes.subarray(0, 8192);
  const hits: [number, number] = [0, 0];
  seen.forEach((byte, index) => {
    if (byte === 0 || byte === 6) hits[(index & 1) as 0 | 1]++;
  });
  const units = seen.length / 2;
  const isHigh = (parity: 0 | 1) => hits[parity] > units * 0.5 && hits[(1 - parity) as 0 | 1] < units * 0.2;
  if (isHigh(1)) return 'utf-16le';
  return isHigh(0) ? 'utf-16be' : null;
}

/** Labels of the single-byte encodings; what calls itself UTF-16 in letters one can read is not. */
const LABELS: Record<string, Encoding> = {
  'windows-1256': 'windows-1256',
  cp1256: 'windows-1256',
  'x-cp1256': 'windows-1256',
  'iso-8859-6': 'iso-8859-6',
  arabic: 'iso-8859-6',
  asmo_708: 'iso-8859-6',
  'asmo-708': 'iso-8859-6',
};

function knownEncoding(label: string | undefined): Encoding | null {
  return LABELS[label?.trim().toLowerCase() ?? ''] ?? null;
}

/** Mostly good sequences of UTF-8 and a few bad ones: cut off or damaged, and not in a single-byte encoding, where good ones are rare. */
function isDamagedUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const bad = text.split('\ufffd').length - 1;
  const good = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  return good >= 4 * bad;
}

function decodeStrictly(bytes: Uint8Array, encoding: Encoding): { text: string; hasBom: boolean } | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    const hasBom = text.startsWith('\ufeff');
    return { text: hasBom ? text.slice(1) : text, hasBom };
  } catch {
    return null;
  }
}

function unreadable({ name, bytes, encoding: chosen }: SourceFile, encoding: Encoding): AppError {
  if (chosen) return new AppError('invalid', 'import.notThatEncoding', { values: { name, encoding: NAMES[encoding] } });
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be';
  const key = isWide && bytes.length % 2 === 0 ? 'import.loneSurrogate' : 'import.broken';
  return new AppError('invalid', key, { values: { name, encoding: NAMES[encoding] } });
}
