/** Zip archives that nobody has vouched for. Limits are held against the directory before anything is unpacked. */
import { crc32, inflateRawSync } from 'node:zlib';

/** Why an archive is refused. */
export type ZipFault = 'broken' | 'encrypted' | 'too-large' | 'suspicious';

export class ZipError extends Error {
  readonly fault: ZipFault;

  constructor(fault: ZipFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** One entry as the archive keeps it. */
export interface ZipEntry {
  /** Path with `/`, relative, without `..`. */
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  /** Bytes as kept, and once unpacked. */
  packed: Uint8Array;
  size: number;
  /** MS-DOS date and time, as kept. */
  modified: number;
}

const MAX_ENTRIES = 2_000;
const MAX_TOTAL_BYTES = 50 * 1024 * 1024;
const MAX_RATIO = 100;
/** Small parts may be as empty as they like: they do no harm. */
const RATIO_MATTERS_FROM = 65_536;

const END_SIGNATURE = 0x06054b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_LENGTH = 22;
const LONG_END_SIGNATURE = 0x06064b50;
const LONG_END_PLACE_SIGNATURE = 0x07064b50;
const LONG_END_PLACE_LENGTH = 20;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;
const ENCRYPTED = 0x2041;
const UTF8_NAMES = 0x0800;
/** Type bits of a Unix mode for a symbolic link. */
const SYMLINK = 0o12;

/**
 * The entries of an archive in the order of its directory; folders are left out. Nothing is unpacked.
 * @throws {ZipError} when it is damaged, encrypted, larger than the limits, or built to deceive
 */
export function readZip(bytes: Uint8Array): Map<string, ZipEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { count, start, end } = directoryOf(view);
  const entries = new Map<string, ZipEntry>();
  const names = new Set<string>();
  const places: { from: number; to: number }[] = [];
  let [at, total] = [start, 0];
  for (let index = 0; index < count; index++) {
    const header = readHeader(bytes, view, { at, end });
    at = header.next;
    total += header.size;
    if (total > MAX_TOTAL_BYTES) throw new ZipError('too-large', 'unpacks to more than the limit');
    if (names.has(header.name.toLowerCase())) throw new ZipError('suspicious', `two entries are called ${header.name}`);
    names.add(header.name.toLowerCase());
    const place = placeOf(view, header, start);
    places.push({ from: header.offset, to: place.to });
    if (!header.name.endsWith('/')) entries.set(header.name, { ...fieldsOf(header), packed: bytes.subarray(place.from, place.to) });
  }
  if (at !== end) throw new ZipError('broken', 'the directory is longer than its entries');
  refuseOverlaps(places);
  return entries;
}

/**
 * The content of an entry.
 * @throws {ZipError} when it is not what the directory says: another length, another checksum, no deflate stream
 */
export function unpack(entry: ZipEntry): Uint8Array {
  const content = entry.method === 0 ? entry.packed : inflate(entry);
  if (content.length !== entry.size) throw new ZipError('suspicious', `${entry.name} has another length than it says`);
  if (crc32(content) !== entry.crc) throw new ZipError('broken', `${entry.name} is damaged`);
  return content;
}

function inflate({ name, packed, size }: ZipEntry): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    const isLonger = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ZipError(isLonger ? 'suspicious' : 'broken', `${name} cannot be unpacked`);
  }
}

interface Directory {
  count: number;
  start: number;
  end: number;
}

function directoryOf(view: DataView): Directory {
  const at = endRecord(view);
  const [disk, startDisk, here, count] = [4, 6, 8, 10].map((offset) => view.getUint16(at + offset, true)) as [number, number, number, number];
  const [length, start] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
  if (disk !== 0 || startDisk !== 0 || here !== count) throw new ZipError('suspicious', 'is one disk of several');
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) throw new ZipError('suspicious', 'is a zip64 archive');
  if (count > MAX_ENTRIES) throw new ZipError('too-large', 'has more entries than the limit');
  const end = longEndRecord(view, at) ?? at;
  if (start + length !== end) throw new ZipError('broken', 'its directory is not where it says');
  return { count, start, end };
}

