/** The contract of a file format: bytes → blocks and a skeleton; skeleton and translations → bytes. One folder each. */
import type { Block, InlineCode } from '../core/model.ts';

/** An uploaded or pasted file, not yet trusted. */
export interface SourceFile {
  /** As the person named it; shown, never used as a path. */
  name: string;
  bytes: Uint8Array;
  /** The person's own choice when detection was wrong; only for text formats. */
  encoding?: Encoding;
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1256' | 'iso-8859-6';

/** What an importer understood. Nothing is dropped without an entry in `leftOut`. */
export interface ImportedFile {
  /** In reading order; blank paragraphs live in the skeleton only. */
  blocks: Block[];
  /** Whatever the exporter needs besides the original bytes; kept as JSON. */
  skeleton: unknown;
  /** The file's own title, its first heading, or ''. */
  title: string;
  encoding: Encoding;
  /** How sure the encoding is: by a mark, by being valid, or by likelihood. */
  encodingCertainty: 'marked' | 'valid' | 'likely';
  /** What will not be translated or kept, as key below `import.leftOut.` in translations/ and how often. */
  leftOut: { what: string; count: number }[];
}

/** The translation of one block, its segments joined; codes are the block's own. */
export interface TranslatedBlock {
  anchor: string;
  text: string;
  codes: InlineCode[];
}

export interface ExportRequest {
  original: Uint8Array;
  encoding: Encoding;
  skeleton: unknown;
  /** By anchor; a block without one keeps its source text, marked with its language where the format can say so. */
  blocks: ReadonlyMap<string, TranslatedBlock>;
  sourceLang: string;
  targetLang: string;
}

export interface Format {
  /** Folder name and stored name: `text`, `markdown`, `html`, … */
  id: string;
  /** Its proper name, the same in every language: TXT, Markdown, HTML. */
  label: string;
  /** Lower case, with the dot, the preferred one first. */
  extensions: readonly string[];
  mediaType: string;
  /** Says its encoding itself: there is nothing to choose. */
  isBinary?: boolean;
  /** @throws {AppError} `invalid` or `unsupported` with a key below `error.import.` when the file cannot be read. */
  read(file: SourceFile): ImportedFile;
  /** The file in the target language, in UTF-8 for text formats: language, direction and alignment turned round. Same request, same bytes. */
  write(request: ExportRequest): Uint8Array;
  /** The same bytes, written in small steps where one step would keep a server busy for long. */
  writeInSteps?(request: ExportRequest): Generator<undefined, Uint8Array>;
}
