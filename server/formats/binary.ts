/** Files that are no text, whatever their name says. */

/** First bytes → what people call such a file; proper names, the same in every language. */
const MAGIC: readonly [signature: string, kind: string][] = [
  ['7f454c46', 'ELF'],
  ['4d5a90', 'EXE'],
  ['25504446', 'PDF'],
  ['504b0304', 'ZIP'],
  ['504b0506', 'ZIP'],
  ['89504e470d0a', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['474946383761', 'GIF'],
  ['474946383961', 'GIF'],
  ['1f8b08', 'GZIP'],
  ['425a68', 'BZIP2'],
  ['fd377a585a00', 'XZ'],
  ['28b52ffd', 'ZSTD'],
  ['377abcaf271c', '7-Zip'],
  ['526172211a07', 'RAR'],
  ['d0cf11e0a1b11ae1', 'Microsoft Office 97–2003'],
  ['7b5c727466', 'RTF'],
  ['53514c69746520666f726d61742033', 'SQLite'],
  ['49443303', 'MP3'],
  ['49443304', 'MP3'],
  ['4f676753', 'Ogg'],
  ['1a45dfa3', 'Matroska'],
  ['49492a00', 'TIFF'],
  ['4d4d002a', 'TIFF'],
  ['0061736d', 'WebAssembly'],
  ['cafebabe', 'Java'],
  ['774f4632', 'WOFF'],
];

/** What a file is by its first bytes when it cannot be text, or null. */
export function binaryKind(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('hex');
  return MAGIC.find(([signature]) => head.startsWith(signature))?.[1] ?? null;
}

/** Controls that no text file holds; tab, line ends, page breaks and the old end-of-file mark are not among them. */
const CONTROLS = /[\u0000-\u0008\u000e-\u0019\u001c-\u001f\u007f]/g;

/** Whether decoded text is full of controls: more than one in two hundred characters, and more than a few. */
export function looksBinary(text: string): boolean {
  const head = text.slice(0, 65_536);
  const controls = head.match(CONTROLS)?.length ?? 0;
  return controls > 4 && controls > head.length / 200;
}