/** Where the second end record lies that some programs write for archives of any size; undefined without one. It says the same in longer numbers. */
function longEndRecord(view: DataView, end: number): number | undefined {
  const place = end - LONG_END_PLACE_LENGTH;
  if (place < 0 || view.getUint32(place, true) !== LONG_END_PLACE_SIGNATURE) return undefined;
  const [disk, at, disks] = [view.getUint32(place + 4, true), Number(view.getBigUint64(place + 8, true)), view.getUint32(place + 16, true)];
  if (disk !== 0 || disks > 1) throw new ZipError('suspicious', 'is one disk of several');
  if (at + 4 > place || view.getUint32(at, true) !== LONG_END_SIGNATURE) throw new ZipError('broken', 'has no long end record where it says');
  return at;
}

/** The end record, looked for from the back; its comment must reach to the end of the file, so that a text cannot pose as one. */
function endRecord(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
    if (view.getUint32(at, true) === END_SIGNATURE && at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new ZipError('broken', 'has no directory');
}

interface Header extends Omit<ZipEntry, 'packed'> {
  packedSize: number;
  offset: number;
  next: number;
}

function fieldsOf({ name, method, crc, size, modified }: Header): Omit<ZipEntry, 'packed'> {
  return { name, method, crc, size, modified };
}

function readHeader(bytes: Uint8Array, view: DataView, { at, end }: { at: number; end: number }): Header {
  if (at + CENTRAL_LENGTH > end || view.getUint32(at, true) !== CENTRAL_SIGNATURE) throw new ZipError('broken', 'its directory is damaged');
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [number, number, number];
  const next = at + CENTRAL_LENGTH + nameLength + extraLength + commentLength;
  if (next > end) throw new ZipError('broken', 'its directory is cut off');
  const header = {
    name: nameOf(bytes.subarray(at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength), (flags & UTF8_NAMES) !== 0),
    method,
    modified: view.getUint32(at + 12, true),
    crc: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    next,
  };
  if ((flags & ENCRYPTED) !== 0) throw new ZipError('encrypted', `${header.name} is encrypted`);
  if (view.getUint32(at + 38, true) >>> 28 === SYMLINK) throw new ZipError('suspicious', `${header.name} is a link`);
  checkSizes(header);
  return header;
}

function checkSizes({ name, method, size, packedSize, offset }: Omit<Header, 'next'>): void {
  if (method !== 0 && method !== 8) throw new ZipError('suspicious', `${name} is packed in an unusual way`);
  if ([size, packedSize, offset].includes(0xffffffff)) throw new ZipError('suspicious', `${name} needs zip64`);
  if (method === 0 && size !== packedSize) throw new ZipError('suspicious', `${name} is stored with two lengths`);
  if (size > RATIO_MATTERS_FROM && size > packedSize * MAX_RATIO) throw new ZipError('suspicious', `${name} grows more than ${MAX_RATIO} times`);
}

function nameOf(bytes: Uint8Array, isUtf8: boolean): string {
  let name: string;
  try {
    name = new TextDecoder(isUtf8 ? 'utf-8' : 'windows-1252', { fatal: true }).decode(bytes);
  } catch {
    throw new ZipError('suspicious', 'a name is not valid UTF-8');
  }
  const climbs = name.split('/').some((part) => part === '..' || part === '.');
  if (name === '' || /[\\:\u0000-\u001f]/.test(name) || name.startsWith('/') || climbs) throw new ZipError('suspicious', 'a name leads out of the archive');
  return name;
}

/** Where an entry's bytes lie, by its own header, which must not contradict the directory. */
function placeOf(view: DataView, header: Header, directory: number): { from: number; to: number } {
  const { offset, name, packedSize } = header;
  if (offset + LOCAL_LENGTH > directory || view.getUint32(offset, true) !== LOCAL_SIGNATURE) throw new ZipError('broken', `${name} is not where it should be`);
  const from = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const to = from + packedSize;
  if (to > directory) throw new ZipError('broken', `${name} is cut off`);
  if (view.getUint16(offset + 8, true) !== header.method) throw new ZipError('suspicious', `${name} is packed in two ways`);
  return { from, to };
}

/** Overlapping entries are how a small archive unpacks to a huge one. */
function refuseOverlaps(places: { from: number; to: number }[]): void {
  places.sort((a, b) => a.from - b.from);
  if (places.some((place, index) => index > 0 && place.from < places[index - 1]!.to)) throw new ZipError('suspicious', 'entries overlap');
}
