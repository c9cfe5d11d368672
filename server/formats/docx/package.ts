/** A Word file as what it is: a zip of parts that name each other. */
import path from 'node:path';
import { AppError } from '../../errors.ts';
import { readZip, unpack, ZipError, type ZipEntry } from '../zip-reader.ts';
import { pack, writeZip } from '../zip-writer.ts';
import { hasUsualPrefixes, withUsualPrefixes } from './prefixes.ts';
import { readXml } from './xml.ts';

/** Longest part that is read as XML, in bytes: some 3,000 pages. */
const MAX_PART_BYTES = 16 * 1024 * 1024;
const OLE_SIGNATURE = 'd0cf11e0a1b11ae1';

const DECLARED_ENCODING = /^(<\?xml\s[^>]*?\bencoding\s*=\s*["'])([\w.-]+)/;

/** The standard knows two: a part in UTF-16 has a byte order mark, or begins with half of a `<`. */
function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const head = `${first} ${second}`;
  if (head === '255 254' || head === '60 0') return 'utf-16le';
  return head === '254 255' || head === '0 60' ? 'utf-16be' : 'utf-8';
}

export interface Relation {
  /** The last word of its type: `styles`, `footnotes`, `hyperlink`, … */
  type: string;
  /** A part's name, or an address when it leads out of the file. */
  target: string;
  isExternal: boolean;
}

export class WordPackage {
  /** The part that holds the text. */
  readonly main: string;
  /** What the main part names, by id. */
  readonly #relations: ReadonlyMap<string, Relation>;
  readonly #fileName: string;
  readonly #entries: Map<string, ZipEntry>;

  /** @throws {AppError} `invalid` or `unsupported` with a key below `import.word.` when it is no Word file or not safe to read */
  constructor(bytes: Uint8Array, fileName: string) {
    this.#fileName = fileName;
    if (bytes.length === 0) throw new AppError('invalid', 'import.empty', { values: { name: fileName } });
    const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
    if (head === OLE_SIGNATURE) throw new AppError('unsupported', 'import.word.oldOrLocked', { values: { name: fileName } });
    if (!head.startsWith('504b')) throw new AppError('unsupported', 'import.word.notWord', { values: { name: fileName } });
    this.#entries = this.#guarded(() => readZip(bytes));
    this.main = this.#findMain();
    this.#relations = this.relationsOf(this.main);
  }

  /** The text of a part, without the byte order mark, ready to be written as UTF-8, with the prefixes of Word; null when there is no such part. */
  text(name: string): string | null {
    const entry = this.#entries.get(name);
    if (!entry) return null;
    if (entry.size > MAX_PART_BYTES) throw this.#refusal('tooLarge');
    const xml = this.#decoded(this.#guarded(() => unpack(entry)));
    if (hasUsualPrefixes(xml)) return xml;
    const usual = withUsualPrefixes(xml, readXml(xml, this.#fileName));
    if (usual === null) throw this.#refusal('oddXml');
    return usual;
  }

  /** The name of the part that the main part uses for `type`, if there is one. */
  partFor(type: string): string | undefined {
    return [...this.#relations.values()].find((relation) => relation.type === type && !relation.isExternal)?.target;
  }

  /** How many parts the main part uses for `type`. */
  count(type: string): number {
    return [...this.#relations.values()].filter((relation) => relation.type === type).length;
  }

  /** The file with some parts changed; all others keep their very bytes. */
  withParts(changed: ReadonlyMap<string, string>): Uint8Array {
    return writeZip(
      Array.from(this.#entries.values(), (entry) => {
        const content = changed.get(entry.name);
        return content === undefined ? entry : pack(entry.name, content, entry.modified);
      }),
    );
  }

  /** What a part names, by id; the whole file's are those of ''. */
  relationsOf(part: string): ReadonlyMap<string, Relation> {
    const folder = path.posix.dirname(part);
    const xml = this.text(path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`));
    if (xml === null) return new Map();
    return new Map(
      readXml(xml, this.#fileName).children.map(({ attributes }) => {
        const { Id = '', Type = '', Target = '', TargetMode } = attributes;
        const isExternal = TargetMode === 'External';
        const inside = Target.startsWith('/') ? Target.slice(1) : path.posix.join(folder, Target);
        return [Id, { type: Type.split('/').at(-1) ?? '', target: isExternal ? Target : inside, isExternal }];
      }),
    );
  }

  #decoded(bytes: Uint8Array): string {
    try {
      const xml = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
      return xml.replace(DECLARED_ENCODING, (whole, head: string, name: string) => (/^utf-8$/i.test(name) ? whole : `${head}UTF-8`));
    } catch {
      const name = DECLARED_ENCODING.exec(new TextDecoder('windows-1252').decode(bytes.subarray(0, 200)))?.[2] ?? 'utf-8';
      throw this.#refusal(/^utf-(?:8|16)$/i.test(name) ? 'broken' : 'oddXml');
    }
  }

  #findMain(): string {
    const found = [...this.relationsOf('').values()].find((relation) => relation.type === 'officeDocument')?.target;
    if (found === undefined || !this.#entries.has(found)) throw this.#refusal('notWord', 'unsupported');
    return found;
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ZipError)) throw error;
      const key = { broken: 'broken', encrypted: 'oldOrLocked', 'too-large': 'tooLarge', suspicious: 'suspicious' }[error.fault];
      throw new AppError('invalid', `import.word.${key}`, { values: { name: this.#fileName }, cause: error });
    }
  }

  #refusal(key: string, code: 'invalid' | 'unsupported' = 'invalid'): AppError {
    return new AppError(code, `import.word.${key}`, { values: { name: this.#fileName } });
  }
}
