import { readFileSync } from 'node:fs';
import type { ExportRequest, Format, ImportedFile, SourceFile, TranslatedBlock } from '../../server/formats/format.ts';

export const article = readFileSync(new URL('../../samples/russia-china.ar.txt', import.meta.url), 'utf8');

export function fileOf(name: string, content: string | Uint8Array): SourceFile {
  return { name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content };
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** What a format writes when each block says what `translate` makes of it; null leaves the block untranslated. */
export function exported(format: Format, file: SourceFile, translate: (block: TranslatedBlock) => string | null): string {
  const read = format.read(file);
  return textOf(format.write(requestFor(file, read, translate)));
}

export function requestFor(file: SourceFile, read: ImportedFile, translate: (block: TranslatedBlock) => string | null): ExportRequest {
  const blocks = new Map<string, TranslatedBlock>();
  for (const { anchor, text, codes } of read.blocks) {
    const translated = translate({ anchor, text, codes });
    if (translated !== null) blocks.set(anchor, { anchor, text: translated, codes });
  }
  // The skeleton is kept as JSON between import and export.
  const skeleton: unknown = JSON.parse(JSON.stringify(read.skeleton));
  return { original: file.bytes, encoding: read.encoding, skeleton, blocks, sourceLang: 'ar', targetLang: 'en' };
}

/** Text with its codes made visible: `<1>` opens, `</1>` closes that pair, `<2/>` stands alone. */
export function shown({ text, codes }: Pick<TranslatedBlock, 'text' | 'codes'>): string {
  return text.replace(/[\ue001-\uf8ff]/g, (char) => {
    const code = codes[char.charCodeAt(0) - 0xe001];
    if (!code) return '<?>';
    return code.kind === 'open' ? `<${code.number}>` : code.kind === 'close' ? `</${code.pair}>` : `<${code.number}/>`;
  });
}

/** The keys of errors: what `work` throws, as `code key`. */
export function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { code, key } = error as { code?: string; key?: string };
    if (code && key) return `${code} ${key}`;
    throw error;
  }
  return 'accepted';
}

/** A small repeatable random number generator (mulberry32): numbers in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
